package candor.tensor;

import java.util.Arrays;

/// Copies between strided views of equal shape and type.
///
/// The innermost loop runs along the target's innermost axis. Where the source is contiguous along another axis
/// instead, as in a transposition, the two axes are walked in square tiles, so that both sides use whole cache lines.
final class StridedCopy {
  private static final int TILE = 16;

  private final NdArray source;
  private final NdArray target;
  /// Axes of more than one element, from the target's outermost to its innermost; the last two are the tiled ones.
  private final int[] axes;

  private StridedCopy(NdArray source, NdArray target) {
    this.source = source;
    this.target = target;
    this.axes = axes();
  }

  static void copy(NdArray source, NdArray target) {
    if (target.count() > 0) {
      new StridedCopy(source, target).run();
    }
  }

  /// Threads share the outermost axis, in whole tiles if it has such.
  private void run() {
    int outermost = size(0);
    int unit = axes.length == 2 ? TILE : 1;
    int units = Math.ceilDiv(outermost, unit);
    Backend.current().forEach(units, target.count() / units,
        (from, to) -> run(0, unit * from, Math.min(outermost, unit * to), source.offset(), target.offset()));
  }

  /// Size of an axis, 1 where there is none.
  private int size(int depth) {
    return depth < axes.length ? target.shape().size(axes[depth]) : 1;
  }

  private int[] axes() {
    int[] order = target.order();
    int count = 0;
    for (int axis : order) {
      if (target.shape().size(axis) > 1) {
        order[count++] = axis;
      }
    }
    order = Arrays.copyOf(order, count);
    int last = order.length - 1;
    for (int i = 0; i < last; i++) {
      if (source.stride(order[last]) != 1 && source.stride(order[i]) == 1) {
        int axis = order[i];
        System.arraycopy(order, i + 1, order, i, last - 1 - i);
        order[last - 1] = axis;
        break;
      }
    }
    return order;
  }

  /// The positions `first … end − 1` of an axis, and all of the axes inside.
  private void run(int depth, int first, int end, int from, int to) {
    int left = axes.length - depth;
    if (left > 2) {
      int axis = axes[depth];
      for (int i = first; i < end; i++) {
        run(depth + 1, 0, size(depth + 1), from + i * source.stride(axis), to + i * target.stride(axis));
      }
    } else if (left == 2) {
      int axis = axes[depth];
      tiles(end - first, axes[depth + 1], from + first * source.stride(axis), to + first * target.stride(axis), axis);
    } else {
      int fromStep = left == 0 ? 1 : source.stride(axes[depth]);
      int toStep = left == 0 ? 1 : target.stride(axes[depth]);
      row(from + first * fromStep, fromStep, to + first * toStep, toStep, end - first);
    }
  }

  private void tiles(int rows, int inner, int from, int to, int outer) {
    int columns = target.shape().size(inner);
    if (source.stride(outer) == 1 && target.stride(inner) == 1 && target.dtype() == DType.F32) {
      transpose(rows, columns, source.f32(), from, source.stride(inner), target.f32(), to, target.stride(outer));
      return;
    }
    int width = source.stride(inner) == 1 ? columns : TILE;
    for (int r = 0; r < rows; r += TILE) {
      for (int c = 0; c < columns; c += width) {
        for (int i = r; i < Math.min(rows, r + TILE); i++) {
          row(from + i * source.stride(outer) + c * source.stride(inner), source.stride(inner),
              to + i * target.stride(outer) + c * target.stride(inner), target.stride(inner),
              Math.min(width, columns - c));
        }
      }
    }
  }

  /// `y[r, c] = x[c, r]`, in tiles of a cache line of each.
  private static void transpose(int rows, int columns, float[] x, int from, int xs, float[] y, int to, int ys) {
    int across = columns / TILE * TILE;
    for (int r = 0; r < rows; r += TILE) {
      int height = Math.min(TILE, rows - r);
      for (int c = 0; c < across; c += TILE) {
        tile(height, x, from + c * xs + r, xs, y, to + r * ys + c, ys);
      }
      for (int i = r; i < r + height; i++) {
        row(x, from + across * xs + i, xs, y, to + i * ys + across, 1, columns - across);
      }
    }
  }

  /// [#TILE] numbers a row, written out: a loop over so few costs more than the numbers.
  private static void tile(int rows, float[] x, int from, int xs, float[] y, int to, int ys) {
    for (int i = 0; i < rows; i++) {
      int f = from + i;
      int t = to + i * ys;
      y[t] = x[f];
      y[t + 1] = x[f + xs];
      y[t + 2] = x[f + 2 * xs];
      y[t + 3] = x[f + 3 * xs];
      y[t + 4] = x[f + 4 * xs];
      y[t + 5] = x[f + 5 * xs];
      y[t + 6] = x[f + 6 * xs];
      y[t + 7] = x[f + 7 * xs];
      y[t + 8] = x[f + 8 * xs];
      y[t + 9] = x[f + 9 * xs];
      y[t + 10] = x[f + 10 * xs];
      y[t + 11] = x[f + 11 * xs];
      y[t + 12] = x[f + 12 * xs];
      y[t + 13] = x[f + 13 * xs];
      y[t + 14] = x[f + 14 * xs];
      y[t + 15] = x[f + 15 * xs];
    }
  }

  private void row(int from, int fromStep, int to, int toStep, int n) {
    switch (target.dtype()) {
      case F32 -> row(source.f32(), from, fromStep, target.f32(), to, toStep, n);
      case F64 -> row(source.f64(), from, fromStep, target.f64(), to, toStep, n);
      case I32 -> row(source.i32(), from, fromStep, target.i32(), to, toStep, n);
    }
  }

  private static void row(float[] x, int from, int fromStep, float[] y, int to, int toStep, int n) {
    if (fromStep == 1 && toStep == 1) {
      System.arraycopy(x, from, y, to, n);
    } else {
      for (int i = 0; i < n; i++) {
        y[to + i * toStep] = x[from + i * fromStep];
      }
    }
  }

  private static void row(double[] x, int from, int fromStep, double[] y, int to, int toStep, int n) {
    if (fromStep == 1 && toStep == 1) {
      System.arraycopy(x, from, y, to, n);
    } else {
      for (int i = 0; i < n; i++) {
        y[to + i * toStep] = x[from + i * fromStep];
      }
    }
  }

  private static void row(int[] x, int from, int fromStep, int[] y, int to, int toStep, int n) {
    if (fromStep == 1 && toStep == 1) {
      System.arraycopy(x, from, y, to, n);
    } else {
      for (int i = 0; i < n; i++) {
        y[to + i * toStep] = x[from + i * fromStep];
      }
    }
  }
}
