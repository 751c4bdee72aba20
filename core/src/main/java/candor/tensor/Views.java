package candor.tensor;

import org.jspecify.annotations.Nullable;

/// The arithmetic of strides.
final class Views {
  private Views() {
  }

  /// Axes by falling stride. A repeated axis, or one of size 1, has no place of its own in memory: it takes the stride
  /// it would have next to its inner neighbour.
  static int[] order(Shape shape, int[] strides) {
    int[] key = new int[strides.length];
    int inner = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      boolean placed = shape.size(i) > 1 && strides[i] != 0;
      key[i] = placed ? Math.abs(strides[i]) : inner;
      inner = placed ? key[i] * shape.size(i) : inner;
    }
    // Insertion keeps the order of equals, and most arrays are in order already.
    int[] order = new int[strides.length];
    for (int i = 0; i < order.length; i++) {
      int at = i;
      while (at > 0 && key[order[at - 1]] < key[i]) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = i;
    }
    return order;
  }

  /// Strides under which the elements, read in row-major order, appear under another shape, or null when no strides do
  /// that.
  ///
  /// Both shapes are cut into the shortest leading runs of axes with equal numbers of elements; an old run must be
  /// walkable with one stride.
  static int @Nullable [] reshape(Shape from, int[] strides, Shape to) {
    if (from.count() == 0) {
      return to.rowMajorStrides();
    }
    int[] axes = new int[from.rank()];
    int count = 0;
    for (int i = 0; i < axes.length; i++) {
      if (from.size(i) != 1) {
        axes[count++] = i;
      }
    }
    int[] result = new int[to.rank()];
    int oldFrom = 0;
    int newFrom = 0;
    while (oldFrom < count) {
      int oldTo = oldFrom + 1;
      int newTo = newFrom + 1;
      int oldCount = from.size(axes[oldFrom]);
      int newCount = to.size(newFrom);
      while (oldCount != newCount) {
        if (newCount < oldCount) {
          newCount *= to.size(newTo++);
        } else {
          oldCount *= from.size(axes[oldTo++]);
        }
      }
      for (int i = oldFrom; i < oldTo - 1; i++) {
        if (strides[axes[i]] != from.size(axes[i + 1]) * strides[axes[i + 1]]) {
          return null;
        }
      }
      int step = strides[axes[oldTo - 1]];
      for (int i = newTo - 1; i >= newFrom; i--) {
        result[i] = step;
        step *= to.size(i);
      }
      oldFrom = oldTo;
      newFrom = newTo;
    }
    return result;
  }
}
