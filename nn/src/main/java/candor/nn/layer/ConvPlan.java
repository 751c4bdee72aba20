package candor.nn.layer;

import candor.nn.Init;
import candor.op.ConvSpec;
import candor.tensor.Shape;
import candor.tensor.Tensor;

/// The sizes of a convolution layer; along its only axis a layer of one is as wide as it says, and one pixel high.
///
/// @param isTransposed whether it goes from the side with fewer pixels to that with more
/// @param in input channels
/// @param out output channels
/// @param kernel size of the kernel along every axis, one or two
/// @param spec stride, padding, dilation, groups
/// @param isSame whether the padding is that which keeps the size, the larger half of it on both sides
/// @param extraRows rows added to a transposed convolution's output
/// @param extraColumns columns added to a transposed convolution's output
/// @param hasBias whether a bias is added
/// @param init first weights
record ConvPlan(boolean isTransposed, int in, int out, int[] kernel, ConvSpec spec, boolean isSame, int extraRows,
    int extraColumns, boolean hasBias, Init init) {

  /// Stride 1, no padding, no dilation, one group, a bias, weights after Glorot & Bengio.
  static ConvPlan of(boolean isTransposed, int in, int out, int... kernel) {
    return new ConvPlan(isTransposed, in, out, kernel, ConvSpec.DEFAULT, false, 0, 0, true, Init.glorotUniform());
  }

  private ConvPlan with(ConvSpec other, boolean same) {
    return new ConvPlan(isTransposed, in, out, kernel, other, same, extraRows, extraColumns, hasBias, init);
  }

  ConvPlan stride(int rows, int columns) {
    requireAtLeast(1, "stride", rows, columns);
    return with(spec.stride(rows, columns), isSame);
  }

  ConvPlan padding(int rows, int columns) {
    requireAtLeast(0, "padding", rows, columns);
    return with(spec.padding(rows, columns), false);
  }

  ConvPlan dilation(int rows, int columns) {
    requireAtLeast(1, "dilation", rows, columns);
    ConvPlan other = with(spec.dilation(rows, columns), isSame);
    return isSame ? other.samePadding() : other;
  }

  ConvPlan samePadding() {
    int rows = axes() == 2 ? Math.ceilDiv(spec.dilationH() * (kernel[0] - 1), 2) : 0;
    return with(spec.padding(rows, Math.ceilDiv(spec.dilationW() * (kernel[axes() - 1] - 1), 2)), true);
  }

  ConvPlan groups(int count) {
    requirePositive("groups", count);
    return with(spec.groups(count), isSame);
  }

  ConvPlan with(Init other) {
    return new ConvPlan(isTransposed, in, out, kernel, spec, isSame, extraRows, extraColumns, hasBias, other);
  }

  ConvPlan withExtra(int rows, int columns) {
    return new ConvPlan(isTransposed, in, out, kernel, spec, isSame, rows, columns, hasBias, init);
  }

  ConvPlan withoutBias() {
    return new ConvPlan(isTransposed, in, out, kernel, spec, isSame, extraRows, extraColumns, false, init);
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
    if (isSame && Math.max(spec.strideH(), spec.strideW()) > 1) {
      throw new IllegalArgumentException(
          name() + ": stride " + shown(spec.strideH(), spec.strideW()) + " with same padding, expected stride 1");
    }
  }

  private void requirePositive(String what, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(name() + ": " + number + " " + what + ", expected 1 or more");
    }
  }

  private void requireAtLeast(int least, String what, int rows, int columns) {
    if (Math.min(rows, columns) < least) {
      throw new IllegalArgumentException(
          name() + ": " + what + " " + shown(rows, columns) + ", expected " + least + " or more");
    }
  }

  /// A number for every axis.
  private String shown(int rows, int columns) {
    return axes() == 2 ? rows + "," + columns : "" + columns;
  }

  private void requireDivides(String side, int channels) {
    if (channels % spec.groups() != 0) {
      throw new IllegalArgumentException(
          name() + ": " + channels + " " + side + " channels, expected a multiple of the "
              + spec.groups() + " groups");
    }
  }

  /// Checks what core would name after another operation: it knows neither layers of one axis nor transposed ones.
  void checkInput(Tensor x, Tensor weight) {
    Types.requireOne(name(), x, weight);
    Shape shape = x.shape();
    if (axes() == 1 && (shape.rank() != 3 || shape.size(1) != in)) {
      throw new IllegalArgumentException(name() + ": input has shape " + shape + ", expected [N," + in + ",L]");
    }
    if (isTransposed && !(isExtra(extraRows, spec.strideH()) && isExtra(extraColumns, spec.strideW()))) {
      throw new IllegalArgumentException(name() + ": output padding " + shown(extraRows, extraColumns)
          + ", expected 0 or more and less than the stride " + shown(spec.strideH(), spec.strideW()));
    }
    if (axes() == 1) {
      checkLength(shape.size(2));
    }
  }

  private static boolean isExtra(int extra, int stride) {
    return extra >= 0 && extra < stride;
  }

  private void checkLength(int length) {
    int span = spec.dilationW() * (kernel[0] - 1) + 1;
    int result = (length - 1) * spec.strideW() - 2 * spec.padW() + span + extraColumns;
    if (!isTransposed && length + 2 * spec.padW() < span) {
      throw new IllegalArgumentException(name() + ": input has length " + length + " and " + spec.padW()
          + " of padding on each side, the weight spans " + span);
    }
    if (isTransposed && result < 1) {
      throw new IllegalArgumentException(name() + ": input has length " + length + ", with stride " + spec.strideW()
          + ", padding " + spec.padW() + " and a weight that spans " + span + " the output would have " + result);
    }
  }
}
