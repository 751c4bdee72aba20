package candor.nn.layer;

import candor.op.PoolWindows;
import candor.tensor.Tensor;

/// The mean of every window, from `[N, C, H, W]` to `[N, C, OH, OW]`, for sliding windows with `OH = ⌊(H + 2 padding − kernel) /
/// stride⌋ + 1`. Padding counts as zeros, unless
/// [#excludingPadding] says otherwise.
public final class AvgPool2d extends Pooling {
  private static final String NAME = "avgPool2d";

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
    this(squares(NAME, kernel, stride, padding));
  }

  /// Any windows.
  ///
  /// @param windows windows
  public AvgPool2d(PoolWindows windows) {
    super(NAME, true, windows);
  }

  /// As many windows as the output has pixels, of nearly equal size.
  ///
  /// @param height height of the output
  /// @param width width of the output
  /// @return the layer, whose output is `[N, C, height, width]` for every input
  /// @throws IllegalArgumentException if one is below 1
  public static AvgPool2d adaptive(int height, int width) {
    return new AvgPool2d(adaptive(NAME, height, width));
  }

  /// One window, the whole image.
  ///
  /// @return the layer, whose output is `[N, C, 1, 1]`
  public static AvgPool2d global() {
    return adaptive(1, 1);
  }

  /// The same with the quotient rounded up: rows and columns at the end that fill no window get one that is cut off, PyTorch's
  /// `ceil_mode`. A window begins in the input or in the padding before it, never behind the input. Adaptive windows stay
  /// as they are.
  ///
  /// @return a new layer
  public AvgPool2d ceilMode() {
    return new AvgPool2d(windows().ceilMode());
  }

  /// The same with means over the numbers of the input alone, without the padding, PyTorch's `count_include_pad=False`.
  ///
  /// @return a new layer
  public AvgPool2d excludingPadding() {
    return new AvgPool2d(windows().excludingPadding());
  }

  @Override
  Tensor images(Tensor x) {
    return x.avgPool2d(windows());
  }
}
