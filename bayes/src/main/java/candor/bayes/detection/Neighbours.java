package candor.bayes.detection;

import candor.nn.Evaluator;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import java.util.Arrays;

/// The nearest of some reference points, by Euclidean distance, exactly: the distances are those of F64 differences, and
/// of points at equal distances those of lower number come first.
///
/// All distances are first estimated with one F32 product for a block of queries, `‖y‖² − 2 x·y`. Its rounding error has a
/// bound, and only the references that it does not exclude are measured in F64.
///
/// @param distances `[N, k]`, F64, from near to far
/// @param indices numbers `[N, k]` of the reference points, I32
record Neighbours(Tensor distances, Tensor indices) {
  private static final Evaluator EVALUATOR = new Evaluator();
  private static final double UNIT = 0x1p-24;

  /// Finds neighbours.
  ///
  /// @param references `[M, F]`
  /// @param queries `[N, F]`
  /// @param k how many, 1 to `M`
  static Neighbours of(Tensor references, Tensor queries, int k) {
    int m = references.shape().size(0);
    int n = queries.shape().size(0);
    int f = references.shape().size(1);
    Tensor far = references.detach().to(DType.F64);
    // Estimates are sharp near the origin.
    Tensor centre = far.mean(0);
    Tensor y = far.sub(centre);
    Tensor x = queries.detach().to(DType.F64).sub(centre);
    Tensor factor = y.to(DType.F32).transpose();
    Points points = new Points(numbers(y), m, f, k);
    Tensor both = EVALUATOR.map(n, 0, (from, to) -> {
      Tensor block = x.slice(0, from, to);
      return points.nearest(numbers(block), numbers(block.to(DType.F32).matmul(factor)), to - from);
    });
    return new Neighbours(both.slice(1, 0, k), both.slice(1, k, 2 * k).to(DType.I32));
  }

  private static NdArray numbers(Tensor x) {
    return x.array().rowMajor();
  }

  /// Reference points, with their norms.
  private static final class Points {
    private final double[] y;
    private final int at;
    private final int m;
    private final int f;
    private final int k;
    private final double[] squares;
    private final double[] norms;

    Points(NdArray points, int m, int f, int k) {
      y = points.f64();
      at = points.offset();
      this.m = m;
      this.f = f;
      this.k = k;
      squares = new double[m];
      norms = new double[m];
      for (int j = 0; j < m; j++) {
        squares[j] = square(y, at + j * f);
        norms[j] = Math.sqrt(squares[j]);
      }
    }

    private double square(double[] z, int from) {
      double sum = 0;
      for (int i = from; i < from + f; i++) {
        sum += z[i] * z[i];
      }
      return sum;
    }

    /// Distances and then numbers of the nearest points, `[n, 2k]`.
    Tensor nearest(NdArray queries, NdArray products, int n) {
      double[] result = new double[n * 2 * k];
      for (int i = 0; i < n; i++) {
        nearest(queries.f64(), queries.offset() + i * f, products.f32(), products.offset() + i * m, result, i * 2 * k);
      }
      return Tensor.of(result, n, 2 * k);
    }

    private void nearest(double[] x, int xAt, float[] product, int productAt, double[] result, int resultAt) {
      // Rounding both factors to F32 and a chain of f fused additions changes x·y by less than this share of ‖x‖‖y‖.
      double slack = 2 * 1.01 * (f + 4) * UNIT * Math.sqrt(square(x, xAt));
      double[] bounds = new double[k];
      Arrays.fill(bounds, Double.POSITIVE_INFINITY);
      for (int j = 0; j < m; j++) {
        double upper = squares[j] - 2.0 * product[productAt + j] + slack * norms[j];
        if (upper < bounds[k - 1]) {
          insert(bounds, upper);
        }
      }
      double limit = bounds[k - 1] + f * 1e-40;
      int found = 0;
      for (int j = 0; j < m; j++) {
        double lower = squares[j] - 2.0 * product[productAt + j] - slack * norms[j];
        // What overflowed is no number and excludes nothing.
        boolean excluded = lower > limit;
        if (!excluded) {
          double square = difference(x, xAt, at + j * f);
          found = insert(result, resultAt, found, square, j);
        }
      }
      for (int i = resultAt; i < resultAt + k; i++) {
        result[i] = Math.sqrt(result[i]);
      }
    }

    private double difference(double[] x, int xAt, int yAt) {
      double sum = 0;
      for (int i = 0; i < f; i++) {
        double d = x[xAt + i] - y[yAt + i];
        sum += d * d;
      }
      return sum;
    }

    private static void insert(double[] sorted, double value) {
      int place = sorted.length - 1;
      while (place > 0 && sorted[place - 1] > value) {
        sorted[place] = sorted[place - 1];
        place--;
      }
      sorted[place] = value;
    }

    /// Inserts a distance and its number behind those that are not larger.
    private int insert(double[] result, int from, int found, double value, int number) {
      if (found == k && !(value < result[from + k - 1])) {
        return found;
      }
      int place = from + Math.min(found, k - 1);
      while (place > from && result[place - 1] > value) {
        result[place] = result[place - 1];
        result[place + k] = result[place + k - 1];
        place--;
      }
      result[place] = value;
      result[place + k] = number;
      return Math.min(found + 1, k);
    }
  }
}
