package candor.nn.io;

import candor.tensor.DType;
import candor.tensor.NdArray;
import java.nio.ByteBuffer;
import java.util.Locale;

/// The types of numbers in a safetensors file that are read here, all little-endian, and what they become.
enum ElementType {
  /// Double precision.
  F64(8, DType.F64),
  /// Single precision.
  F32(4, DType.F32),
  /// Half precision, exact in F32.
  F16(2, DType.F32),
  /// The upper half of a single-precision number, exact in F32.
  BF16(2, DType.F32),
  /// 64-bit integers, which must fit into 32 bits.
  I64(8, DType.I32),
  /// 32-bit integers.
  I32(4, DType.I32);

  final int bytes;
  final DType dtype;

  ElementType(int bytes, DType dtype) {
    this.bytes = bytes;
    this.dtype = dtype;
  }

  /// The type in which tensors are written.
  static ElementType of(DType dtype) {
    return valueOf(dtype.toString().toUpperCase(Locale.ROOT));
  }

  /// A new Java array for some numbers.
  Object array(int count) {
    return switch (dtype) {
      case F32 -> new float[count];
      case F64 -> new double[count];
      case I32 -> new int[count];
    };
  }

  /// Reads numbers.
  ///
  /// @param from their bytes, little-endian
  /// @param to where to put them, of the array's type
  /// @param at index of the first
  /// @param count how many
  /// @throws ArithmeticException if an integer does not fit
  void read(ByteBuffer from, Object to, int at, int count) {
    switch (this) {
      case F64 -> from.asDoubleBuffer().get((double[]) to, at, count);
      case F32 -> from.asFloatBuffer().get((float[]) to, at, count);
      case I32 -> from.asIntBuffer().get((int[]) to, at, count);
      case F16 -> {
        for (int i = 0; i < count; i++) {
          ((float[]) to)[at + i] = Float.float16ToFloat(from.getShort());
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          ((float[]) to)[at + i] = Float.intBitsToFloat(from.getShort() << 16);
        }
      }
      case I64 -> {
        for (int i = 0; i < count; i++) {
          ((int[]) to)[at + i] = narrowed(from.getLong(), at + i);
        }
      }
    }
  }

  private static int narrowed(long number, int at) {
    if ((int) number != number) {
      throw new ArithmeticException("number " + at + " is " + number + ", expected 32 bits");
    }
    return (int) number;
  }

  /// Writes numbers.
  ///
  /// @param from numbers in row-major order
  /// @param at index of the first
  /// @param count how many
  /// @param to where to put their bytes, little-endian
  static void write(NdArray from, int at, int count, ByteBuffer to) {
    int first = from.offset() + at;
    switch (from.dtype()) {
      case F64 -> to.asDoubleBuffer().put(from.f64(), first, count);
      case F32 -> to.asFloatBuffer().put(from.f32(), first, count);
      case I32 -> to.asIntBuffer().put(from.i32(), first, count);
    }
  }
}
