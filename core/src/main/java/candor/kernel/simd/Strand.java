package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;

/// The inner loop of weighted sums of rows, four vectors of columns in registers: what a [Tile] is for several rows of
/// coefficients, for one.
///
/// `y[i] = Σₜ a[t] x[at[t] + i]`, one chain of fused steps from +0 for each element, `t` ascending.
final class Strand {
  private static final int COLUMNS = 4 * WIDTH;

  private Strand() {
  }

  /// Computes one row of `n` numbers. The last vector repeats columns of the one before; a row shorter than a vector is
  /// computed number by number.
  ///
  /// @param steps number of steps
  /// @param a coefficients
  /// @param at where the row of each step begins, relative to `xo`
  /// @param first place of the first step in `a` and `at`
  /// @param x rows
  /// @param xo offset added to `at`
  /// @param y result
  /// @param yo offset of its first element
  /// @param n number of columns
  static void run(int steps, float[] a, int[] at, int first, float[] x, int xo, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - COLUMNS; i += COLUMNS) {
      four(y, yo + i, first, first + steps, a, x, xo + i, at);
    }
    for (; i <= n - WIDTH; i += WIDTH) {
      one(y, yo + i, first, first + steps, a, x, xo + i, at);
    }
    if (i < n && n >= WIDTH) {
      one(y, yo + n - WIDTH, first, first + steps, a, x, xo + n - WIDTH, at);
    } else {
      for (; i < n; i++) {
        y[yo + i] = number(first, first + steps, a, x, xo + i, at);
      }
    }
  }

  private static void four(float[] y, int yo, int from, int to, float[] a, float[] x, int xo, int[] at) {
    FloatVector y0 = FloatVector.zero(SPECIES);
    FloatVector y1 = FloatVector.zero(SPECIES);
    FloatVector y2 = FloatVector.zero(SPECIES);
    FloatVector y3 = FloatVector.zero(SPECIES);
    for (int t = from; t < to; t++) {
      FloatVector tap = broadcast(SPECIES, a[t]);
      int row = xo + at[t];
      y0 = tap.fma(fromArray(SPECIES, x, row), y0);
      y1 = tap.fma(fromArray(SPECIES, x, row + WIDTH), y1);
      y2 = tap.fma(fromArray(SPECIES, x, row + 2 * WIDTH), y2);
      y3 = tap.fma(fromArray(SPECIES, x, row + 3 * WIDTH), y3);
    }
    y0.intoArray(y, yo);
    y1.intoArray(y, yo + WIDTH);
    y2.intoArray(y, yo + 2 * WIDTH);
    y3.intoArray(y, yo + 3 * WIDTH);
  }

  private static void one(float[] y, int yo, int from, int to, float[] a, float[] x, int xo, int[] at) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int t = from; t < to; t++) {
      sum = broadcast(SPECIES, a[t]).fma(fromArray(SPECIES, x, xo + at[t]), sum);
    }
    sum.intoArray(y, yo);
  }

  private static float number(int from, int to, float[] a, float[] x, int xo, int[] at) {
    float sum = 0;
    for (int t = from; t < to; t++) {
      sum = Math.fma(a[t], x[xo + at[t]], sum);
    }
    return sum;
  }
}
