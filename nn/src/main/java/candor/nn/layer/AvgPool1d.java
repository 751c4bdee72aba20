package candor.nn.layer;

import candor.op.PoolWindows;
import candor.tensor.Tensor;

/// The mean of every window, from `[N, C, L]` to `[N, C, OL]`, for sliding windows with `OL = ⌊(L + 2 padding − kernel) / stride⌋ +
/// 1`. Padding counts as zeros, unless
/// [#excludingPadding] says otherwise.
public final class AvgPool1d extends Pooling {
  private static final String NAME = "avgPool1d";

  /// Windows side by side.
  ///
  /// @param kernel length of a window
  /// @throws IllegalArgumentException if it is below 1
  public AvgPool1d(int kernel) {
    this(kernel, kernel);
  }

  /// Windows without padding.
  ///
  /// @param kernel length of a window
  /// @param stride distance between windows
  /// @throws IllegalArgumentException if one is below 1
  public AvgPool1d(int kernel, int stride) {
    this(kernel, stride, 0);
  }

  /// Windows with padding.
  ///
  /// @param kernel length of a window
  /// @param stride distance between windows
  /// @param padding padding on either side, at most half a window
  /// @throws IllegalArgumentException if a number is out of its range
  public AvgPool1d(int kernel, int stride, int padding) {
    this(lengths(NAME, kernel, stride, padding));
  }

  private AvgPool1d(PoolWindows windows) {
    super(NAME, false, windows);
  }

  /// As many windows as the output is long, of nearly equal length.
  ///
  /// @param length length of the output
  /// @return the layer, whose output is `[N, C, length]` for every input
  /// @throws IllegalArgumentException if it is below 1
  public static AvgPool1d adaptive(int length) {
    return new AvgPool1d(adaptive(NAME, length));
  }

  /// One window, the whole sequence.
  ///
  /// @return the layer, whose output is `[N, C, 1]`
  public static AvgPool1d global() {
    return adaptive(1);
  }

  /// The same with the quotient rounded up: what fills no window at the end gets one that is cut off, PyTorch's
  /// `ceil_mode`. A window begins in the input or in the padding before it, never behind the input. Adaptive windows stay
  /// as they are.
  ///
  /// @return a new layer
  public AvgPool1d ceilMode() {
    return new AvgPool1d(windows().ceilMode());
  }

  /// The same with means over the numbers of the input alone, without the padding, PyTorch's `count_include_pad=False`.
  ///
  /// @return a new layer
  public AvgPool1d excludingPadding() {
    return new AvgPool1d(windows().excludingPadding());
  }

  @Override
  Tensor images(Tensor x) {
    return x.avgPool2d(windows());
  }
}
