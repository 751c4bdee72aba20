package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.op.PoolWindows;
import candor.tensor.Tensor;

/// The mean of every window, from `[N, C, H, W]` to `[N, C, OH, OW]`.
public final class AvgPool2d extends Module {
  private final PoolWindows windows;

  /// Square windows without padding.
  ///
  /// @param kernel height and width of a window
  /// @param stride pixels between windows
  public AvgPool2d(int kernel, int stride) {
    this(PoolWindows.Sliding.square(kernel, stride));
  }

  /// Any windows; [PoolWindows.Adaptive] gives adaptive pooling.
  ///
  /// @param windows windows
  public AvgPool2d(PoolWindows windows) {
    this.windows = windows;
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    return x.avgPool2d(windows);
  }
}
