package candor.kernel;

import java.util.Arrays;

/// Weighted sums of rows, several of the same rows at a time: what the scalar products and convolutions are made of.
///
/// `y[r, i] = Σₜ w[r, weight[t]] x[row[t] + i]`, each element one chain of `Math.fma` from +0 over the [Terms] in their
/// order.
///
/// C2 makes vectors of a loop over several arrays only where all places are the same: of others it cannot know that
/// what is written is not read next. So every sum has an array of its own, and rows are copied before they are added,
/// four at a time. Rows shorter than a vector are left where they are.
final class RowSums {
  /// Columns and sums at a time: together with four rows they fit into the first cache in F32.
  private static final int COLUMNS = 256;
  private static final int SUMS = 16;
  /// Fewer columns go chain by chain.
  private static final int NARROW = 8;
  /// Numbers of the largest copy that a thread keeps.
  private static final int KEPT = 1 << 20;

  private RowSums() {
  }

  /// In single precision.
  static final class F32 {
    private static final ThreadLocal<F32> OWN = ThreadLocal.withInitial(F32::new);

    private final float[][] sums = new float[SUMS][COLUMNS];
    private final float[] row0 = new float[COLUMNS];
    private final float[] row1 = new float[COLUMNS];
    private final float[] row2 = new float[COLUMNS];
    private final float[] row3 = new float[COLUMNS];
    private float[] copy = {};

    private F32() {
    }

    /// With the buffers of the current thread, so that products leave no garbage.
    static F32 own() {
      return OWN.get();
    }

    /// A copy of `k` rows of `n` numbers, one row after the other, until the next copy.
    ///
    /// @param xrs distance between rows
    /// @param xcs distance between the numbers of a row
    float[] contiguous(int n, int k, float[] x, int xo, int xrs, int xcs) {
      float[] result = room(n * k);
      for (int j = 0; j < n; j++) {
        for (int p = 0; p < k; p++) {
          result[p * n + j] = x[xo + p * xrs + j * xcs];
        }
      }
      return result;
    }

    /// Room for a copy; a large one is not kept.
    private float[] room(int size) {
      if (size > KEPT) {
        return new float[size];
      }
      if (copy.length < size) {
        copy = new float[size];
      }
      return copy;
    }

    /// Computes `m` sums of `n` numbers.
    ///
    /// @param w weights
    /// @param wo added to the place of a weight
    /// @param ws distance between the weights of two sums
    /// @param x rows
    /// @param xo added to the place of a row
    /// @param y sums
    /// @param yo offset of the first one
    /// @param ys distance between two
    void run(Terms terms, int m, int n, float[] w, int wo, int ws, float[] x, int xo, float[] y, int yo, int ys) {
      if (n < NARROW) {
        chains(terms, m, n, w, wo, ws, x, xo, y, yo, ys);
        return;
      }
      for (int j = 0; j < n; j += COLUMNS) {
        for (int r = 0; r < m; r += SUMS) {
          block(terms, Math.min(SUMS, m - r), Math.min(COLUMNS, n - j), w, wo + r * ws, ws, x, xo + j, y,
              yo + r * ys + j, ys);
        }
      }
    }

    private static void chains(Terms terms, int m, int n, float[] w, int wo, int ws, float[] x, int xo, float[] y,
        int yo, int ys) {
      for (int r = 0; r < m; r++) {
        for (int i = 0; i < n; i++) {
          float sum = 0;
          for (int t = 0; t < terms.count; t++) {
            sum = Math.fma(w[wo + r * ws + terms.weight[t]], x[xo + terms.row[t] + i], sum);
          }
          y[yo + r * ys + i] = sum;
        }
      }
    }

    private void block(Terms terms, int m, int n, float[] w, int wo, int ws, float[] x, int xo, float[] y, int yo,
        int ys) {
      for (int r = 0; r < m; r++) {
        Arrays.fill(sums[r], 0, n, 0f);
      }
      int t = 0;
      for (; t <= terms.count - 4; t += 4) {
        System.arraycopy(x, xo + terms.row[t], row0, 0, n);
        System.arraycopy(x, xo + terms.row[t + 1], row1, 0, n);
        System.arraycopy(x, xo + terms.row[t + 2], row2, 0, n);
        System.arraycopy(x, xo + terms.row[t + 3], row3, 0, n);
        for (int r = 0; r < m; r++) {
          int at = wo + r * ws;
          add(n, sums[r], w[at + terms.weight[t]], row0, w[at + terms.weight[t + 1]], row1,
              w[at + terms.weight[t + 2]], row2, w[at + terms.weight[t + 3]], row3);
        }
      }
      for (; t < terms.count; t++) {
        System.arraycopy(x, xo + terms.row[t], row0, 0, n);
        for (int r = 0; r < m; r++) {
          add(n, sums[r], w[wo + r * ws + terms.weight[t]], row0);
        }
      }
      for (int r = 0; r < m; r++) {
        System.arraycopy(sums[r], 0, y, yo + r * ys, n);
      }
    }

