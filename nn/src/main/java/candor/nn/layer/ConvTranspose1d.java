package candor.nn.layer;

/// The one-dimensional transposed convolution, the gradient of [Conv1d] for its input as a layer: from `[N, in, L]` to `[N,
/// out, OL]` with `OL = (L − 1) stride − 2 padding + dilation (k − 1) + 1 + outputPadding`.
///
/// `y[n, o, i] = b[o] + Σ W[c, o, t] x[n, c, j]` over all channels `c`, taps `t` and places `j` with `i = j stride − padding +
/// t dilation`. Parameters: `weight` of shape `[in, out/groups, k]`, first after Glorot & Bengio, and `bias` of shape
/// `[out]`, first 0.
public final class ConvTranspose1d extends Convolving<ConvTranspose1d> {
  /// A layer of stride 1 without padding.
  ///
  /// @param in input channels
  /// @param out output channels
  /// @param kernel number of taps
  /// @throws IllegalArgumentException if a number is below 1
  public ConvTranspose1d(int in, int out, int kernel) {
    this(ConvPlan.of(true, in, out, kernel));
  }

  private ConvTranspose1d(ConvPlan plan) {
    super(plan);
  }

  @Override
  ConvTranspose1d with(ConvPlan other) {
    return new ConvTranspose1d(other);
  }

  /// The same with other output padding. A convolution of stride `s` gives the same size for `s` sizes of its input; this
  /// chooses one.
  ///
  /// @param extra numbers added at the end of the output, 0 or more and less than the stride
  /// @return a new layer, without numbers
  public ConvTranspose1d outputPadding(int extra) {
    return with(plan().withExtra(0, extra));
  }
}
