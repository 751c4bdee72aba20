package candor.tensor;

import candor.kernel.CacheLine;
import java.util.Locale;

/// The type of a tensor's elements.
public enum DType {
  /// IEEE 754 single precision, `float[]`.
  F32,
  /// IEEE 754 double precision, `double[]`; for gradient checks and small exact problems.
  F64,
  /// 32-bit integers, `int[]`; for indices and class labels. No arithmetic, no gradient.
  I32;

  /// Whether elements are floating-point numbers, on which arithmetic and gradients are defined.
  ///
  /// @return true for F32 and F64
  public boolean isFloating() {
    return this != I32;
  }

  /// Elements of a new array before those of its tensor, see [CacheLine].
  int front() {
    return this == F64 ? CacheLine.DOUBLE_FRONT : CacheLine.FRONT;
  }

  /// Makes zeros.
  Object array(int size) {
    return switch (this) {
      case F32 -> new float[size];
      case F64 -> new double[size];
      case I32 -> new int[size];
    };
  }

  /// The type of the elements of a Java array.
  static DType of(Object array) {
    return switch (array) {
      case float[] f -> F32;
      case double[] d -> F64;
      case int[] i -> I32;
      default -> throw new IllegalArgumentException("tensor: array of type " + array.getClass().getTypeName()
          + ", expected float[], double[] or int[]");
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
