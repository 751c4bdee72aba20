package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.tensor.Tensor;
import java.util.Arrays;

/// Splits one axis into several, from `[N, C·H·W]` to `[N, C, H, W]`: the inverse of [Flatten].
///
/// ```java
/// new Unflatten(1, 16, 5, 5)
/// ```
public final class Unflatten extends Module {
  private final int axis;
  private final int[] sizes;

  /// Makes the layer.
  ///
  /// @param axis the axis, negative from the end
  /// @param sizes what it becomes; one of them may be −1 and is then computed
  /// @throws IllegalArgumentException if there are no sizes
  public Unflatten(int axis, int... sizes) {
    if (sizes.length == 0) {
      throw new IllegalArgumentException("unflatten: no sizes, expected one or more");
    }
    this.axis = axis;
    this.sizes = sizes.clone();
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    int[] shape = x.shape().toArray();
    int at = x.shape().axis("unflatten", axis);
    int[] split = Arrays.copyOf(shape, shape.length - 1 + sizes.length);
    System.arraycopy(sizes, 0, split, at, sizes.length);
    System.arraycopy(shape, at + 1, split, at + sizes.length, shape.length - at - 1);
    return x.reshape(split);
  }
}
