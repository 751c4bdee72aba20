package candor.op;

import candor.kernel.Kernels;
import candor.kernel.Normalisation;
import candor.tensor.DType;
import candor.tensor.NdArray;
import java.util.stream.IntStream;

/// A tensor `[N, F, …]` as one row of contiguous numbers for each feature: in the physical order (1, 2, …, 0), the batch
/// innermost. A tensor in another order is copied.
///
/// @param x numbers, dense in that order
/// @param features number of features
/// @param n numbers of each
record FeatureRows(NdArray x, int features, int n) {
  /// A sum over more numbers is the F64 sum, in order, of the sums of pieces of this length.
  static final int CHUNK = 1 << 16;

  static FeatureRows of(String operation, NdArray x) {
    Loops.requireFloating(operation, x);
    if (x.shape().rank() < 2) {
      throw new IllegalArgumentException(operation + ": input has shape " + x.shape() + ", expected [N,F,…]");
    }
    int features = x.shape().size(1);
    return new FeatureRows(x.inOrder(order(x.shape().rank())), features, features == 0 ? 0 : x.count() / features);
  }

  private static int[] order(int rank) {
    return IntStream.range(0, rank).map(i -> (i + 1) % rank).toArray();
  }

  /// An array of the same type, shape and order.
  NdArray like() {
    return NdArray.zeros(x.dtype(), x.shape(), order(x.shape().rank()));
  }

  boolean isF32() {
    return x.dtype() == DType.F32;
  }

  private int at(int feature, int i) {
    return x.offset() + feature * n + i;
  }

  /// `Σ x` of a feature.
  double sum(Kernels kernels, int feature) {
    return chunks((from, length) -> isF32()
        ? kernels.reduction().sum(x.f32(), at(feature, from), length)
        : kernels.reduction().sum(x.f64(), at(feature, from), length));
  }

  /// `Σ (x − p)(other − q)` of a feature.
  double comoment(Kernels kernels, int feature, double p, FeatureRows other, double q) {
    Normalisation kernel = kernels.normalisation();
    return chunks((from, length) -> isF32()
        ? kernel.comoment(x.f32(), at(feature, from), (float) p, other.x.f32(), other.at(feature, from), (float) q,
            length)
        : kernel.comoment(x.f64(), at(feature, from), p, other.x.f64(), other.at(feature, from), q, length));
  }

  private interface Piece {
    double sum(int from, int length);
  }

  private double chunks(Piece piece) {
    double total = 0;
    for (int from = 0; from < n; from += CHUNK) {
      total += piece.sum(from, Math.min(CHUNK, n - from));
    }
    return total;
  }

  /// `y = fma(x − mean, scale, shift)` for a feature, with numbers rounded to the type.
  void standardise(Kernels kernels, int feature, double mean, double scale, double shift, NdArray y) {
    Normalisation kernel = kernels.normalisation();
    if (isF32()) {
      kernel.standardise(x.f32(), at(feature, 0), (float) mean, (float) scale, (float) shift, y.f32(), feature * n, n);
    } else {
      kernel.standardise(x.f64(), at(feature, 0), mean, scale, shift, y.f64(), feature * n, n);
    }
  }

  /// `y = (fma(x − mean, slope, g) − centre) scale` for a feature, with numbers rounded to the type.
  void gradient(Kernels kernels, int feature, FeatureRows g, double centre, double mean, double slope, double scale,
      NdArray y) {
    Normalisation kernel = kernels.normalisation();
    if (isF32()) {
      kernel.gradient(g.x.f32(), g.at(feature, 0), (float) centre, x.f32(), at(feature, 0), (float) mean,
          (float) slope, (float) scale, y.f32(), feature * n, n);
    } else {
      kernel.gradient(g.x.f64(), g.at(feature, 0), centre, x.f64(), at(feature, 0), mean, slope, scale, y.f64(),
          feature * n, n);
    }
  }
}
