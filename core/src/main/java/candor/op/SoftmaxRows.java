package candor.op;

import candor.kernel.Softmax;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;

/// Runs softmax kernels along an axis of an array in any dense layout.
final class SoftmaxRows {
  /// Scalar steps that one number costs.
  private static final int COST = 8;

  private SoftmaxRows() {
  }

  /// Softmax, or its logarithm, laid out as `in`.
  static NdArray apply(String operation, Softmax.Form form, NdArray in, int axis) {
    Loops.requireFloating(operation, in);
    int n = in.shape().size(axis);
    if (n == 0) {
      throw new IllegalArgumentException(operation + ": axis " + axis + " of shape " + in.shape()
          + " is empty, and no number is the largest of none");
    }
    NdArray x = in.dense();
    NdArray y = NdArray.empty(x.dtype(), x.shape(), x.order());
    int step = n == 1 ? 1 : x.stride(axis);
    int rows = step == 1 ? x.count() / n : step;
    int row = step == 1 ? n : 1;
    Backend backend = Backend.current();
    for (int block = 0; block < x.count(); block += rows * n) {
      int start = block;
      backend.forEach(rows, (long) n * COST, (from, to) -> {
        int at = start + from * row;
        if (x.dtype() == DType.F32) {
          backend.kernels().softmax().apply(form, to - from, row, n, step, x.f32(), x.offset() + at, y.f32(),
              y.offset() + at);
        } else {
          backend.kernels().softmax().apply(form, to - from, row, n, step, x.f64(), x.offset() + at, y.f64(),
              y.offset() + at);
        }
      });
    }
    return y;
  }
}
