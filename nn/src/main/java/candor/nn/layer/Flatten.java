package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.tensor.Tensor;

/// Joins all axes but the first, from `[N, C, H, W]` to `[N, C·H·W]`.
public final class Flatten extends Module {
  /// Makes the layer.
  public Flatten() {
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    return x.flatten(1);
  }
}
