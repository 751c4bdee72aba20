package candor.kernel;

import java.util.Arrays;

/// Softmax and its logarithm along rows of numbers, made of element-wise loops and reductions and so, with theirs, fast.
///
/// With `m = max x + 0`, so that it is never −0, and `dᵢ = xᵢ − m`, softmax is `e^dᵢ · (1 / Σⱼ e^dⱼ)`, one division a row,
/// and its logarithm `dᵢ − ln Σⱼ e^dⱼ`. The sum has the virtual lanes and the tree of [Reduction#sum], wherever the row
/// lies in memory, so a sample's numbers do not depend on the layout, nor on the batch it comes in.
///
/// Rows that lie next to each other, number by number, are handled together, and so are short rows after a
/// transposition; long contiguous rows one by one.
public class Softmax {
  /// Rows that are handled together.
  private static final int STRIP = 64;
  /// Length from which contiguous rows are handled one by one.
  protected static final int LONG = 64;

  private final Elementwise elementwise;
  private final Reduction reduction;
  /// Room that a thread uses again.
  private final ThreadLocal<float[]> buffers = ThreadLocal.withInitial(() -> new float[0]);

  /// What is computed.
  public enum Form {
    /// `e^dᵢ · (1 / Σⱼ e^dⱼ)`.
    SOFTMAX,
    /// `dᵢ − ln Σⱼ e^dⱼ`.
    LOG_SOFTMAX
  }

  /// Makes the loops.
  ///
  /// @param elementwise element-wise loops
  /// @param reduction sums and extremes
  public Softmax(Elementwise elementwise, Reduction reduction) {
    this.elementwise = elementwise;
    this.reduction = reduction;
  }

  /// Rows of a block: number `i` of row `r` lies at `r · row + i · step`, in the input and in the output.
  ///
  /// @param form what is computed
  /// @param rows number of rows
  /// @param row distance between rows; 1 where they lie next to each other
  /// @param n numbers of a row, at least 1
  /// @param step distance between them; 1 where a row is contiguous
  /// @param x input
  /// @param xo offset of its first number
  /// @param y output
  /// @param yo offset of its first number
  public void apply(Form form, int rows, int row, int n, int step, float[] x, int xo, float[] y, int yo) {
    if (step == 1 && n >= LONG) {
      contiguous(form, rows, row, n, x, xo, y, yo);
      return;
    }
    int lanes = Math.min(n, Reduction.LANES);
    float[] buffer = buffer((2 * n + lanes + 1) * Math.min(STRIP, rows));
    int copy = (n + lanes + 1) * Math.min(STRIP, rows);
    for (int r = 0; r < rows; r += STRIP) {
      int width = Math.min(STRIP, rows - r);
      int in = xo + r * row;
      int out = yo + r * row;
      if (row == 1) {
        strip(form, n, width, x, in, step, y, out, step, buffer);
      } else {
        transpose(width, n, x, in, row, step, buffer, copy, 1, width);
        strip(form, n, width, buffer, copy, width, buffer, copy, width, buffer);
        transpose(width, n, buffer, copy, 1, width, y, out, row, step);
      }
    }
  }

  /// Room that the thread uses again.
  ///
  /// @param size numbers
  /// @return at least so many
  protected final float[] buffer(int size) {
    float[] buffer = buffers.get();
    if (buffer.length < size) {
      buffer = new float[size];
      buffers.set(buffer);
    }
    return buffer;
  }

  /// Contiguous rows.
  ///
  /// @param form what is computed
  /// @param rows number of rows
  /// @param row distance between rows
  /// @param n numbers of a row, at least [#LONG]
  /// @param x input
  /// @param xo offset of its first number
  /// @param y output
  /// @param yo offset of its first number
  protected void contiguous(Form form, int rows, int row, int n, float[] x, int xo, float[] y, int yo) {
    float[] buffer = buffer(n + 1);
    for (int r = 0; r < rows; r++) {
      int in = xo + r * row;
      int out = yo + r * row;
      buffer[n] = reduction.max(x, in, n) + 0;
      elementwise.zip(BinaryFn.SUB, x, in, 1, buffer, n, 0, y, out, n);
      elementwise.map(UnaryFn.EXP, y, out, buffer, 0, n);
      float sum = reduction.sum(buffer, 0, n);
      if (form == Form.SOFTMAX) {
        buffer[n] = 1 / sum;
        elementwise.zip(BinaryFn.MUL, buffer, 0, 1, buffer, n, 0, y, out, n);
      } else {
        buffer[n] = F32Math.log(sum);
        elementwise.zip(BinaryFn.SUB, y, out, 1, buffer, n, 0, y, out, n);
      }
    }
  }

