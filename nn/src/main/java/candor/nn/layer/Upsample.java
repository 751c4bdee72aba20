package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.op.Resampling;
import candor.tensor.Tensor;
import java.util.Arrays;

/// Images in another size, from `[N, C, H, W]` to `[N, C, OH, OW]`; sequences `[N, C, L]` likewise. What is larger and what is
/// smaller may differ from axis to axis.
///
/// Every axis is resampled by itself (see [Resampling]), so a pixel of a bilinear result is a weighted mean of four, and
/// one of a nearest result is a copy.
public final class Upsample extends Module {
  /// How one axis is resampled.
  private enum Mode {
    NEAREST, BILINEAR, BILINEAR_ALIGNED
  }

  private final Mode mode;
  private final int factor;
  /// Size of the result along every axis; empty when there is a factor.
  private final int[] sizes;

  private Upsample(Mode mode, int factor, int... sizes) {
    boolean fits = factor >= 1 && Arrays.stream(sizes).allMatch(size -> size >= 1);
    if (!fits) {
      throw new IllegalArgumentException("upsample: "
          + (sizes.length == 0 ? "factor " + factor : "size " + Arrays.toString(sizes).replace(" ", ""))
          + ", expected 1 or more");
    }
    this.mode = mode;
    this.factor = factor;
    this.sizes = sizes.clone();
  }

  /// Every pixel repeated.
  ///
  /// @param factor how often along every axis
  /// @return the layer
  /// @throws IllegalArgumentException if the factor is below 1
  public static Upsample nearest(int factor) {
    return new Upsample(Mode.NEAREST, factor);
  }

  /// The nearest pixel for an output of a given size.
  ///
  /// @param sizes height and width, or length
  /// @return the layer
  /// @throws IllegalArgumentException if a size is below 1
  public static Upsample nearestTo(int... sizes) {
    return new Upsample(Mode.NEAREST, 1, sizes);
  }

  /// Interpolation between the four pixels around, which are taken for areas.
  ///
  /// @param factor how much larger the output is along every axis
  /// @return the layer
  /// @throws IllegalArgumentException if the factor is below 1
  public static Upsample bilinear(int factor) {
    return new Upsample(Mode.BILINEAR, factor);
  }

  /// Interpolation for an output of a given size.
  ///
  /// @param sizes height and width, or length
  /// @return the layer
  /// @throws IllegalArgumentException if a size is below 1
  public static Upsample bilinearTo(int... sizes) {
    return new Upsample(Mode.BILINEAR, 1, sizes);
  }

  /// The same interpolation, between pixels that are taken for points, those in the corners kept.
  ///
  /// @return a new layer
  /// @throws IllegalStateException if this does not interpolate
  public Upsample alignCorners() {
    if (mode == Mode.NEAREST) {
      throw new IllegalStateException("upsample: nearest pixels have no corners to align, expected bilinear");
    }
    return new Upsample(Mode.BILINEAR_ALIGNED, factor, sizes);
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    int axes = x.shape().rank() - 2;
    if (axes < 1 || axes > 2 || sizes.length > 0 && axes != sizes.length) {
      throw new IllegalArgumentException(
          "upsample: input has shape " + x.shape() + ", expected " + switch (sizes.length) {
            case 0 -> "[N,C,L] or [N,C,H,W]";
            case 1 -> "[N,C,L]";
            default -> "[N,C,H,W]";
          });
    }
    Tensor y = x;
    // The innermost axis has the shortest rows, so it comes first, while there are few.
    for (int axis = axes + 1; axis >= 2; axis--) {
      int size = x.shape().size(axis);
      y = y.resample(axis, rule(size, sizes.length == 0 ? size * factor : sizes[axis - 2]));
    }
    return y;
  }

  private Resampling rule(int from, int to) {
    return switch (mode) {
      case NEAREST -> Resampling.nearest(from, to);
      case BILINEAR -> Resampling.linear(from, to);
      case BILINEAR_ALIGNED -> Resampling.linearAligned(from, to);
    };
  }
}
