package candor.tensor;

import java.lang.reflect.Array;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Numbers in a strided view of a Java array: what operations compute with, without any memory of how they were made.
///
/// Element `(i₀, i₁, …)` lies at `offset + Σ iₖ strideₖ` of the shared array. Views (permute, slice, expand) share it;
/// a stride of 0 repeats. An array is *dense* when its elements fill a contiguous range, in the order of some
/// permutation of its axes, its *physical order*; convolutions, for example, leave their result dense in the order (1,
/// 2, 3, 0), the batch innermost.
///
/// After an in-place update of the storage ([#overwrite]) every earlier view fails with a clear message instead of
/// showing other numbers.
public final class NdArray {
  private final DType dtype;
  private final Shape shape;
  private final int[] strides;
  private final int offset;
  private final Storage storage;
  private final int generation;

  private NdArray(DType dtype, Shape shape, int[] strides, int offset, Storage storage, int generation) {
    this.dtype = dtype;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.storage = storage;
    this.generation = generation;
  }

  Storage storage() {
    return storage;
  }

  /// Zeros in row-major order.
  ///
  /// @param dtype element type
  /// @param shape shape
  /// @return a new array
  public static NdArray zeros(DType dtype, Shape shape) {
    return allocate(dtype, shape, shape.rowMajorStrides(), true);
  }

  /// Zeros whose axes lie in the given physical order.
  ///
  /// @param dtype element type
  /// @param shape shape
  /// @param order axes from the outermost to the innermost
  /// @return a new array
  public static NdArray zeros(DType dtype, Shape shape, int... order) {
    return allocate(dtype, shape, strides(shape, order), true);
  }

  /// Numbers that may be anything and must all be written, in row-major order.
  ///
  /// @param dtype element type
  /// @param shape shape
  /// @return a new array
  public static NdArray empty(DType dtype, Shape shape) {
    return allocate(dtype, shape, shape.rowMajorStrides(), false);
  }

  /// Numbers that may be anything and must all be written; the axes lie in the given physical order.
  ///
  /// @param dtype element type
  /// @param shape shape
  /// @param order axes from the outermost to the innermost
  /// @return a new array
  public static NdArray empty(DType dtype, Shape shape, int... order) {
    return allocate(dtype, shape, strides(shape, order), false);
  }

  private static NdArray allocate(DType dtype, Shape shape, int[] strides, boolean zero) {
    return new NdArray(dtype, shape, strides, dtype.front(), Workspace.allocate(dtype, shape.count(), zero), 0);
  }

  private static int[] strides(Shape shape, int[] order) {
    int[] strides = new int[shape.rank()];
    int step = 1;
    for (int i = order.length - 1; i >= 0; i--) {
      strides[order[i]] = step;
      step *= Math.max(1, shape.size(order[i]));
    }
    return strides;
  }

  /// Wraps a Java array, which is not copied, in row-major order.
  ///
  /// @param array `float[]`, `double[]` or `int[]`
  /// @param shape shape
  /// @return a view of the array
  /// @throws IllegalArgumentException if the array has another type or not as many elements as the shape
  public static NdArray wrap(Object array, Shape shape) {
    DType dtype = DType.of(array);
    int length = Array.getLength(array);
    if (length != shape.count()) {
      throw new IllegalArgumentException(
          "tensor: " + length + " numbers for shape " + shape + ", expected " + shape.count());
    }
    return new NdArray(dtype, shape, shape.rowMajorStrides(), 0, new Storage(array), 0);
  }

  /// Copies a Java array in row-major order, to memory of no workspace.
  static NdArray copyOf(Object array, Shape shape) {
    NdArray source = wrap(array, shape);
    NdArray copy = Workspace.outside(() -> empty(source.dtype, shape));
    System.arraycopy(array, 0, copy.array(), copy.offset, source.count());
    return copy;
  }

  /// Element type.
  ///
  /// @return the type
  public DType dtype() {
    return dtype;
  }

  /// Shape.
  ///
  /// @return the shape
  public Shape shape() {
    return shape;
  }

  /// Number of elements.
  ///
  /// @return the product of the sizes
  public int count() {
    return shape.count();
  }

  /// Index of the first element in the shared Java array.
  ///
  /// @return the offset
  public int offset() {
    return offset;
  }

  /// Distance between neighbours along an axis.
  ///
  /// @param axis axis, counted from 0
  /// @return the stride, 0 where one number is repeated
  public int stride(int axis) {
    return strides[axis];
  }

  /// The shared Java array of an F32 array.
  ///
  /// @return the array itself, not a copy
  /// @throws IllegalStateException if it was overwritten in place since this view was taken
  public float[] f32() {
    return (float[]) array();
  }

  /// The shared Java array of an F64 array.
  ///
  /// @return the array itself, not a copy
  /// @throws IllegalStateException if it was overwritten in place since this view was taken
  public double[] f64() {
    return (double[]) array();
  }

  /// The shared Java array of an I32 array.
  ///
  /// @return the array itself, not a copy
  /// @throws IllegalStateException if it was overwritten in place since this view was taken
  public int[] i32() {
    return (int[]) array();
  }

  Object array() {
    Object array = storage.array();
    if (array == null) {
      throw new IllegalStateException("tensor: shape " + shape
          + " was made in a workspace that has taken its memory back; copy it with Workspace.keep before");
    }
    if (storage.generation() != generation) {
      throw new IllegalStateException("tensor: shape " + shape
          + " was overwritten in place (by an optimiser step?) after it was read; take it, or the gradient graph that holds it, anew");
    }
    return array;
  }

  /// Announces that the shared array is about to be overwritten in place: every view taken before becomes unusable.
  ///
  /// @return the same view of what will be the new numbers
  public NdArray overwrite() {
    array();
    storage.advance();
    return new NdArray(dtype, shape, strides, offset, storage, storage.generation());
  }