  /// Rows that lie next to each other. The buffer holds their exponentials, then the lanes of their sums, then one
  /// number of each.
  private void strip(Form form, int n, int width, float[] x, int xo, int xs, float[] y, int yo, int ys,
      float[] buffer) {
    int lanes = n * width;
    int one = lanes + Math.min(n, Reduction.LANES) * width;
    reduction.maxColumns(x, xo, n, xs, width, buffer, one);
    for (int r = one; r < one + width; r++) {
      buffer[r] += 0;
    }
    for (int i = 0; i < n; i++) {
      elementwise.zip(BinaryFn.SUB, x, xo + i * xs, 1, buffer, one, 1, y, yo + i * ys, width);
      System.arraycopy(y, yo + i * ys, buffer, i * width, width);
    }
    elementwise.map(UnaryFn.EXP, buffer, 0, buffer, 0, lanes);
    sum(n, width, buffer, lanes);
    // So few that vectors do not pay, least of all before they are compiled.
    for (int r = lanes; r < lanes + width; r++) {
      buffer[r] = form == Form.SOFTMAX ? 1 / buffer[r] : F32Math.log(buffer[r]);
    }
    for (int i = 0; i < n; i++) {
      if (form == Form.SOFTMAX) {
        elementwise.zip(BinaryFn.MUL, buffer, i * width, 1, buffer, lanes, 1, y, yo + i * ys, width);
      } else {
        elementwise.zip(BinaryFn.SUB, y, yo + i * ys, 1, buffer, lanes, 1, y, yo + i * ys, width);
      }
    }
  }

  /// The sums of [Reduction#sum] for all rows of a strip, at `lanes`. Lanes that hold nothing are left out: adding +0
  /// changes no sum of exponentials.
  private void sum(int n, int width, float[] e, int lanes) {
    int first = Math.min(n, Reduction.LANES);
    System.arraycopy(e, 0, e, lanes, first * width);
    for (int i = Reduction.LANES; i < n; i += Reduction.LANES) {
      int count = Math.min(Reduction.LANES, n - i) * width;
      elementwise.zip(BinaryFn.ADD, e, lanes, 1, e, i * width, 1, e, lanes, count);
    }
    for (int half = Reduction.LANES / 2; half > 0; half /= 2) {
      if (first > half) {
        int count = (first - half) * width;
        elementwise.zip(BinaryFn.ADD, e, lanes, 1, e, lanes + half * width, 1, e, lanes, count);
        first = half;
      }
    }
  }

  private static void transpose(int rows, int n, float[] x, int xo, int xr, int xs, float[] y, int yo, int yr,
      int ys) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < n; i++) {
        y[yo + r * yr + i * ys] = x[xo + r * xr + i * xs];
      }
    }
  }

  /// As the F32 method, row by row.
  ///
  /// @param form what is computed
  /// @param rows number of rows
  /// @param row distance between rows
  /// @param n numbers of a row, at least 1
  /// @param step distance between them
  /// @param x input
  /// @param xo offset of its first number
  /// @param y output
  /// @param yo offset of its first number
  public void apply(Form form, int rows, int row, int n, int step, double[] x, int xo, double[] y, int yo) {
    double[] d = new double[n];
    double[] e = new double[n];
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < n; i++) {
        d[i] = x[xo + r * row + i * step];
      }
      double max = reduction.max(d, 0, n) + 0;
      Arrays.setAll(d, i -> d[i] - max);
      elementwise.map(UnaryFn.EXP, d, 0, e, 0, n);
      double sum = reduction.sum(e, 0, n);
      double scale = 1 / sum;
      double log = StrictMath.log(sum);
      for (int i = 0; i < n; i++) {
        y[yo + r * row + i * step] = form == Form.SOFTMAX ? e[i] * scale : d[i] - log;
      }
    }
  }
}
