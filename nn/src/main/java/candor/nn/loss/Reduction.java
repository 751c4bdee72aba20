package candor.nn.loss;

import candor.tensor.Tensor;
import java.util.stream.IntStream;

/// How the numbers of a loss become one. What other libraries call no reduction is [SampleLoss#elements].
public enum Reduction {
  /// Their mean; NaN of none.
  MEAN,
  /// Their sum; 0 of none.
  SUM;

  /// Reduces all numbers.
  ///
  /// @param elements numbers
  /// @return scalar
  Tensor all(Tensor elements) {
    return this == MEAN ? elements.mean() : elements.sum();
  }

  /// Reduces the numbers of each sample.
  ///
  /// @param elements numbers, samples along axis 0
  /// @return `[N]`
  Tensor each(Tensor elements) {
    int rank = elements.shape().rank();
    if (rank <= 1) {
      return elements;
    }
    int[] axes = IntStream.range(1, rank).toArray();
    return this == MEAN ? elements.mean(axes) : elements.sum(axes);
  }
}