  private NdArray view(Shape newShape, int[] newStrides, int newOffset) {
    return new NdArray(dtype, newShape, newStrides, newOffset, storage, generation);
  }

  /// The same numbers with the axes in another order.
  ///
  /// @param axes old axis of every new axis
  /// @return a view
  public NdArray permute(int... axes) {
    int[] sizes = new int[axes.length];
    int[] steps = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      sizes[i] = shape.size(axes[i]);
      steps[i] = strides[axes[i]];
    }
    return view(Shape.of(sizes), steps, offset);
  }

  /// Every `step`-th index along every axis, from `start`; a negative step walks backwards.
  ///
  /// @param start first index along every axis
  /// @param step distance between indices along every axis, not 0
  /// @param result shape of the view
  /// @return a view
  public NdArray slice(int[] start, int[] step, Shape result) {
    int[] steps = new int[strides.length];
    int first = offset;
    for (int i = 0; i < steps.length; i++) {
      steps[i] = strides[i] * step[i];
      first += result.count() == 0 ? 0 : strides[i] * start[i];
    }
    return view(result, steps, first);
  }

  /// What lies at one index along the first axis.
  ///
  /// @param index index, at least 0 and less than the size
  /// @return a view without that axis
  public NdArray first(int index) {
    int[] sizes = shape.toArray();
    return view(Shape.of(Arrays.copyOfRange(sizes, 1, sizes.length)), Arrays.copyOfRange(strides, 1, strides.length),
        offset + index * strides[0]);
  }

  /// Repeats axes of size 1, and new leading axes, without copying.
  ///
  /// @param target shape to which this one can be broadcast
  /// @return a view, with stride 0 along repeated axes
  public NdArray expand(Shape target) {
    int[] steps = new int[target.rank()];
    int lead = target.rank() - shape.rank();
    for (int i = 0; i < shape.rank(); i++) {
      steps[lead + i] = shape.size(i) == target.size(lead + i) ? strides[i] : 0;
    }
    return view(target, steps, offset);
  }

  /// The same numbers, in row-major reading order, under another shape.
  ///
  /// @param target shape with as many elements
  /// @return a view where the strides allow one, else a copy
  public NdArray reshape(Shape target) {
    int[] steps = Views.reshape(shape, strides, target);
    return steps == null ? rowMajor().reshape(target) : view(target, steps, offset);
  }

  /// Whether the elements fill a contiguous range in some order of the axes.
  ///
  /// @return true when dense
  public boolean isDense() {
    return isDenseIn(order());
  }

  /// Whether the elements fill a contiguous range in the given physical order.
  ///
  /// @param order axes from the outermost to the innermost
  /// @return true when dense in that order
  public boolean isDenseIn(int... order) {
    int expected = 1;
    for (int i = order.length - 1; i >= 0; i--) {
      int size = shape.size(order[i]);
      if (size != 1) {
        if (strides[order[i]] != expected) {
          return count() == 0;
        }
        expected *= size;
      }
    }
    return true;
  }

  /// The axes from the outermost to the innermost in memory: by falling stride; repeated axes and axes of size 1 keep
  /// their logical place as well as can be.
  ///
  /// @return a permutation of the axes
  public int[] order() {
    return Views.order(shape, strides);
  }

  /// The same numbers, dense in whatever physical order they have.
  ///
  /// @return this if dense, else a copy that keeps the order of the axes
  public NdArray dense() {
    return inOrder(order());
  }

  /// The same numbers, dense in row-major order.
  ///
  /// @return this if it is, else a copy
  public NdArray rowMajor() {
    int[] order = new int[shape.rank()];
    Arrays.setAll(order, i -> i);
    return inOrder(order);
  }

  /// The same numbers, dense in the given physical order.
  ///
  /// @param order axes from the outermost to the innermost
  /// @return this if it is, else a copy
  public NdArray inOrder(int... order) {
    return isDenseIn(order) ? this : copyInOrder(order);
  }

  /// A copy, dense in the given physical order.
  ///
  /// @param order axes from the outermost to the innermost
  /// @return a new array
  public NdArray copyInOrder(int... order) {
    NdArray copy = empty(dtype, shape, order);
    copy.assign(this);
    return copy;
  }

  /// Copies the numbers of another array of the same type and shape into this one, which must be newly made and not yet
  /// shared.
  ///
  /// @param source where the numbers come from
  public void assign(NdArray source) {
    StridedCopy.copy(source, this);
  }

  /// The numbers in row-major order as a new Java array.
  ///
  /// @return `float[]`, `double[]` or `int[]`
  public Object toJavaArray() {
    NdArray flat = rowMajor();
    Object result = dtype.array(count());
    System.arraycopy(flat.array(), flat.offset, result, 0, count());
    return result;
  }

  /// One number, converted to `double`.
  ///
  /// @param index index along every axis
  /// @return the number
  public double at(int... index) {
    int at = offset;
    for (int i = 0; i < strides.length; i++) {
      at += index[i] * strides[i];
    }
    return switch (array()) {
      case float[] f -> f[at];
      case double[] d -> d[at];
      case int[] n -> n[at];
      default -> throw new AssertionError(dtype);
    };
  }

  /// Fills a newly made, dense array with one number.
  ///
  /// @param value the number
  /// @return this
  public NdArray fill(double value) {
    switch (array()) {
      case float[] f -> Arrays.fill(f, offset, offset + count(), (float) value);
      case double[] d -> Arrays.fill(d, offset, offset + count(), value);
      case int[] n -> Arrays.fill(n, offset, offset + count(), (int) value);
      default -> throw new AssertionError(dtype);
    }
    return this;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return Printer.print(this);
  }
}
