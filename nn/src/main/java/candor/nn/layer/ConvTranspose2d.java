package candor.nn.layer;

/// The two-dimensional transposed convolution (Zeiler et al. 2010), the gradient of [Conv2d] for its input as a layer:
/// from `[N, in, H, W]` to `[N, out, OH, OW]` with `OH = (H − 1) stride − 2 padding + dilation (kh − 1) + 1 + outputPadding`.
///
/// `y[n, o, i] = b[o] + Σ W[c, o, t] x[n, c, j]` over all channels `c`, taps `t` and pixels `j` with `i = j stride − padding +
/// t dilation` along both axes. Parameters: `weight` of shape `[in, out/groups, kh, kw]`, first after Glorot & Bengio, and
/// `bias` of shape `[out]`, first 0.
public final class ConvTranspose2d extends Convolving<ConvTranspose2d> {
  /// A layer of stride 1 without padding.
  ///
  /// @param in input channels
  /// @param out output channels
  /// @param kernel height and width of the kernel
  /// @throws IllegalArgumentException if a number is below 1
  public ConvTranspose2d(int in, int out, int kernel) {
    this(ConvPlan.of(true, in, out, kernel, kernel));
  }

  private ConvTranspose2d(ConvPlan plan) {
    super(plan);
  }

  /// A layer with a kernel that is not square, of stride 1 without padding.
  ///
  /// @param in input channels
  /// @param out output channels
  /// @param height height of the kernel
  /// @param width width of the kernel
  /// @return the layer
  /// @throws IllegalArgumentException if a number is below 1
  public static ConvTranspose2d rectangular(int in, int out, int height, int width) {
    return new ConvTranspose2d(ConvPlan.of(true, in, out, height, width));
  }

  @Override
  ConvTranspose2d with(ConvPlan other) {
    return new ConvTranspose2d(other);
  }

  /// The same with another stride.
  ///
  /// @param rows rows of the output between neighbouring inputs
  /// @param columns columns of the output between neighbouring inputs
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if one is below 1
  public ConvTranspose2d stride(int rows, int columns) {
    return with(plan().stride(rows, columns));
  }

  /// The same with another padding.
  ///
  /// @param rows rows cut off above and below
  /// @param columns columns cut off left and right
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if one is negative
  public ConvTranspose2d padding(int rows, int columns) {
    return with(plan().padding(rows, columns));
  }

  /// The same with another dilation.
  ///
  /// @param rows rows between neighbouring taps
  /// @param columns columns between neighbouring taps
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if one is below 1
  public ConvTranspose2d dilation(int rows, int columns) {
    return with(plan().dilation(rows, columns));
  }

  /// The same with other output padding. A convolution of stride `s` gives the same size for `s` sizes of its input; this
  /// chooses one.
  ///
  /// @param extra rows and columns added at the end of the output, 0 or more and less than the stride
  /// @return a new layer, without numbers
  public ConvTranspose2d outputPadding(int extra) {
    return outputPadding(extra, extra);
  }

  /// The same with other output padding.
  ///
  /// @param rows rows added at the end of the output, 0 or more and less than the stride
  /// @param columns columns added at the end of the output, 0 or more and less than the stride
  /// @return a new layer, without numbers
  public ConvTranspose2d outputPadding(int rows, int columns) {
    return with(plan().withExtra(rows, columns));
  }
}
