package candor.nn.layer;

/// The one-dimensional convolution `y[n, o] = b[o] + Σ_c W[o, c] ⋆ x[n, c]`, a correlation, from `[N, in, L]` to `[N, out,
/// OL]` with `OL = ⌊(L + 2 padding − dilation (k − 1) − 1) / stride⌋ + 1`.
///
/// Parameters: `weight` of shape `[out, in/groups, k]`, first after Glorot & Bengio, and `bias` of shape `[out]`, first 0.
public final class Conv1d extends Convolving<Conv1d> {
  /// A layer of stride 1 without padding.
  ///
  /// @param in input channels
  /// @param out output channels
  /// @param kernel number of taps
  /// @throws IllegalArgumentException if a number is below 1
  public Conv1d(int in, int out, int kernel) {
    this(ConvPlan.of(false, in, out, kernel));
  }

  private Conv1d(ConvPlan plan) {
    super(plan);
  }

  @Override
  Conv1d with(ConvPlan other) {
    return new Conv1d(other);
  }

  /// The same with the padding that keeps the size, PyTorch's `padding='same'`: `dilation (k − 1)` zeros in all, half of
  /// them on each side, and one more at the end if their number is odd. It follows a dilation that is asked for later.
  ///
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if the stride is not 1
  public Conv1d samePadding() {
    return with(plan().samePadding());
  }
}
