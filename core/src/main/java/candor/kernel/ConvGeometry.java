package candor.kernel;

/// The sizes of a two-dimensional convolution, in pixels.
///
/// Input, batch innermost: `(c, h, w, n)`; weight `(o, c/groups, kh, kw)`; output, batch innermost: `(o, oh, ow, n)`.
/// Tap `ky` of output row `oy` reads input row `oy·sh − ph + ky·dh`, and likewise for columns; taps outside the input
/// are skipped.
///
/// @param n images
/// @param c input channels
/// @param h input height
/// @param w input width
/// @param o output channels
/// @param oh output height
/// @param ow output width
/// @param kh kernel height
/// @param kw kernel width
/// @param sh vertical stride
/// @param sw horizontal stride
/// @param ph rows of padding above and below
/// @param pw columns of padding left and right
/// @param dh vertical dilation
/// @param dw horizontal dilation
/// @param groups number of independent groups of channels
public record ConvGeometry(int n, int c, int h, int w, int o, int oh, int ow, int kh, int kw, int sh, int sw, int ph,
    int pw, int dh, int dw, int groups) {

  /// Input channels of one group.
  ///
  /// @return `c / groups`
  public int groupInputs() {
    return c / groups;
  }

  /// Output channels of one group.
  ///
  /// @return `o / groups`
  public int groupOutputs() {
    return o / groups;
  }

  /// Numbers of an input channel.
  ///
  /// @return `h w n`
  public int inputPlane() {
    return h * w * n;
  }

  /// Numbers of an output channel.
  ///
  /// @return `oh ow n`
  public int outputPlane() {
    return oh * ow * n;
  }

  /// Input row that tap `ky` of output row `oy` reads; may lie outside `[0, h)`.
  ///
  /// @param oy output row
  /// @param ky kernel row
  /// @return input row
  public int inputRow(int oy, int ky) {
    return oy * sh - ph + ky * dh;
  }

  /// Input column that tap `kx` of output column `ox` reads; may lie outside `[0, w)`.
  ///
  /// @param ox output column
  /// @param kx kernel column
  /// @return input column
  public int inputColumn(int ox, int kx) {
    return ox * sw - pw + kx * dw;
  }

  /// Output row whose tap `ky` reads input row `iy`, or −1 when there is none.
  ///
  /// @param iy input row
  /// @param ky kernel row
  /// @return output row or −1
  public int outputRow(int iy, int ky) {
    int scaled = iy + ph - ky * dh;
    return scaled >= 0 && scaled % sh == 0 && scaled / sh < oh ? scaled / sh : -1;
  }

  /// Output column whose tap `kx` reads input column `ix`, or −1 when there is none.
  ///
  /// @param ix input column
  /// @param kx kernel column
  /// @return output column or −1
  public int outputColumn(int ix, int kx) {
    int scaled = ix + pw - kx * dw;
    return scaled >= 0 && scaled % sw == 0 && scaled / sw < ow ? scaled / sw : -1;
  }
}
