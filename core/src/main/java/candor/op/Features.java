package candor.op;

import candor.kernel.Kernels;
import candor.kernel.Normalisation;
import candor.kernel.Reduction;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A tensor `[N, F, …]` seen feature by feature, and the loops of batch normalisation over it.
///
/// A row-major matrix `[N, F]` has its features in columns. Any other tensor has them in rows of contiguous numbers, the
/// batch innermost, physical order (1, 2, …, 0); it is copied if it lies in another order. What belongs to a feature, a
/// sum or a mean, is an F64 number, rounded to the type where a kernel uses it.
///
/// @param x numbers, dense in one of these orders
/// @param count number of features
/// @param n numbers of each
/// @param inColumns whether features are columns
record Features(NdArray x, int count, int n, boolean inColumns) {
  /// A sum over a longer row is the F64 sum, in order, of the sums of pieces of this length.
  static final int CHUNK = 1 << 16;

  static Features of(String operation, NdArray x) {
    Loops.requireFloating(operation, x);
    int rank = x.shape().rank();
    if (rank < 2) {
      throw new IllegalArgumentException(operation + ": input has shape " + x.shape() + ", expected [N,F,…]");
    }
    int count = x.shape().size(1);
    boolean inColumns = rank == 2 && count > 1 && x.order()[0] == 0;
    return new Features(x.inOrder(order(rank, inColumns)), count, count == 0 ? 0 : x.count() / count, inColumns);
  }

  /// The gradient of what was computed from this.
  Features gradient(String operation, NdArray g) {
    if (g.dtype() != x.dtype() || !g.shape().equals(x.shape())) {
      throw new IllegalArgumentException(operation + ": output gradient is " + g.dtype() + g.shape() + ", expected "
          + x.dtype() + x.shape());
    }
    return new Features(g.inOrder(order(g.shape().rank(), inColumns)), count, n, inColumns);
  }

  private static int[] order(int rank, boolean inColumns) {
    return IntStream.range(0, rank).map(i -> inColumns ? i : (i + 1) % rank).toArray();
  }

  private NdArray like() {
    return NdArray.empty(x.dtype(), x.shape(), order(x.shape().rank(), inColumns));
  }

  /// Rows of numbers, one for each feature, of an input that goes with this one.
  double[][] table(String operation, String name, NdArray numbers, int... sizes) {
    Shape expected = Shape.of(sizes);
    if (numbers.dtype() != x.dtype() || !numbers.shape().equals(expected)) {
      throw new IllegalArgumentException(operation + ": " + name + " is " + numbers.dtype() + numbers.shape()
          + ", expected " + x.dtype() + expected + " for an input " + x.dtype() + x.shape());
    }
    NdArray in = numbers.rowMajor();
    double[][] rows = new double[sizes.length == 1 ? 1 : sizes[0]][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = numbers(in, in.offset() + row * count);
    }
    return rows;
  }

  private double[] numbers(NdArray in, int at) {
    double[] result = new double[count];
    for (int f = 0; f < count; f++) {
      result[f] = in.dtype() == DType.F32 ? in.f32()[at + f] : in.f64()[at + f];
    }
    return result;
  }

