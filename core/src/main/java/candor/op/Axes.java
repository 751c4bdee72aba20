package candor.op;

import candor.tensor.Shape;
import java.util.Arrays;

/// Checks and counts axis arguments.
public final class Axes {
  private Axes() {
  }

  /// Counts possibly negative axes from 0, in ascending order; no axes means all of them.
  ///
  /// @param operation name of the operation, for messages
  /// @param shape shape whose axes are meant
  /// @param axes axes, negative from the end
  /// @return ascending axes
  /// @throws IllegalArgumentException if an axis is named twice
  /// @throws IndexOutOfBoundsException if there is no such axis
  public static int[] of(String operation, Shape shape, int... axes) {
    if (axes.length == 0) {
      int[] all = new int[shape.rank()];
      Arrays.setAll(all, i -> i);
      return all;
    }
    int[] result = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      result[i] = shape.axis(operation, axes[i]);
    }
    Arrays.sort(result);
    for (int i = 1; i < result.length; i++) {
      if (result[i] == result[i - 1]) {
        throw new IllegalArgumentException(operation + ": an axis is named twice in " + Arrays.toString(axes));
      }
    }
    return result;
  }

  /// The shape that a reduction over the axes leaves.
  ///
  /// @param shape shape before
  /// @param axes ascending axes counted from 0
  /// @return shape without them
  public static Shape removed(Shape shape, int... axes) {
    int[] sizes = new int[shape.rank() - axes.length];
    int gone = 0;
    for (int i = 0; i < shape.rank(); i++) {
      if (gone < axes.length && axes[gone] == i) {
        gone++;
      } else {
        sizes[i - gone] = shape.size(i);
      }
    }
    return Shape.of(sizes);
  }
}
