package candor.tensor;

import candor.autograd.Node;
import candor.op.Choice;
import candor.op.Shaping;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An immutable multi-dimensional array of numbers that can be differentiated.
///
/// A tensor computed from a [variable][#variable] remembers how ([#node]), so that [Autograd][candor.autograd.Autograd]
/// can walk back; any other tensor is a constant. Operations never change their inputs. They are grouped by family in
/// the interfaces that this class implements.
///
/// ```java
/// Tensor w = Tensor.of(new float[] {1, 2}, 2).variable();
/// Tensor y = w.square().sum();
/// Tensor gradient = Autograd.grad(y, w); // [2, 4]
/// ```
public final class Tensor implements Arithmetics, Functions, Combining, Arranging, Products, Normalising, Recurring {
  private final NdArray array;
  private final @Nullable Node node;

  /// Joins numbers and their history; for operations and the engine.
  ///
  /// @param array numbers
  /// @param node history, null for a constant
  public Tensor(NdArray array, @Nullable Node node) {
    this.array = array;
    this.node = node;
  }

  /// A constant that shares the numbers of an array.
  ///
  /// @param array numbers
  /// @return the tensor
  public static Tensor of(NdArray array) {
    return new Tensor(array, null);
  }

  /// An F32 constant that copies a Java array in row-major order.
  ///
  /// @param values numbers
  /// @param sizes shape
  /// @return the tensor
  /// @throws IllegalArgumentException if the shape has another number of elements
  public static Tensor of(float[] values, int... sizes) {
    return of(NdArray.copyOf(values, Shape.of(sizes)));
  }

  /// An F64 constant that copies a Java array in row-major order.
  ///
  /// @param values numbers
  /// @param sizes shape
  /// @return the tensor
  /// @throws IllegalArgumentException if the shape has another number of elements
  public static Tensor of(double[] values, int... sizes) {
    return of(NdArray.copyOf(values, Shape.of(sizes)));
  }

  /// An I32 constant that copies a Java array in row-major order.
  ///
  /// @param values numbers
  /// @param sizes shape
  /// @return the tensor
  /// @throws IllegalArgumentException if the shape has another number of elements
  public static Tensor of(int[] values, int... sizes) {
    return of(NdArray.copyOf(values, Shape.of(sizes)));
  }

  /// An F32 constant that copies the remaining numbers of a buffer, whose position stays.
  ///
  /// @param values numbers
  /// @param sizes shape
  /// @return the tensor
  /// @throws IllegalArgumentException if the shape has another number of elements
  public static Tensor of(FloatBuffer values, int... sizes) {
    float[] copy = new float[values.remaining()];
    values.duplicate().get(copy);
    return of(NdArray.copyOf(copy, Shape.of(sizes)));
  }

  /// A constant of rank 0.
  ///
  /// @param dtype element type
  /// @param value its number
  /// @return the tensor
  public static Tensor scalar(DType dtype, double value) {
    return of(NdArray.empty(dtype, Shape.SCALAR).fill(value));
  }

  /// A constant of equal numbers.
  ///
  /// @param dtype element type
  /// @param value the number
  /// @param sizes shape
  /// @return the tensor
  public static Tensor full(DType dtype, double value, int... sizes) {
    return of(NdArray.empty(dtype, Shape.of(sizes)).fill(value));
  }

  /// A constant of zeros.
  ///
  /// @param dtype element type
  /// @param sizes shape
  /// @return the tensor
  public static Tensor zeros(DType dtype, int... sizes) {
    return of(NdArray.zeros(dtype, Shape.of(sizes)));
  }

  /// A constant of ones.
  ///
  /// @param dtype element type
  /// @param sizes shape
  /// @return the tensor
  public static Tensor ones(DType dtype, int... sizes) {
    return full(dtype, 1, sizes);
  }

  /// The numbers `0, 1, … n − 1`.
  ///
  /// @param dtype element type
  /// @param n how many
  /// @return the tensor, of rank 1
  /// @throws IllegalArgumentException if `n` is negative
  public static Tensor range(DType dtype, int n) {
    if (n < 0) {
      throw new IllegalArgumentException("range: " + n + " numbers, expected 0 or more");
    }
    int[] values = new int[n];
    for (int i = 0; i < n; i++) {
      values[i] = i;
    }
    return of(values, n).to(dtype);
  }

  /// `condition ≠ 0 ? a : b`, broadcast.
  ///
  /// @param condition what decides
  /// @param a where it is not 0
  /// @param b where it is 0
  /// @return new tensor of the common shape
  /// @throws IllegalArgumentException if shapes cannot be broadcast together, or types differ
  public static Tensor where(Tensor condition, Tensor a, Tensor b) {
    return Node.apply(new Choice.Where(), condition, a, b);
  }

