package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.op.PoolWindows;
import candor.tensor.Tensor;

/// The largest number of every window, from `[N, C, H, W]` to `[N, C, OH, OW]`.
public final class MaxPool2d extends Module {
  private final PoolWindows windows;

  /// Square windows without padding.
  ///
  /// @param kernel height and width of a window
  /// @param stride pixels between windows
  public MaxPool2d(int kernel, int stride) {
    this(PoolWindows.Sliding.square(kernel, stride));
  }

  /// Any windows.
  ///
  /// @param windows windows
  public MaxPool2d(PoolWindows windows) {
    this.windows = windows;
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    return x.maxPool2d(windows);
  }
}