  /// Rows of numbers, one for each feature, as an array.
  NdArray array(double[]... rows) {
    double[] flat = new double[rows.length * count];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, flat, row * count, count);
    }
    Shape shape = Shape.of(rows.length, count);
    return NdArray.wrap(x.dtype() == DType.F32 ? toFloats(flat) : flat, shape);
  }

  private static float[] toFloats(double[] numbers) {
    float[] result = new float[numbers.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) numbers[i];
    }
    return result;
  }

  private int at(int feature, int from) {
    return x.offset() + feature * n + from;
  }

  private boolean isF32() {
    return x.dtype() == DType.F32;
  }

  /// `Σ x` and `Σ (x − μ)²` of every feature with mean `μ`, as the type stores it.
  double[][] moments() {
    return moments(this, null);
  }

  /// `Σ x` and `Σ (x − μ)(other − q)` of every feature with mean `μ`.
  ///
  /// @param q what is subtracted from the other one, its own mean if absent
  double[][] moments(Features other, double @Nullable [] q) {
    if (inColumns) {
      double[] sums = columnSums();
      double[] mean = sums.clone();
      for (int f = 0; f < count; f++) {
        mean[f] /= n;
      }
      return new double[][] {sums, columnComoments(mean, other, q == null ? mean : q)};
    }
    Kernels kernels = Backend.current().kernels();
    double[][] result = new double[2][count];
    // Both sums of a feature before the next one: the second finds the numbers in a cache.
    eachFeature(f -> {
      result[0][f] = sum(kernels.reduction(), f);
      double mean = result[0][f] / n;
      result[1][f] = comoment(kernels.normalisation(), f, mean, other, q == null ? mean : q[f]);
    });
    return result;
  }

  private double[] columnSums() {
    Reduction kernel = Backend.current().kernels().reduction();
    return columns((f, width, y) -> {
      if (y.dtype() == DType.F32) {
        kernel.sumColumns(x.f32(), x.offset() + f, n, count, width, y.f32(), y.offset() + f);
      } else {
        kernel.sumColumns(x.f64(), x.offset() + f, n, count, width, y.f64(), y.offset() + f);
      }
    });
  }

  private double[] columnComoments(double[] p, Features other, double[] q) {
    Normalisation kernel = Backend.current().kernels().normalisation();
    float[] narrowP = toFloats(p);
    float[] narrowQ = toFloats(q);
    return columns((f, width, y) -> {
      if (y.dtype() == DType.F32) {
        kernel.comomentColumns(x.f32(), x.offset() + f, narrowP, other.x.f32(), other.x.offset() + f, narrowQ, f, n,
            count, width, y.f32(), y.offset() + f);
      } else {
        kernel.comomentColumns(x.f64(), x.offset() + f, p, other.x.f64(), other.x.offset() + f, q, f, n, count, width,
            y.f64(), y.offset() + f);
      }
    });
  }

  private double sum(Reduction kernel, int f) {
    return pieces((from, length) -> isF32()
        ? kernel.sum(x.f32(), at(f, from), length)
        : kernel.sum(x.f64(), at(f, from), length));
  }

  private double comoment(Normalisation kernel, int f, double p, Features other, double q) {
    return pieces((from, length) -> isF32()
        ? kernel.comoment(x.f32(), at(f, from), (float) p, other.x.f32(), other.at(f, from), (float) q, length)
        : kernel.comoment(x.f64(), at(f, from), p, other.x.f64(), other.at(f, from), q, length));
  }

  /// `fma(x − mean, scale, shift)` for every feature.
  NdArray standardised(double[] mean, double[] scale, double[] shift) {
    NdArray y = like();
    Normalisation kernel = Backend.current().kernels().normalisation();
    if (inColumns && isF32()) {
      float[] m = toFloats(mean);
      float[] a = toFloats(scale);
      float[] b = toFloats(shift);
      eachRow(
          i -> kernel.standardise(x.f32(), x.offset() + i * count, m, a, b, y.f32(), y.offset() + i * count, count));
    } else if (inColumns) {
      eachRow(i -> kernel.standardise(x.f64(), x.offset() + i * count, mean, scale, shift, y.f64(),
          y.offset() + i * count, count));
    } else if (isF32()) {
      eachFeature(f -> kernel.standardise(x.f32(), at(f, 0), (float) mean[f], (float) scale[f], (float) shift[f],
          y.f32(), y.offset() + f * n, n));
    } else {
      eachFeature(
          f -> kernel.standardise(x.f64(), at(f, 0), mean[f], scale[f], shift[f], y.f64(), y.offset() + f * n, n));
    }
    return y;
  }

  /// `(fma(x − mean, slope, g) − centre) scale` for every feature.
  NdArray gradient(Features g, double[] centre, double[] mean, double[] slope, double[] scale) {
    NdArray y = like();
    Normalisation kernel = Backend.current().kernels().normalisation();
    if (inColumns && isF32()) {
      float[] c = toFloats(centre);
      float[] m = toFloats(mean);
      float[] a = toFloats(slope);
      float[] b = toFloats(scale);
      eachRow(i -> kernel.gradient(g.x.f32(), g.x.offset() + i * count, c, x.f32(), x.offset() + i * count, m, a, b,
          y.f32(), y.offset() + i * count, count));
    } else if (inColumns) {
      eachRow(i -> kernel.gradient(g.x.f64(), g.x.offset() + i * count, centre, x.f64(), x.offset() + i * count, mean,
          slope, scale, y.f64(), y.offset() + i * count, count));
    } else if (isF32()) {
      eachFeature(f -> kernel.gradient(g.x.f32(), g.at(f, 0), (float) centre[f], x.f32(), at(f, 0), (float) mean[f],
          (float) slope[f], (float) scale[f], y.f32(), y.offset() + f * n, n));
    } else {
      eachFeature(f -> kernel.gradient(g.x.f64(), g.at(f, 0), centre[f], x.f64(), at(f, 0), mean[f], slope[f],
          scale[f], y.f64(), y.offset() + f * n, n));
    }
    return y;
  }

  private interface Piece {
    double sum(int from, int length);
  }

  private double pieces(Piece piece) {
    double result = 0;
    for (int from = 0; from < n; from += CHUNK) {
      result += piece.sum(from, Math.min(CHUNK, n - from));
    }
    return result;
  }

  private interface Strip {
    void fold(int from, int width, NdArray y);
  }

  private double[] columns(Strip strip) {
    NdArray y = NdArray.zeros(x.dtype(), Shape.of(count));
    Backend.current().forEach(count, n, (from, to) -> strip.fold(from, to - from, y));
    return numbers(y, y.offset());
  }

  private interface Each {
    void run(int item);
  }

  private void eachFeature(Each body) {
    each(count, n, body);
  }

  private void eachRow(Each body) {
    each(n, count, body);
  }

  private static void each(int items, int cost, Each body) {
    Backend.current().forEach(items, cost, (from, to) -> {
      for (int i = from; i < to; i++) {
        body.run(i);
      }
    });
  }
}
