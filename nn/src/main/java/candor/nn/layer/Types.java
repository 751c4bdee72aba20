package candor.nn.layer;

import candor.tensor.Tensor;

/// Checks of the type of an input.
final class Types {
  private Types() {
  }

  /// Refuses an input of another type than the layer's numbers. The operations inside would refuse it too, under their own
  /// names.
  static void requireOne(String name, Tensor x, Tensor weight) {
    if (x.dtype() != weight.dtype()) {
      throw new IllegalArgumentException(name + ": input is " + x.dtype() + x.shape() + ", the layer's numbers are "
          + weight.dtype() + ", expected one type");
    }
  }
}
