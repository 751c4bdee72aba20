package candor.bayes.calibration;

import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// What vector and matrix scaling share: the new logit of each class is linear in some of the old ones, with an offset, and
/// numbers that minimise the negative log-likelihood of validation data, sought from those that change nothing.
///
/// @param name the method, for messages
/// @param source where the logits that it was fitted on come from
/// @param weights factors of the `F` old logits that each class reads, `[K, F]`
/// @param offsets offsets, `[K]`
/// @param solution how the fit ended
record LinearScaling(String name, Logits.Source source, Tensor weights, Tensor offsets, Solution solution) {
  /// Finds the numbers.
  ///
  /// @param name the method, for messages
  /// @param logits of `N` validation samples
  /// @param read what the new logit of each class is made of, [#withOne], `[N, F + 1]`
  /// @param own which of the `F` is the old logit of the class itself
  /// @param penalty twice the factors of the squares of all numbers, class by class, each with its offset at the end
  /// @param labels `N` true classes
  static LinearScaling fit(String name, Logits logits, List<Tensor> read, IntUnaryOperator own, double[] penalty,
      int... labels) {
    int classes = logits.classes();
    int width = penalty.length / classes;
    double[] start = new double[penalty.length];
    for (int k = 0; k < classes; k++) {
      start[k * width + own.applyAsInt(k)] = 1;
    }
    SoftmaxRegression.Fit fit = new SoftmaxRegression(name, read, penalty, labels).minimise(start);
    Tensor numbers = Tensor.of(fit.parameters(), classes, width);
    return new LinearScaling(name, logits.source(), numbers.slice(1, 0, width - 1), numbers.select(1, width - 1),
        fit.solution());
  }

  /// Logits `[N, F]` with a column of ones for the offset.
  static Tensor withOne(Tensor logits) {
    return Tensor.concat(1, List.of(logits, Tensor.ones(DType.F64, logits.shape().size(0), 1)));
  }

  /// The numbers of logits of the kind that it was fitted on; others are refused.
  Tensor values(Logits logits) {
    if (logits.classes() != offsets.count() || logits.source() != source) {
      throw new IllegalArgumentException(name + ": applied to " + logits.source() + " " + logits.values().shape()
          + ", but fitted on " + source + " for " + offsets.count() + " classes");
    }
    return logits.values();
  }
}
