package candor.bayes;

import candor.tensor.Tensor;
import java.util.List;

/// Means and variances side by side in one tensor, so that it can be put together from pieces.
final class GaussianOutputs {
  private GaussianOutputs() {
  }

  /// Means and variances `[N, 2D]` of outputs.
  static Tensor of(String name, GaussianHead head, Tensor output) {
    if (output.shape().rank() != 2) {
      throw new IllegalArgumentException(name + ": the output has shape " + output.shape() + ", expected [N,D]"
          + " of a head with a precision or [N,2D] of a learned one");
    }
    return Tensor.concat(1, List.of(head.mean(output), head.variance(output)));
  }

  /// The belief of means and variances `[M, N, 2D]`.
  static Belief.GaussianMixture mixture(Tensor packed) {
    int d = packed.shape().size(2) / 2;
    return new Belief.GaussianMixture(packed.slice(2, 0, d), packed.slice(2, d, 2 * d));
  }
}
