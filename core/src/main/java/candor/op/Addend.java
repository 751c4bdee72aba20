package candor.op;

import candor.kernel.BinaryFn;
import candor.kernel.Elementwise;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// What a convolution adds to its result, in place: a pass of its own would write, and later read, one more array.
///
/// @param numbers one for each channel, or of the result's shape and physical order
/// @param channel from one channel's number or numbers to the next one's
/// @param step from one pixel's number to the next one's: 1, or 0 if a channel has one number
record Addend(NdArray numbers, int channel, int step) {
  /// An operation's third input, if there is one.
  ///
  /// @param y result `[N, C, H, W]`, batch innermost
  /// @param in inputs: the third is `[C]`, or of the shape of `y`
  static @Nullable Addend of(String operation, NdArray y, NdArray... in) {
    if (in.length < 3) {
      return null;
    }
    NdArray b = in[2];
    int channels = y.shape().size(1);
    boolean each = b.shape().equals(Shape.of(channels));
    if (b.dtype() != y.dtype() || !each && !b.shape().equals(y.shape())) {
      throw new IllegalArgumentException(operation + ": bias is " + b.dtype() + b.shape() + ", expected " + y.dtype()
          + Shape.of(channels) + ", one number for each channel, or the result's shape " + y.shape());
    }
    if (each) {
      return new Addend(b, b.stride(0), 0);
    }
    boolean repeated = b.stride(0) == 0 && b.stride(2) == 0 && b.stride(3) == 0;
    return repeated ? new Addend(b, b.stride(1), 0) : new Addend(b.inOrder(1, 2, 3, 0), y.stride(1), 1);
  }

  /// Adds to some rows of a result.
  void add(NdArray y, int from, int to) {
    Elementwise kernel = Backend.current().kernels().elementwise();
    int row = y.shape().size(3) * y.shape().size(0);
    int n = (to - from) * row;
    for (int c = 0; c < y.shape().size(1); c++) {
      int at = y.offset() + (c * y.shape().size(2) + from) * row;
      int b = numbers.offset() + c * channel + step * from * row;
      if (y.dtype() == DType.F32) {
        kernel.zip(BinaryFn.ADD, y.f32(), at, 1, numbers.f32(), b, step, y.f32(), at, n);
      } else {
        kernel.zip(BinaryFn.ADD, y.f64(), at, 1, numbers.f64(), b, step, y.f64(), at, n);
      }
    }
  }
}
