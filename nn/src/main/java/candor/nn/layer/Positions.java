package candor.nn.layer;

import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/// Treats all axes but the last as one.
final class Positions {
  private Positions() {
  }

  /// Applies a function of rows `[N, F]` to `[…, F]`. The rows come in their order in memory where that is possible, so
  /// that nothing is copied, and the result keeps that order.
  static Tensor map(Tensor x, UnaryOperator<Tensor> f) {
    int rank = x.shape().rank();
    if (rank == 2) {
      return f.apply(x);
    }
    int[] order = x.array().order();
    if (order[rank - 1] != rank - 1) {
      Arrays.setAll(order, i -> i);
    }
    Tensor inOrder = x.permute(order);
    int features = x.shape().size(-1);
    Tensor y = f.apply(inOrder.reshape(inOrder.count() / Math.max(1, features), features));
    int[] sizes = inOrder.shape().toArray();
    sizes[rank - 1] = y.shape().size(1);
    int[] back = new int[rank];
    for (int i = 0; i < rank; i++) {
      back[order[i]] = i;
    }
    return y.reshape(sizes).permute(back);
  }
}
