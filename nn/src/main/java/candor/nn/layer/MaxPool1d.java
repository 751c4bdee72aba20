package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.op.PoolWindows;
import candor.tensor.Tensor;

/// The largest number of every window, from `[N, C, L]` to `[N, C, OL]`, for sliding windows with `OL = ⌊(L + 2 padding − kernel) / stride⌋ +
/// 1`. Padding never wins; of equal numbers the first gets the gradient.
public final class MaxPool1d extends Module {
  private final PoolWindows windows;

  /// Windows side by side.
  ///
  /// @param kernel length of a window
  /// @throws IllegalArgumentException if it is below 1
  public MaxPool1d(int kernel) {
    this(kernel, kernel);
  }

  /// Windows without padding.
  ///
  /// @param kernel length of a window
  /// @param stride distance between windows
  /// @throws IllegalArgumentException if one is below 1
  public MaxPool1d(int kernel, int stride) {
    this(kernel, stride, 0);
  }

  /// Windows with padding.
  ///
  /// @param kernel length of a window
  /// @param stride distance between windows
  /// @param padding padding on either side, at most half a window
  /// @throws IllegalArgumentException if a number is out of its range
  public MaxPool1d(int kernel, int stride, int padding) {
    this(new PoolWindows.Sliding(1, kernel, 1, stride, 0, padding));
  }

  private MaxPool1d(PoolWindows windows) {
    this.windows = windows;
  }

  /// As many windows as the output is long, of nearly equal length.
  ///
  /// @param length length of the output
  /// @return the layer, whose output is `[N, C, length]` for every input
  /// @throws IllegalArgumentException if it is below 1
  public static MaxPool1d adaptive(int length) {
    return new MaxPool1d(new PoolWindows.Adaptive(1, length));
  }

  /// One window, the whole sequence.
  ///
  /// @return the layer, whose output is `[N, C, 1]`
  public static MaxPool1d global() {
    return adaptive(1);
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    if (x.shape().rank() != 3) {
      throw new IllegalArgumentException("maxPool1d: input has shape " + x.shape() + ", expected [N,C,L]");
    }
    return x.unsqueeze(2).maxPool2d(windows).squeeze(2);
  }
}