  /// Tensors joined along an axis.
  ///
  /// @param axis axis, negative from the end
  /// @param parts at least one tensor; sizes agree except along the axis
  /// @return new tensor
  /// @throws IllegalArgumentException if there is none, or they do not fit
  public static Tensor concat(int axis, List<Tensor> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("concat: no tensors");
    }
    return Node.apply(new Shaping.Concat(parts.getFirst().shape().axis("concat", axis)), parts.toArray(new Tensor[0]));
  }

  /// Tensors of one shape joined along a new axis.
  ///
  /// @param axis place of the new axis, negative from the end of the result
  /// @param parts at least one tensor
  /// @return new tensor
  /// @throws IllegalArgumentException if there is none, or the shapes differ
  public static Tensor stack(int axis, List<Tensor> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("stack: no tensors");
    }
    for (Tensor part : parts) {
      if (!part.shape().equals(parts.getFirst().shape())) {
        throw new IllegalArgumentException(
            "stack: shapes " + parts.getFirst().shape() + " and " + part.shape() + ", expected one shape");
      }
    }
    return concat(axis, parts.stream().map(x -> x.unsqueeze(axis)).toList());
  }

  /// A variable with these numbers: what gradients can be taken for.
  ///
  /// @return a tensor that shares the numbers and starts a new history
  /// @throws IllegalArgumentException if this is an I32 tensor
  public Tensor variable() {
    if (!dtype().isFloating()) {
      throw new IllegalArgumentException("variable: " + dtype() + shape() + " has no gradient, expected f32 or f64");
    }
    return new Tensor(array, Node.variable());
  }

  /// A constant with these numbers.
  ///
  /// @return a tensor that shares the numbers without the history
  public Tensor detach() {
    return node == null ? this : new Tensor(array, null);
  }

  /// The same numbers in another type; from floating point to I32 the fraction is cut off.
  ///
  /// @param dtype new type
  /// @return this if it has the type, else a new tensor
  public Tensor to(DType dtype) {
    return dtype == dtype() ? this : Node.apply(new Shaping.Cast(dtype), this);
  }

  /// The numbers.
  ///
  /// @return the strided array, shared
  public NdArray array() {
    return array;
  }

  /// The history.
  ///
  /// @return null for a constant
  public @Nullable Node node() {
    return node;
  }

  /// Element type.
  ///
  /// @return the type
  public DType dtype() {
    return array.dtype();
  }

  /// Shape.
  ///
  /// @return the shape
  public Shape shape() {
    return array.shape();
  }

  /// Number of elements.
  ///
  /// @return the product of the sizes
  public int count() {
    return array.count();
  }

  /// The only number of a tensor with one element.
  ///
  /// @return the number
  /// @throws IllegalStateException if there is not exactly one element
  public double item() {
    if (count() != 1) {
      throw new IllegalStateException("item: the tensor has shape " + shape() + ", expected one element");
    }
    return array.at(new int[shape().rank()]);
  }

  /// One number.
  ///
  /// @param index index along every axis
  /// @return the number
  /// @throws IndexOutOfBoundsException if the index does not lie in the shape
  public double at(int... index) {
    boolean inside = index.length == shape().rank();
    for (int i = 0; inside && i < index.length; i++) {
      inside = index[i] >= 0 && index[i] < shape().size(i);
    }
    if (!inside) {
      throw new IndexOutOfBoundsException(
          "at: no element " + Arrays.toString(index).replace(" ", "") + " in a tensor of shape " + shape());
    }
    return array.at(index);
  }

  /// The numbers of an F32 tensor in row-major order.
  ///
  /// @return new array
  /// @throws IllegalStateException if the type is another
  public float[] toFloats() {
    return (float[]) javaArray(DType.F32);
  }

  /// The numbers of an F64 tensor in row-major order.
  ///
  /// @return new array
  /// @throws IllegalStateException if the type is another
  public double[] toDoubles() {
    return (double[]) javaArray(DType.F64);
  }

  /// The numbers of an I32 tensor in row-major order.
  ///
  /// @return new array
  /// @throws IllegalStateException if the type is another
  public int[] toInts() {
    return (int[]) javaArray(DType.I32);
  }

  /// The numbers of an F32 tensor in row-major order.
  ///
  /// @return new buffer, ready to be read
  /// @throws IllegalStateException if the type is another
  public FloatBuffer toFloatBuffer() {
    return FloatBuffer.wrap(toFloats());
  }

  private Object javaArray(DType expected) {
    if (dtype() != expected) {
      throw new IllegalStateException(
          "tensor: has type " + dtype() + ", asked for " + expected + "; convert with to(...)");
    }
    return array.toJavaArray();
  }

  /// Whether another tensor has the same type, shape and bits; every NaN equals every NaN, and −0 differs from +0.
  ///
  /// @param other tensor to compare with
  /// @return true when equal
  public boolean hasSameBits(Tensor other) {
    return dtype() == other.dtype() && shape().equals(other.shape()) && switch (dtype()) {
      case F32 -> Arrays.equals(toFloats(), other.toFloats());
      case F64 -> Arrays.equals(toDoubles(), other.toDoubles());
      case I32 -> Arrays.equals(toInts(), other.toInts());
    };
  }

  /// Whether another tensor has the same shape and every number lies within `absolute + relative · |other|`; NaN is
  /// close to NaN, and an infinity to itself only.
  ///
  /// @param other tensor to compare with
  /// @param absolute absolute tolerance
  /// @param relative relative tolerance
  /// @return true when close
  public boolean isClose(Tensor other, double absolute, double relative) {
    if (!shape().equals(other.shape())) {
      return false;
    }
    double[] a = to(DType.F64).toDoubles();
    double[] b = other.to(DType.F64).toDoubles();
    for (int i = 0; i < a.length; i++) {
      boolean near = Double.isFinite(b[i]) && Math.abs(a[i] - b[i]) <= absolute + relative * Math.abs(b[i]);
      boolean close = near || a[i] == b[i] || Double.isNaN(a[i]) && Double.isNaN(b[i]);
      if (!close) {
        return false;
      }
    }
    return true;
  }

  /// Type, shape and numbers, as in `f32[2,2] [[1.0000, 2.0000],…`; long axes are shortened.
  @Override
  public String toString() {
    return array.toString();
  }
}
