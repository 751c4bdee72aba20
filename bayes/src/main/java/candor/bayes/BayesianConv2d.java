package candor.bayes;

import candor.op.ConvSpec;
import candor.tensor.Shape;
import candor.tensor.Tensor;

/// The two-dimensional convolution from `[N, in, H, W]` to `[N, out, OH, OW]` with independent normal weights and biases
/// ([BayesianLayer]).
///
/// The outputs of one sample share its weights. [VariationalEstimator#LOCAL] draws them as if they did not, which is the
/// usual choice: the distribution of each output is right, that of neighbours together is not. The other two
/// estimators draw weights.
public final class BayesianConv2d extends BayesianLayer {
  private final int in;
  private final ConvSpec spec;

  /// Makes a layer of stride 1 without padding.
  ///
  /// @param in input channels
  /// @param out output channels
  /// @param kernel height and width of the kernel
  /// @param estimator how a pass draws
  /// @param prior deviation of the prior, positive and finite
  /// @throws IllegalArgumentException if the deviation is out of its range
  public BayesianConv2d(int in, int out, int kernel, VariationalEstimator estimator, double prior) {
    this(in, out, kernel, ConvSpec.DEFAULT, estimator, prior);
  }

  /// Makes a layer.
  ///
  /// @param in input channels
  /// @param out output channels
  /// @param kernel height and width of the kernel
  /// @param spec stride, padding, dilation and groups
  /// @param estimator how a pass draws
  /// @param prior deviation of the prior, positive and finite
  /// @throws IllegalArgumentException if the deviation is out of its range
  public BayesianConv2d(int in, int out, int kernel, ConvSpec spec, VariationalEstimator estimator, double prior) {
    super("bayesian conv2d", Shape.of(out, in / spec.groups(), kernel, kernel), new int[] {0, 1, 2, 3}, estimator,
        prior);
    this.in = in;
    this.spec = spec;
  }

  @Override
  void require(Tensor x) {
    if (x.shape().rank() != 4 || x.shape().size(1) != in) {
      throw new IllegalArgumentException(
          "bayesian conv2d: input has shape " + x.shape() + ", expected [N," + in + ",H,W]");
    }
  }

  @Override
  Tensor product(Tensor x, Tensor w) {
    return x.conv2d(w, spec);
  }

  @Override
  Tensor perOutput(Tensor numbers) {
    return numbers.unsqueeze(-1).unsqueeze(-1);
  }

  @Override
  Tensor perInput(Tensor numbers) {
    return numbers.unsqueeze(-1).unsqueeze(-1);
  }

  @Override
  int inputs() {
    return in;
  }
}
