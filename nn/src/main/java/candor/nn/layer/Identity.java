package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.tensor.Tensor;

/// Passes its input on.
public final class Identity extends Module {
  /// Makes the layer.
  public Identity() {
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    return x;
  }
}
