package candor.op;

import candor.tensor.DType;
import candor.tensor.NdArray;

/// Conversions between element types.
final class Casting {
  private Casting() {
  }

  /// Converts as Java's casts do: to the nearest F32, or towards zero and saturating to I32.
  static NdArray cast(NdArray x, DType dtype) {
    NdArray in = x.dense();
    NdArray y = NdArray.empty(dtype, x.shape(), in.order());
    int to = y.offset();
    for (int i = 0; i < in.count(); i++) {
      double value = switch (in.dtype()) {
        case F32 -> in.f32()[in.offset() + i];
        case F64 -> in.f64()[in.offset() + i];
        case I32 -> in.i32()[in.offset() + i];
      };
      switch (dtype) {
        case F32 -> y.f32()[to + i] = (float) value;
        case F64 -> y.f64()[to + i] = value;
        case I32 -> y.i32()[to + i] = (int) value;
      }
    }
    return y;
  }
}
