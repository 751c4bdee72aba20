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
  private static final int COMPUTED = -1;

  private final int axis;
  private final int[] sizes;

  /// Makes the layer.
  ///
  /// @param axis the axis, negative from the end
  /// @param sizes what it becomes; one of them may be −1 and is then computed
  /// @throws IllegalArgumentException if there are no sizes, or two of them are below 1
  public Unflatten(int axis, int... sizes) {
    if (sizes.length == 0) {
      throw new IllegalArgumentException("unflatten: no sizes, expected one or more");
    }
    long unknown = Arrays.stream(sizes).filter(size -> size < 1).count();
    if (unknown > 1 || unknown == 1 && Arrays.stream(sizes).noneMatch(size -> size == COMPUTED)) {
      throw new IllegalArgumentException(
          "unflatten: sizes " + shown(sizes) + ", expected 1 or more, and -1 for at most one of them");
    }
    this.axis = axis;
    this.sizes = sizes.clone();
  }

  private static String shown(int[] sizes) {
    return Arrays.toString(sizes).replace(" ", "");
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    int[] shape = x.shape().toArray();
    int at = x.shape().axis("unflatten", axis);
    int known = Arrays.stream(sizes).filter(size -> size != COMPUTED).reduce(1, Math::multiplyExact);
    boolean isComputed = Arrays.stream(sizes).anyMatch(size -> size == COMPUTED);
    if (isComputed ? shape[at] % known != 0 : shape[at] != known) {
      throw new IllegalArgumentException(
          "unflatten: input has shape " + x.shape() + ", axis " + at + " cannot become " + shown(sizes));
    }
    int[] split = Arrays.copyOf(shape, shape.length - 1 + sizes.length);
    System.arraycopy(sizes, 0, split, at, sizes.length);
    System.arraycopy(shape, at + 1, split, at + sizes.length, shape.length - at - 1);
    return x.reshape(split);
  }
}
