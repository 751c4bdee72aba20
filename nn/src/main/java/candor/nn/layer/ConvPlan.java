package candor.nn.layer;

import candor.nn.Init;
import candor.op.ConvSpec;

/// The sizes of a convolution layer; along its only axis a layer of one is as wide as it says, and one pixel high.
///
/// @param isTransposed whether it goes from the side with fewer pixels to that with more
/// @param in input channels
/// @param out output channels
/// @param kernel size of the kernel along every axis, one or two
/// @param spec stride, padding, dilation, groups
/// @param extraRows rows added to a transposed convolution's output
/// @param extraColumns columns added to a transposed convolution's output
/// @param hasBias whether a bias is added
/// @param init first weights
record ConvPlan(boolean isTransposed, int in, int out, int[] kernel, ConvSpec spec, int extraRows, int extraColumns,
    boolean hasBias, Init init) {

  /// Stride 1, no padding, no dilation, one group, a bias, weights after Glorot & Bengio.
  static ConvPlan of(boolean isTransposed, int in, int out, int... kernel) {
    return new ConvPlan(isTransposed, in, out, kernel, ConvSpec.DEFAULT, 0, 0, true, Init.glorotUniform());
  }

  ConvPlan with(ConvSpec other) {
    return new ConvPlan(isTransposed, in, out, kernel, other, extraRows, extraColumns, hasBias, init);
  }

  ConvPlan with(Init other) {
    return new ConvPlan(isTransposed, in, out, kernel, spec, extraRows, extraColumns, hasBias, other);
  }

  ConvPlan withExtra(int rows, int columns) {
    return new ConvPlan(isTransposed, in, out, kernel, spec, rows, columns, hasBias, init);
  }

  ConvPlan withoutBias() {
    return new ConvPlan(isTransposed, in, out, kernel, spec, extraRows, extraColumns, false, init);
  }

  int axes() {
    return kernel.length;
  }

  /// What is said about the vertical axis when the same is said about all: nothing in a layer without one.
  int vertical(int number, int neutral) {
    return axes() == 2 ? number : neutral;
  }

  String name() {
    return (isTransposed ? "convTranspose" : "conv") + axes() + "d";
  }

  int[] weight() {
    int[] shape = new int[2 + axes()];
    shape[0] = isTransposed ? in : out;
    shape[1] = (isTransposed ? out : in) / spec.groups();
    System.arraycopy(kernel, 0, shape, 2, axes());
    return shape;
  }

  void check() {
    requirePositive("input channels", in);
    requirePositive("output channels", out);
    for (int size : kernel) {
      requirePositive("taps", size);
    }
    requireDivides("input", in);
    requireDivides("output", out);
  }

  private void requirePositive(String what, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(name() + ": " + number + " " + what + ", expected 1 or more");
    }
  }

  private void requireDivides(String side, int channels) {
    if (channels % spec.groups() != 0) {
      throw new IllegalArgumentException(
          name() + ": " + channels + " " + side + " channels, expected a multiple of the "
              + spec.groups() + " groups");
    }
  }
}
