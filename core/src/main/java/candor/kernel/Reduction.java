package candor.kernel;

/// Sums and extremes, along contiguous rows or down columns.
///
/// **Row sum.** Virtual lane `j` of [#LANES] adds the elements `j, j + 64, j + 128, …` in that order from +0; then the
/// lanes are added in a tree, `lane[j] += lane[j + 32]`, `16`, … `1`. **Column sum.** The rows are cut into blocks of
/// [#BLOCK]; each block adds its rows in order from +0, and the blocks' sums are added in order. Callers never split a
/// row or a column, only sets of them.
public class Reduction {
  /// Number of virtual lanes of a row sum: four vectors of sixteen, so that additions overlap.
  public static final int LANES = 64;
  /// Number of rows that a column sum adds before it starts a new partial sum.
  public static final int BLOCK = 128;

  /// Makes the scalar loops.
  public Reduction() {
  }

  /// Row sum of `n` contiguous numbers.
  ///
  /// @param x input
  /// @param xo offset of the first element
  /// @param n number of elements
  /// @return the sum, +0 when `n` is 0
  public float sum(float[] x, int xo, int n) {
    float[] lane = new float[LANES];
    for (int i = 0; i < n; i++) {
      lane[i % LANES] += x[xo + i];
    }
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int j = 0; j < half; j++) {
        lane[j] += lane[j + half];
      }
    }
    return lane[0];
  }

  /// Row sum of `n` contiguous numbers.
  ///
  /// @param x input
  /// @param xo offset of the first element
  /// @param n number of elements
  /// @return the sum, +0 when `n` is 0
  public double sum(double[] x, int xo, int n) {
    double[] lane = new double[LANES];
    for (int i = 0; i < n; i++) {
      lane[i % LANES] += x[xo + i];
    }
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int j = 0; j < half; j++) {
        lane[j] += lane[j + half];
      }
    }
    return lane[0];
  }

  /// Column sums `y[j] = Σᵢ x[i·stride + j]` for `0 ≤ j < width`, `0 ≤ i < n`.
  ///
  /// @param x input
  /// @param xo offset of the first element
  /// @param n number of rows
  /// @param stride distance between rows
  /// @param width number of columns
  /// @param y output
  /// @param yo offset of the first output element
  public void sumColumns(float[] x, int xo, int n, int stride, int width, float[] y, int yo) {
    for (int j = 0; j < width; j++) {
      float total = 0;
      for (int start = 0; start < n; start += BLOCK) {
        float block = 0;
        for (int i = start; i < Math.min(n, start + BLOCK); i++) {
          block += x[xo + i * stride + j];
        }
        total += block;
      }
      y[yo + j] = total;
    }
  }

  /// Column sums `y[j] = Σᵢ x[i·stride + j]` for `0 ≤ j < width`, `0 ≤ i < n`.
  ///
  /// @param x input
  /// @param xo offset of the first element
  /// @param n number of rows
  /// @param stride distance between rows
  /// @param width number of columns
  /// @param y output
  /// @param yo offset of the first output element
  public void sumColumns(double[] x, int xo, int n, int stride, int width, double[] y, int yo) {
    for (int j = 0; j < width; j++) {
      double total = 0;
      for (int start = 0; start < n; start += BLOCK) {
        double block = 0;
        for (int i = start; i < Math.min(n, start + BLOCK); i++) {
          block += x[xo + i * stride + j];
        }
        total += block;
      }
      y[yo + j] = total;
    }
  }

  /// Largest of `n ≥ 1` contiguous numbers; NaN when one is NaN; +0 counts as larger than −0.
  ///
  /// @param x input
  /// @param xo offset of the first element
  /// @param n number of elements, at least 1
  /// @return the maximum
  public float max(float[] x, int xo, int n) {
    float best = x[xo];
    for (int i = 1; i < n; i++) {
      best = Math.max(best, x[xo + i]);
    }
    return best;
  }

  /// Largest of `n ≥ 1` contiguous numbers; NaN when one is NaN; +0 counts as larger than −0.
  ///
  /// @param x input
  /// @param xo offset of the first element
  /// @param n number of elements, at least 1
  /// @return the maximum
  public double max(double[] x, int xo, int n) {
    double best = x[xo];
    for (int i = 1; i < n; i++) {
      best = Math.max(best, x[xo + i]);
    }
    return best;
  }

  /// Column maxima `y[j] = maxᵢ x[i·stride + j]` over `n ≥ 1` rows; NaN when one is NaN.
  ///
  /// @param x input
  /// @param xo offset of the first element
  /// @param n number of rows, at least 1
  /// @param stride distance between rows
  /// @param width number of columns
  /// @param y output
  /// @param yo offset of the first output element
  public void maxColumns(float[] x, int xo, int n, int stride, int width, float[] y, int yo) {
    System.arraycopy(x, xo, y, yo, width);
    for (int i = 1; i < n; i++) {
      for (int j = 0; j < width; j++) {
        y[yo + j] = Math.max(y[yo + j], x[xo + i * stride + j]);
      }
    }
  }

  /// Column maxima `y[j] = maxᵢ x[i·stride + j]` over `n ≥ 1` rows; NaN when one is NaN.
  ///
  /// @param x input
  /// @param xo offset of the first element
  /// @param n number of rows, at least 1
  /// @param stride distance between rows
  /// @param width number of columns
  /// @param y output
  /// @param yo offset of the first output element
  public void maxColumns(double[] x, int xo, int n, int stride, int width, double[] y, int yo) {
    System.arraycopy(x, xo, y, yo, width);
    for (int i = 1; i < n; i++) {
      for (int j = 0; j < width; j++) {
        y[yo + j] = Math.max(y[yo + j], x[xo + i * stride + j]);
      }
    }
  }
}
