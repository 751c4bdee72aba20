package candor.nn.layer;

import candor.tensor.Tensor;

/// `(x − μ) / √(σ² + ε)` row by row, what layer, group and instance normalisation share.
///
/// A row is a feature of a batch normalisation ([Tensor#batchNorm]) of one sample: one operation, closed under
/// differentiation, with the variance about the mean in a second pass. A row is added up along contiguous numbers, so its
/// bits depend neither on the other rows nor on the layout of the input.
final class Standardised {
  static final double EPSILON = 1e-5;

  private Standardised() {
  }

  /// Cuts the numbers, in row-major order, into rows of equal length.
  static Tensor rows(Tensor x, int length, double epsilon) {
    if (x.count() == 0) {
      return x;
    }
    int rows = x.count() / length;
    Tensor flat = x.reshape(1, rows, length);
    return flat.batchNorm(Tensor.ones(x.dtype(), rows), Tensor.zeros(x.dtype(), rows), epsilon)
        .reshape(x.shape().toArray());
  }

  static void requireEpsilon(String name, double epsilon) {
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + ": epsilon " + epsilon + ", expected a positive finite number");
    }
  }
}
