package candor.nn.loss;

import candor.tensor.NdArray;
import candor.tensor.Tensor;

/// The multi-class hinge loss `1/K Σ_{j ≠ t} max(0, margin − x_t + x_j)ᵖ` (Crammer & Singer 2001 take the largest term
/// instead of the mean), from logits `[N, K]` and I32 classes `[N]`, as in PyTorch.
///
/// @param margin what the true class shall be ahead, finite
/// @param power `p`, 1 or 2
/// @param reduction how the samples become one number
public record MultiMargin(double margin, int power, Reduction reduction) implements SampleLoss {
  private static final String NAME = "multiMargin";

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if the margin is not finite or the power not 1 or 2
  public MultiMargin {
    if (!Double.isFinite(margin) || power < 1 || power > 2) {
      throw new IllegalArgumentException(
          NAME + ": margin " + margin + ", power " + power + ", expected a finite margin and power 1 or 2");
    }
  }

  /// The same with another margin.
  ///
  /// @param margin what the true class shall be ahead, finite
  /// @return new loss
  /// @throws IllegalArgumentException if it is not finite
  public MultiMargin margin(double margin) {
    return new MultiMargin(margin, power, reduction);
  }

  /// The same with squared terms, which have a continuous gradient.
  ///
  /// @return new loss
  public MultiMargin squared() {
    return new MultiMargin(margin, 2, reduction);
  }

  @Override
  public MultiMargin reduction(Reduction reduction) {
    return new MultiMargin(margin, power, reduction);
  }

  @Override
  public Tensor elements(Tensor logits, Tensor target) {
    if (logits.shape().rank() != 2) {
      throw new IllegalArgumentException(NAME + ": logits have shape " + logits.shape() + ", expected [N,K]");
    }
    Targets.requireClassShape(NAME, logits, target);
    int k = logits.shape().size(1);
    Tensor classes = Tensor.of(NdArray.wrap(Targets.classes(NAME, target, k, null), target.shape()));
    Tensor others = classes.oneHot(k, logits.dtype()).neg().add(1);
    Tensor missing = logits.sub(logits.gather(1, classes.unsqueeze(1))).add(margin).relu().mul(others);
    return (power == 1 ? missing : missing.square()).sum(1).div(k);
  }
}
