package candor.op;

import candor.autograd.Saved;
import candor.kernel.Convolution;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import java.util.stream.IntStream;

/// Resampling of one axis, `y[…, i, …] = Σⱼ M[i, j] x[…, j, …]`; the gradient is resampled by `Mᵀ`.
///
/// Every number is one chain of `Math.fma` from +0 over `j` ascending, entries that are 0 skipped. The result lies, as
/// images do, with axis 0 innermost, so that whole rows are combined.
///
/// @param axis axis
/// @param rule `M`
public record Resample(int axis, Resampling rule) implements Op.Unary {
  @Override
  public NdArray eval(NdArray x) {
    Loops.requireFloating("resample", x);
    int size = x.shape().size(axis);
    if (size != rule.from()) {
      throw new IllegalArgumentException("resample: axis " + axis + " of shape " + x.shape() + " has size " + size
          + ", the rule is for " + rule.from());
    }
    int rank = x.shape().rank();
    int[] order = IntStream.range(0, rank).map(i -> axis == 0 ? i : (i + 1) % rank).toArray();
    NdArray in = x.inOrder(order);
    NdArray y = NdArray.empty(x.dtype(), x.shape().with(axis, rule.to()), order);
    int inner = 1;
    for (int i = rank - 1; order[i] != axis; i--) {
      inner *= x.shape().size(order[i]);
    }
    if (y.count() > 0) {
      run(in, y, inner);
    }
    return y;
  }

  /// Seen as rows of `inner` numbers.
  private void run(NdArray x, NdArray y, int inner) {
    int to = rule.to();
    int[] places = rule.places(inner);
    double[] weights = rule.weights();
    float[] narrow = rule.narrowWeights();
    Backend backend = Backend.current();
    Convolution kernel = backend.kernels().convolution();
    backend.forEach(y.count() / inner, 2L * inner, (first, end) -> {
      for (int row = first; row < end; row++) {
        int i = row % to;
        int at = x.offset() + row / to * rule.from() * inner;
        int count = rule.start(i + 1) - rule.start(i);
        if (x.dtype() == DType.F32) {
          kernel.combine(count, narrow, places, rule.start(i), x.f32(), at, y.f32(), y.offset() + row * inner, inner);
        } else {
          kernel.combine(count, weights, places, rule.start(i), x.f64(), at, y.f64(), y.offset() + row * inner, inner);
        }
      }
    });
  }

  @Override
  public Tensor vjp(Tensor g, Saved s) {
    return g.resample(axis, rule.transposed());
  }
}
