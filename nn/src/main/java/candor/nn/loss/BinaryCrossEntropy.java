package candor.nn.loss;

import candor.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Binary cross-entropy of logits in nats, `w t softplus(−x) + (1 − t) softplus(x)`, which is `−(w t ln σ(x) + (1 − t)
/// ln(1 − σ(x)))` without its overflow. Targets `t` lie in `[0, 1]` and have the output's shape; `w` weighs the
/// positive side. [Reduction#MEAN] divides by the number of elements, whatever `w`, as in PyTorch.
///
/// @param positiveWeight `w`, of a shape that can be repeated to the output's, or null for 1
/// @param reduction how the elements become one number
public record BinaryCrossEntropy(@Nullable Tensor positiveWeight, Reduction reduction) implements SampleLoss {
  private static final String NAME = "binaryCrossEntropy";

  /// The same with a weight for the positive side, such as the negatives for each positive of unbalanced data.
  ///
  /// @param weight `w`, of a shape that can be repeated to the output's, such as `[K]` for outputs `[N, K]`
  /// @return new loss
  public BinaryCrossEntropy positiveWeight(Tensor weight) {
    return new BinaryCrossEntropy(weight, reduction);
  }

  @Override
  public BinaryCrossEntropy reduction(Reduction reduction) {
    return new BinaryCrossEntropy(positiveWeight, reduction);
  }

  @Override
  public Tensor elements(Tensor output, Tensor target) {
    Targets.requireLike(NAME, output, target);
    Targets.requireShares(NAME, target);
    Tensor missed = target.mul(output.neg().softplus());
    Tensor alarms = output.softplus().mul(target.neg().add(1));
    Tensor result = (positiveWeight == null ? missed : missed.mul(positiveWeight.to(output.dtype()))).add(alarms);
    if (!result.shape().equals(output.shape())) {
      throw new IllegalArgumentException(NAME + ": the positive weight cannot be repeated from "
          + (positiveWeight == null ? "" : positiveWeight.shape()) + " to the output's shape " + output.shape());
    }
    return result;
  }
}
