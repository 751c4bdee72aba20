package candor.op;

import candor.kernel.ConvGeometry;
import candor.tensor.Shape;

/// Stride, padding, dilation (vertical, horizontal) and groups of a two-dimensional convolution.
/// `ConvSpec.DEFAULT.stride(2).padding(1)` reads well.
///
/// @param strideH rows between neighbouring outputs
/// @param strideW columns between neighbouring outputs
/// @param padH rows of zeros above and below
/// @param padW columns of zeros left and right
/// @param dilationH rows between neighbouring taps
/// @param dilationW columns between neighbouring taps
/// @param groups number of independent groups of channels
public record ConvSpec(int strideH, int strideW, int padH, int padW, int dilationH, int dilationW, int groups) {
  /// Stride 1, no padding, no dilation, one group.
  public static final ConvSpec DEFAULT = new ConvSpec(1, 1, 0, 0, 1, 1, 1);

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if a stride, a dilation or the groups are below 1, or a padding below 0
  public ConvSpec {
    if (Math.min(Math.min(strideH, strideW), Math.min(dilationH, dilationW)) < 1 || groups < 1
        || Math.min(padH, padW) < 0) {
      throw new IllegalArgumentException(
          "conv2d: stride %d,%d padding %d,%d dilation %d,%d groups %d, expected padding 0 or more, the others 1 or more"
              .formatted(strideH, strideW, padH, padW, dilationH, dilationW, groups));
    }
  }

  /// The same with another stride in both directions.
  ///
  /// @param stride pixels between neighbouring outputs
  /// @return new specification
  public ConvSpec stride(int stride) {
    return stride(stride, stride);
  }

  /// The same with another stride.
  ///
  /// @param rows rows between neighbouring outputs
  /// @param columns columns between neighbouring outputs
  /// @return new specification
  public ConvSpec stride(int rows, int columns) {
    return new ConvSpec(rows, columns, padH, padW, dilationH, dilationW, groups);
  }

  /// The same with another padding on all four sides.
  ///
  /// @param padding pixels of zeros
  /// @return new specification
  public ConvSpec padding(int padding) {
    return padding(padding, padding);
  }

  /// The same with another padding.
  ///
  /// @param rows rows of zeros above and below
  /// @param columns columns of zeros left and right
  /// @return new specification
  public ConvSpec padding(int rows, int columns) {
    return new ConvSpec(strideH, strideW, rows, columns, dilationH, dilationW, groups);
  }

  /// The same with another dilation in both directions.
  ///
  /// @param dilation pixels between neighbouring taps
  /// @return new specification
  public ConvSpec dilation(int dilation) {
    return dilation(dilation, dilation);
  }

  /// The same with another dilation.
  ///
  /// @param rows rows between neighbouring taps
  /// @param columns columns between neighbouring taps
  /// @return new specification
  public ConvSpec dilation(int rows, int columns) {
    return new ConvSpec(strideH, strideW, padH, padW, rows, columns, groups);
  }

  /// The same with another number of groups.
  ///
  /// @param count number of independent groups of channels
  /// @return new specification
  public ConvSpec groups(int count) {
    return new ConvSpec(strideH, strideW, padH, padW, dilationH, dilationW, count);
  }

  /// The sizes of the convolution of an input `[N, C, H, W]` with a weight `[O, C/groups, kh, kw]`.
  ///
  /// @param x shape of the input
  /// @param w shape of the weight
  /// @return all sizes
  /// @throws IllegalArgumentException if the shapes do not fit
  public ConvGeometry on(Shape x, Shape w) {
    requireRank("input", x, "[N,C,H,W]");
    requireRank("weight", w, "[O,C/groups,kh,kw]");
    if (x.size(1) != w.size(1) * groups) {
      throw new IllegalArgumentException("conv2d: input has " + x.size(1) + " channels " + x + ", the weight expects "
          + w.size(1) * groups + " " + w + (groups > 1 ? " in " + groups + " groups" : ""));
    }
    if (w.size(0) % groups != 0) {
      throw new IllegalArgumentException(
          "conv2d: weight has " + w.size(0) + " output channels " + w + ", expected a multiple of the "
              + groups + " groups");
    }
    int oh = extent("rows", x.size(2), w.size(2), strideH, padH, dilationH);
    int ow = extent("columns", x.size(3), w.size(3), strideW, padW, dilationW);
    return new ConvGeometry(x.size(0), x.size(1), x.size(2), x.size(3), w.size(0), oh, ow, w.size(2), w.size(3),
        strideH,
        strideW, padH, padW, dilationH, dilationW, groups);
  }

  private static void requireRank(String argument, Shape shape, String expected) {
    if (shape.rank() != 4) {
      throw new IllegalArgumentException("conv2d: " + argument + " has shape " + shape + ", expected " + expected);
    }
  }

  private static int extent(String what, int size, int kernel, int stride, int pad, int dilation) {
    int span = dilation * (kernel - 1) + 1;
    if (kernel < 1 || size + 2 * pad < span) {
      throw new IllegalArgumentException("conv2d: input has " + size + " " + what + " and " + pad
          + " of padding on each side, the weight spans " + span);
    }
    return (size + 2 * pad - span) / stride + 1;
  }
}