    private static void add(int n, float[] sum, float w0, float[] row0, float w1, float[] row1, float w2, float[] row2,
        float w3, float[] row3) {
      for (int i = 0; i < n; i++) {
        sum[i] = Math.fma(w3, row3[i], Math.fma(w2, row2[i], Math.fma(w1, row1[i], Math.fma(w0, row0[i], sum[i]))));
      }
    }

    private static void add(int n, float[] sum, float w, float[] row) {
      for (int i = 0; i < n; i++) {
        sum[i] = Math.fma(w, row[i], sum[i]);
      }
    }
  }

  /// In double precision.
  static final class F64 {
    private static final ThreadLocal<F64> OWN = ThreadLocal.withInitial(F64::new);

    private final double[][] sums = new double[SUMS][COLUMNS];
    private final double[] row0 = new double[COLUMNS];
    private final double[] row1 = new double[COLUMNS];
    private final double[] row2 = new double[COLUMNS];
    private final double[] row3 = new double[COLUMNS];
    private double[] copy = {};

    private F64() {
    }

    /// With the buffers of the current thread, so that products leave no garbage.
    static F64 own() {
      return OWN.get();
    }

    /// A copy of `k` rows of `n` numbers, one row after the other, until the next copy.
    ///
    /// @param xrs distance between rows
    /// @param xcs distance between the numbers of a row
    double[] contiguous(int n, int k, double[] x, int xo, int xrs, int xcs) {
      double[] result = room(n * k);
      for (int j = 0; j < n; j++) {
        for (int p = 0; p < k; p++) {
          result[p * n + j] = x[xo + p * xrs + j * xcs];
        }
      }
      return result;
    }

    /// Room for a copy; a large one is not kept.
    private double[] room(int size) {
      if (size > KEPT) {
        return new double[size];
      }
      if (copy.length < size) {
        copy = new double[size];
      }
      return copy;
    }

    /// Computes `m` sums of `n` numbers.
    ///
    /// @param w weights
    /// @param wo added to the place of a weight
    /// @param ws distance between the weights of two sums
    /// @param x rows
    /// @param xo added to the place of a row
    /// @param y sums
    /// @param yo offset of the first one
    /// @param ys distance between two
    void run(Terms terms, int m, int n, double[] w, int wo, int ws, double[] x, int xo, double[] y, int yo, int ys) {
      if (n < NARROW) {
        chains(terms, m, n, w, wo, ws, x, xo, y, yo, ys);
        return;
      }
      for (int j = 0; j < n; j += COLUMNS) {
        for (int r = 0; r < m; r += SUMS) {
          block(terms, Math.min(SUMS, m - r), Math.min(COLUMNS, n - j), w, wo + r * ws, ws, x, xo + j, y,
              yo + r * ys + j, ys);
        }
      }
    }

    private static void chains(Terms terms, int m, int n, double[] w, int wo, int ws, double[] x, int xo, double[] y,
        int yo, int ys) {
      for (int r = 0; r < m; r++) {
        for (int i = 0; i < n; i++) {
          double sum = 0;
          for (int t = 0; t < terms.count; t++) {
            sum = Math.fma(w[wo + r * ws + terms.weight[t]], x[xo + terms.row[t] + i], sum);
          }
          y[yo + r * ys + i] = sum;
        }
      }
    }

    private void block(Terms terms, int m, int n, double[] w, int wo, int ws, double[] x, int xo, double[] y, int yo,
        int ys) {
      for (int r = 0; r < m; r++) {
        Arrays.fill(sums[r], 0, n, 0.0);
      }
      int t = 0;
      for (; t <= terms.count - 4; t += 4) {
        System.arraycopy(x, xo + terms.row[t], row0, 0, n);
        System.arraycopy(x, xo + terms.row[t + 1], row1, 0, n);
        System.arraycopy(x, xo + terms.row[t + 2], row2, 0, n);
        System.arraycopy(x, xo + terms.row[t + 3], row3, 0, n);
        for (int r = 0; r < m; r++) {
          int at = wo + r * ws;
          add(n, sums[r], w[at + terms.weight[t]], row0, w[at + terms.weight[t + 1]], row1,
              w[at + terms.weight[t + 2]], row2, w[at + terms.weight[t + 3]], row3);
        }
      }
      for (; t < terms.count; t++) {
        System.arraycopy(x, xo + terms.row[t], row0, 0, n);
        for (int r = 0; r < m; r++) {
          add(n, sums[r], w[wo + r * ws + terms.weight[t]], row0);
        }
      }
      for (int r = 0; r < m; r++) {
        System.arraycopy(sums[r], 0, y, yo + r * ys, n);
      }
    }

    private static void add(int n, double[] sum, double w0, double[] row0, double w1, double[] row1, double w2,
        double[] row2, double w3, double[] row3) {
      for (int i = 0; i < n; i++) {
        sum[i] = Math.fma(w3, row3[i], Math.fma(w2, row2[i], Math.fma(w1, row1[i], Math.fma(w0, row0[i], sum[i]))));
      }
    }

    private static void add(int n, double[] sum, double w, double[] row) {
      for (int i = 0; i < n; i++) {
        sum[i] = Math.fma(w, row[i], sum[i]);
      }
    }
  }

}
