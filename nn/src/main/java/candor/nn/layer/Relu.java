package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.tensor.Tensor;

/// The rectifier `max(x, 0)`, element by element.
public final class Relu extends Module {
  /// Makes the layer.
  public Relu() {
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    return x.relu();
  }
}
