package candor.tensor;

import java.util.Arrays;

/// The sizes of a tensor's axes; rank 0 is a scalar with one element, and any size may be 0. Immutable.
///
/// Axes are counted from 0; a negative axis counts from the end, −1 being the last.
public final class Shape {
  /// The shape `[]` of a scalar.
  public static final Shape SCALAR = new Shape(new int[0]);

  private final int[] sizes;
  private final int count;

  private Shape(int[] sizes) {
    this.sizes = sizes;
    long product = 1;
    for (int size : sizes) {
      if (size < 0) {
        throw new IllegalArgumentException(
            "shape: size " + size + " in " + Arrays.toString(sizes) + ", expected 0 or more");
      }
      // Saturates, so that a later size of 0 still makes the shape empty.
      product = Math.min(product * size, 1L << 31);
    }
    if (product > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("shape: " + Arrays.toString(sizes) + " has more than 2^31 - 1 elements");
    }
    this.count = (int) product;
  }

  /// Makes a shape.
  ///
  /// @param sizes size of every axis, each at least 0
  /// @return the shape
  /// @throws IllegalArgumentException if a size is negative or there are more than 2³¹ − 1 elements
  public static Shape of(int... sizes) {
    return sizes.length == 0 ? SCALAR : new Shape(sizes.clone());
  }

  /// Number of axes.
  ///
  /// @return the rank
  public int rank() {
    return sizes.length;
  }

  /// Size of one axis.
  ///
  /// @param axis axis, negative from the end
  /// @return its size
  /// @throws IndexOutOfBoundsException if there is no such axis
  public int size(int axis) {
    return sizes[axis("shape", axis)];
  }

  /// Number of elements, the product of the sizes; 1 for a scalar.
  ///
  /// @return number of elements
  public int count() {
    return count;
  }

  /// The sizes as a new array.
  ///
  /// @return the sizes
  public int[] toArray() {
    return sizes.clone();
  }

  /// Counts a possibly negative axis from 0.
  ///
  /// @param operation name of the operation, for the message
  /// @param axis axis, negative from the end
  /// @return the axis in `[0, rank)`
  /// @throws IndexOutOfBoundsException if there is no such axis
  public int axis(String operation, int axis) {
    int result = axis < 0 ? axis + sizes.length : axis;
    if (result < 0 || result >= sizes.length) {
      throw new IndexOutOfBoundsException(operation + ": axis " + axis + " of a tensor of shape " + this + ", expected "
          + (sizes.length == 0 ? "none" : -sizes.length + " to " + (sizes.length - 1)));
    }
    return result;
  }

  /// The same shape with one size replaced.
  ///
  /// @param axis axis, negative from the end
  /// @param size its new size
  /// @return the new shape
  public Shape with(int axis, int size) {
    int[] result = sizes.clone();
    result[axis("shape", axis)] = size;
    return new Shape(result);
  }

  /// The same shape with some sizes replaced by 1, as a reduction that keeps its axes leaves it.
  ///
  /// @param axes axes, counted from 0
  /// @return the new shape
  public Shape collapsed(int... axes) {
    int[] result = sizes.clone();
    for (int axis : axes) {
      result[axis] = 1;
    }
    return new Shape(result);
  }

  /// The same shape without one axis.
  ///
  /// @param axis axis, negative from the end
  /// @return the new shape
  public Shape without(int axis) {
    int drop = axis("shape", axis);
    int[] result = new int[sizes.length - 1];
    System.arraycopy(sizes, 0, result, 0, drop);
    System.arraycopy(sizes, drop + 1, result, drop, result.length - drop);
    return new Shape(result);
  }

  /// The shape to which two operands are broadcast by NumPy's rule: aligned at the last axis, sizes must be equal or
  /// one of them 1.
  ///
  /// @param operation name of the operation, for the message
  /// @param a first shape
  /// @param b second shape
  /// @return the common shape
  /// @throws IllegalArgumentException if the shapes do not fit
  public static Shape broadcast(String operation, Shape a, Shape b) {
    if (a.equals(b)) {
      return a;
    }
    int rank = Math.max(a.rank(), b.rank());
    int[] result = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int left = i <= a.rank() ? a.size(-i) : 1;
      int right = i <= b.rank() ? b.size(-i) : 1;
      if (left != right && left != 1 && right != 1) {
        throw new IllegalArgumentException(operation + ": shapes " + a + " and " + b
            + " cannot be broadcast together: axis " + (-i) + " has sizes " + left + " and " + right);
      }
      result[rank - i] = left == 1 ? right : left;
    }
    return new Shape(result);
  }

  /// Distances between neighbours along every axis when elements lie in row-major order.
  int[] rowMajorStrides() {
    int[] strides = new int[sizes.length];
    int step = 1;
    for (int i = sizes.length - 1; i >= 0; i--) {
      strides[i] = step;
      step *= Math.max(1, sizes[i]);
    }
    return strides;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /// The sizes in brackets, as in `[64,3,28,28]`.
  @Override
  public String toString() {
    return Arrays.toString(sizes).replace(" ", "");
  }
}
