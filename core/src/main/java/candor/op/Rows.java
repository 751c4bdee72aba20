package candor.op;

import candor.kernel.BinaryFn;
import candor.kernel.Elementwise;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;

/// A row-major array seen along one axis as `(outer, n, inner)`: `n` rows of `inner` neighbouring numbers, `outer`
/// times.
///
/// @param outer product of the sizes before the axis
/// @param n size of the axis
/// @param inner product of the sizes after the axis
record Rows(int outer, int n, int inner) {
  static Rows along(NdArray x, int axis) {
    int inner = 1;
    for (int i = axis + 1; i < x.shape().rank(); i++) {
      inner *= x.shape().size(i);
    }
    int outer = 1;
    for (int i = 0; i < axis; i++) {
      outer *= x.shape().size(i);
    }
    return new Rows(outer, x.shape().size(axis), inner);
  }

  /// Position of a row, counted from the array's first number.
  int at(int o, int i) {
    return (o * n + i) * inner;
  }

  /// Adds one row to another, in place, in newly made arrays.
  void add(NdArray from, int fromAt, NdArray to, int toAt) {
    Elementwise kernel = Backend.current().kernels().elementwise();
    int a = from.offset() + fromAt;
    int b = to.offset() + toAt;
    if (to.dtype() == DType.F32) {
      kernel.zip(BinaryFn.ADD, to.f32(), b, 1, from.f32(), a, 1, to.f32(), b, inner);
    } else {
      kernel.zip(BinaryFn.ADD, to.f64(), b, 1, from.f64(), a, 1, to.f64(), b, inner);
    }
  }

  /// Copies one row.
  void copy(NdArray from, int fromAt, NdArray to, int toAt) {
    Object source = javaArray(from);
    System.arraycopy(source, from.offset() + fromAt, javaArray(to), to.offset() + toAt, inner);
  }

  /// One number of a row-major array.
  double number(NdArray x, int at) {
    return x.dtype() == DType.F32 ? x.f32()[x.offset() + at] : x.f64()[x.offset() + at];
  }

  /// Reads the row numbers that an index tensor holds, in row-major order, and checks them.
  static int[] indices(String operation, NdArray index, int size) {
    if (index.dtype() != DType.I32) {
      throw new IllegalArgumentException(
          operation + ": index has type " + index.dtype() + index.shape() + ", expected i32");
    }
    int[] values = (int[]) index.toJavaArray();
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] >= size) {
        throw new IndexOutOfBoundsException(
            operation + ": index " + values[i] + " at position " + i + ", expected 0 to " + (size - 1));
      }
    }
    return values;
  }

  private static Object javaArray(NdArray x) {
    return switch (x.dtype()) {
      case F32 -> x.f32();
      case F64 -> x.f64();
      case I32 -> x.i32();
    };
  }
}
