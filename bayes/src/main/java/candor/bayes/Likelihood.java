package candor.bayes;

import candor.tensor.DType;
import candor.tensor.Tensor;

/// How probable a target is, given the output of a network; what a [Laplace] approximation needs to know of the loss. All
/// numbers are F64.
public sealed interface Likelihood {
  /// The logarithm of the probability, or density, of all targets.
  ///
  /// @param outputs `[N, K]`
  /// @param targets as the likelihood wants them
  /// @return the sum over the samples, in nats
  double logDensity(Tensor outputs, Tensor targets);

  /// Square roots of the negative second derivatives by the outputs, `−∂² ln p / ∂f ∂f = Σ_r s_r s_rᵀ`.
  ///
  /// @param outputs `[N, K]`
  /// @return `[N, R, K]`
  Tensor roots(Tensor outputs);

  /// Classes, I32 `[N]`, and logits: `ln softmax(f)_y`, with second derivatives `diag(p) − p pᵀ = Σ_r p_r (e_r − p)(e_r −
  /// p)ᵀ`.
  record Categorical() implements Likelihood {
    @Override
    public double logDensity(Tensor outputs, Tensor targets) {
      return -outputs.crossEntropy(targets).sum().item();
    }

    @Override
    public Tensor roots(Tensor outputs) {
      Tensor p = outputs.softmax(1);
      int classes = p.shape().size(1);
      Tensor identity = Tensor.range(DType.I32, classes).oneHot(classes, DType.F64);
      return identity.sub(p.unsqueeze(1)).mul(p.sqrt().unsqueeze(2));
    }
  }

  /// Numbers `[N, K]` with known noise: `ln N(y; f, I/τ)`, with second derivatives `τ I`.
  ///
  /// @param precision `τ`, positive and finite
  record Gaussian(double precision) implements Likelihood {
    private static final double LOG_TWO_PI = 1.8378770664093453;

    /// Checks the precision.
    ///
    /// @throws IllegalArgumentException if it is not positive and finite
    public Gaussian {
      if (!(precision > 0 && precision < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "likelihood: precision " + precision + ", expected a positive finite number");
      }
    }

    @Override
    public double logDensity(Tensor outputs, Tensor targets) {
      if (!targets.shape().equals(outputs.shape()) || !targets.dtype().isFloating()) {
        throw new IllegalArgumentException("likelihood: targets " + targets.dtype() + targets.shape()
            + " for the outputs " + outputs.shape() + ", expected floating-point numbers of the same shape");
      }
      double squares = targets.to(DType.F64).sub(outputs).square().sum().item();
      return -0.5 * (precision * squares + outputs.count() * (LOG_TWO_PI - StrictMath.log(precision)));
    }

    @Override
    public Tensor roots(Tensor outputs) {
      int d = outputs.shape().size(1);
      Tensor identity = Tensor.range(DType.I32, d).oneHot(d, DType.F64);
      return identity.mul(Math.sqrt(precision)).expand(outputs.shape().size(0), d, d);
    }
  }
}
