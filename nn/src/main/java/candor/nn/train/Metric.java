package candor.nn.train;

import candor.nn.loss.Loss;
import candor.tensor.DType;
import candor.tensor.Tensor;

/// A number that says how well outputs of a network fit what they should have been.
@FunctionalInterface
public interface Metric {
  /// The number for all samples together.
  ///
  /// @param outputs outputs in evaluation, samples along axis 0
  /// @param targets what they should have been, samples along axis 0
  /// @return the number
  double of(Tensor outputs, Tensor targets);

  /// The share of samples whose largest logit is that of their class, from logits `[N, K]` and I32 classes `[N]`.
  ///
  /// @return the metric, in `[0, 1]`, NaN of no samples
  static Metric accuracy() {
    return (logits, classes) -> {
      Tensor hits = logits.argmax(1).to(DType.F64).eq(classes.to(DType.F64));
      return hits.sum().item() / hits.count();
    };
  }

  /// A loss of all samples.
  ///
  /// @param loss loss that is a mean over samples
  /// @return the metric
  static Metric of(Loss loss) {
    return (outputs, targets) -> loss.of(outputs, targets).item();
  }
}
