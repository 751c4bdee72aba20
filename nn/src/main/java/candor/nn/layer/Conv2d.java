package candor.nn.layer;

/// The two-dimensional convolution `y[n, o] = b[o] + Σ_c W[o, c] ⋆ x[n, c]`, a correlation, from `[N, in, H, W]` to `[N,
/// out, OH, OW]` with `OH = ⌊(H + 2 padding − dilation (kh − 1) − 1) / stride⌋ + 1`.
///
/// ```java
/// new Conv2d(3, 64, 7).stride(2).padding(3).withoutBias()
/// ```
///
/// Parameters: `weight` of shape `[out, in/groups, kh, kw]`, first after Glorot & Bengio, and `bias` of shape `[out]`,
/// first 0.
public final class Conv2d extends Convolving<Conv2d> {
  /// A layer of stride 1 without padding.
  ///
  /// @param in input channels
  /// @param out output channels
  /// @param kernel height and width of the kernel
  /// @throws IllegalArgumentException if a number is below 1
  public Conv2d(int in, int out, int kernel) {
    this(ConvPlan.of(false, in, out, kernel, kernel));
  }

  private Conv2d(ConvPlan plan) {
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
  public static Conv2d rectangular(int in, int out, int height, int width) {
    return new Conv2d(ConvPlan.of(false, in, out, height, width));
  }

  @Override
  Conv2d with(ConvPlan other) {
    return new Conv2d(other);
  }

  /// The same with another stride.
  ///
  /// @param rows rows between neighbouring outputs
  /// @param columns columns between neighbouring outputs
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if one is below 1
  public Conv2d stride(int rows, int columns) {
    return with(plan().stride(rows, columns));
  }

  /// The same with another padding.
  ///
  /// @param rows rows of zeros above and below
  /// @param columns columns of zeros left and right
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if one is negative
  public Conv2d padding(int rows, int columns) {
    return with(plan().padding(rows, columns));
  }

  /// The same with another dilation.
  ///
  /// @param rows rows between neighbouring taps
  /// @param columns columns between neighbouring taps
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if one is below 1
  public Conv2d dilation(int rows, int columns) {
    return with(plan().dilation(rows, columns));
  }

  /// The same with the padding that keeps the size, PyTorch's `padding='same'`: `dilation (k − 1)` zeros in all, half of
  /// them on each side, and one more at the end if their number is odd. It follows a dilation that is asked for later.
  ///
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if the stride is not 1
  public Conv2d samePadding() {
    return with(plan().samePadding());
  }
}
