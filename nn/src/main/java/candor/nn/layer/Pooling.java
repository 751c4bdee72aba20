package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.op.PoolWindows;
import candor.tensor.Shape;
import candor.tensor.Tensor;

/// What the poolings share.
///
/// A layer of one spatial axis computes with two, the first of size 1; all that takes is views.
abstract sealed class Pooling extends Module permits AvgPool1d, AvgPool2d, MaxPool1d, MaxPool2d {
  private final String name;
  private final boolean isOfImages;
  private final PoolWindows windows;

  Pooling(String name, boolean isOfImages, PoolWindows windows) {
    this.name = name;
    this.isOfImages = isOfImages;
    this.windows = windows;
  }

  /// Windows that are as high as they are wide.
  static PoolWindows squares(String name, int kernel, int stride, int padding) {
    requireFit(name, kernel, stride, padding);
    return new PoolWindows.Sliding(kernel, kernel, stride, stride, padding, padding);
  }

  /// Windows of one row.
  static PoolWindows lengths(String name, int kernel, int stride, int padding) {
    requireFit(name, kernel, stride, padding);
    return new PoolWindows.Sliding(1, kernel, 1, stride, 0, padding);
  }

  private static void requireFit(String name, int kernel, int stride, int padding) {
    if (kernel < 1 || stride < 1 || padding < 0 || 2 * padding > kernel) {
      throw new IllegalArgumentException(name + ": kernel " + kernel + ", stride " + stride + ", padding " + padding
          + ", expected kernel and stride of 1 or more and padding of at most half a kernel");
    }
  }

  /// Adaptive windows for an output of some size.
  static PoolWindows adaptive(String name, int... sizes) {
    int height = sizes.length == 1 ? 1 : sizes[0];
    int width = sizes[sizes.length - 1];
    if (Math.min(height, width) < 1) {
      throw new IllegalArgumentException(
          name + ": output size " + (sizes.length == 1 ? "" : height + ",") + width + ", expected 1 or more");
    }
    return new PoolWindows.Adaptive(height, width);
  }

  final PoolWindows windows() {
    return windows;
  }

  /// Pools images `[N, C, H, W]`.
  abstract Tensor images(Tensor x);

  @Override
  protected final Tensor forward(Tensor x, Context context) {
    if (isOfImages) {
      return images(x);
    }
    Shape shape = x.shape();
    if (shape.rank() != 3) {
      throw new IllegalArgumentException(name + ": input has shape " + shape + ", expected [N,C,L]");
    }
    requireWindow(shape);
    return images(x.unsqueeze(2)).squeeze(2);
  }

  /// Core would speak of columns.
  private void requireWindow(Shape shape) {
    int length = shape.size(2);
    if (windows instanceof PoolWindows.Sliding sliding) {
      if (sliding.columns(length) == 0) {
        throw new IllegalArgumentException(name + ": input has length " + length + " and " + sliding.padW()
            + " of padding on each side, the window has " + sliding.kernelW());
      }
    } else if (length == 0) {
      throw new IllegalArgumentException(name + ": input has shape " + shape + ", expected a length of 1 or more");
    }
  }
}
