package candor.bayes;

import candor.tensor.Shape;
import candor.tensor.Tensor;

/// The fully connected layer `y = x Wᵀ + b`, from `[N, in]` to `[N, out]`, with independent normal weights and biases
/// ([BayesianLayer]).
public final class BayesianLinear extends BayesianLayer {
  private final int in;

  /// Makes the layer.
  ///
  /// @param in number of inputs
  /// @param out number of outputs
  /// @param estimator how a pass draws
  /// @param prior deviation of the prior, positive and finite
  /// @throws IllegalArgumentException if the deviation is out of its range
  public BayesianLinear(int in, int out, VariationalEstimator estimator, double prior) {
    super("bayesian linear", Shape.of(out, in), new int[] {1, 0}, estimator, prior);
    this.in = in;
  }

  @Override
  void require(Tensor x) {
    if (x.shape().rank() != 2 || x.shape().size(1) != in) {
      throw new IllegalArgumentException(
          "bayesian linear: input has shape " + x.shape() + ", expected [N," + in + "]");
    }
  }

  @Override
  Tensor product(Tensor x, Tensor w) {
    return x.matmul(w.transpose());
  }

  @Override
  Tensor perOutput(Tensor numbers) {
    return numbers;
  }

  @Override
  Tensor perInput(Tensor numbers) {
    return numbers;
  }

  @Override
  int inputs() {
    return in;
  }
}
