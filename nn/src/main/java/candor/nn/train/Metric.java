package candor.nn.train;

import candor.nn.loss.Loss;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.function.BinaryOperator;

/// A number that says how well outputs of a network fit what they should have been.
///
/// ```java
/// Metric accuracy = Metric.accuracy();
/// Metric absoluteError = Metric.mean((outputs, targets) -> outputs.sub(targets).abs());
/// Metric largestError = (outputs, targets) -> outputs.sub(targets).abs().max().item();
/// ```
///
/// The trainer's validation computes outputs a piece at a time. A metric that is a mean, as those made here are, sums up as
/// the pieces come ([#begin]); any other function sees all samples together, for which their outputs are kept.
@FunctionalInterface
public interface Metric {
  /// The number for all samples together.
  ///
  /// @param outputs outputs in evaluation, samples along axis 0
  /// @param targets what they should have been, samples along axis 0
  /// @return the number
  double of(Tensor outputs, Tensor targets);

  /// Begins to measure samples that come in pieces. Here the pieces are kept and measured together at the end; a metric
  /// that can sum up replaces this.
  ///
  /// @return what takes the pieces
  default Running begin() {
    return new KeptPieces(this);
  }

  /// A metric of the samples that have come so far.
  interface Running {
    /// Takes some more samples.
    ///
    /// @param outputs outputs in evaluation, samples along axis 0
    /// @param targets what they should have been, samples along axis 0
    void add(Tensor outputs, Tensor targets);

    /// The number for all samples that have come.
    ///
    /// @return the number, NaN of no samples
    double value();
  }

  /// The mean, in F64, of numbers that are known sample by sample.
  ///
  /// @param ofSamples numbers of some outputs and targets: one or more for each sample, each sample by itself
  /// @return the metric, NaN of no samples
  static Metric mean(BinaryOperator<Tensor> ofSamples) {
    return new SampleMean(ofSamples);
  }

  /// The share of samples whose largest logit is that of their class, from logits `[N, K]` and I32 classes `[N]`; of
  /// pixels, from `[N, K, H, W]` and `[N, H, W]`.
  ///
  /// @return the metric, in `[0, 1]`, NaN of no samples; it refuses outputs and targets of other shapes
  static Metric accuracy() {
    return mean((logits, classes) -> {
      if (logits.shape().rank() < 2 || !classes.shape().equals(logits.shape().without(1))) {
        throw new IllegalArgumentException("accuracy: logits have shape " + logits.shape() + " and classes "
            + classes.shape() + ", expected [N,K,…] and [N,…]");
      }
      return logits.argmax(1).to(DType.F64).eq(classes.to(DType.F64));
    });
  }

  /// A loss of all samples: the mean of the pieces' losses, each counted as [Loss#weight] says, or for a loss that is a sum
  /// their sum.
  ///
  /// @param loss loss
  /// @return the metric
  static Metric of(Loss loss) {
    return new MeanLoss(loss);
  }
}
