package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.op.PoolWindows;
import candor.tensor.Tensor;

/// The mean of every window, from `[N, C, H, W]` to `[N, C, OH, OW]`, for sliding windows with `OH = ⌊(H + 2 padding − kernel) /
/// stride⌋ + 1`. Padding counts as zeros.
public final class AvgPool2d extends Module {
  private final PoolWindows windows;

  /// Square windows side by side.
  ///
  /// @param kernel height and width of a window
  /// @throws IllegalArgumentException if it is below 1
  public AvgPool2d(int kernel) {
    this(kernel, kernel);
  }

  /// Square windows without padding.
  ///
  /// @param kernel height and width of a window
  /// @param stride pixels between windows
  /// @throws IllegalArgumentException if one is below 1
  public AvgPool2d(int kernel, int stride) {
    this(kernel, stride, 0);
  }

  /// Square windows.
  ///
  /// @param kernel height and width of a window
  /// @param stride pixels between windows
  /// @param padding pixels of padding on every side, at most half a window
  /// @throws IllegalArgumentException if a number is out of its range
  public AvgPool2d(int kernel, int stride, int padding) {
    this(new PoolWindows.Sliding(kernel, kernel, stride, stride, padding, padding));
  }

  /// Any windows.
  ///
  /// @param windows windows
  public AvgPool2d(PoolWindows windows) {
    this.windows = windows;
  }

  /// As many windows as the output has pixels, of nearly equal size.
  ///
  /// @param height height of the output
  /// @param width width of the output
  /// @return the layer, whose output is `[N, C, height, width]` for every input
  /// @throws IllegalArgumentException if one is below 1
  public static AvgPool2d adaptive(int height, int width) {
    return new AvgPool2d(new PoolWindows.Adaptive(height, width));
  }

  /// One window, the whole image.
  ///
  /// @return the layer, whose output is `[N, C, 1, 1]`
  public static AvgPool2d global() {
    return adaptive(1, 1);
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    return x.avgPool2d(windows);
  }
}
