package candor.tensor;

import candor.autograd.Node;
import candor.op.ConvSpec;
import candor.op.Convolutions;
import candor.op.MatMul;
import candor.op.Op;
import candor.op.PoolWindows;
import candor.op.Poolings;
import candor.op.Resample;
import candor.op.Resampling;

/// Matrix products, convolutions, resampling and pooling of [Tensor].
public sealed interface Products permits Tensor {
  /// The matrix product over the last two axes, leading axes broadcast; a vector on the left is a row, on the right a
  /// column, and that axis goes away again.
  ///
  /// @param other right operand
  /// @return new tensor
  /// @throws IllegalArgumentException if shapes or types do not fit, or an operand is a scalar
  default Tensor matmul(Tensor other) {
    Tensor x = (Tensor) this;
    if (x.shape().rank() == 1) {
      return x.unsqueeze(0).matmul(other).squeeze(other.shape().rank() == 1 ? 0 : -2);
    }
    if (other.shape().rank() == 1) {
      return x.matmul(other.unsqueeze(1)).squeeze(-1);
    }
    return Node.apply(new MatMul(), x, other);
  }

  /// The two-dimensional convolution `y[n, o] = Σ_c w[o, c] ⋆ x[n, c]` of this `[N, C, H, W]`.
  ///
  /// @param weight `[O, C/groups, kh, kw]`
  /// @param spec stride, padding, dilation, groups
  /// @return new tensor `[N, O, OH, OW]`, batch innermost in memory
  /// @throws IllegalArgumentException if shapes or types do not fit
  default Tensor conv2d(Tensor weight, ConvSpec spec) {
    return Node.apply(new Convolutions.Conv2d(spec), (Tensor) this, weight);
  }

  /// [#conv2d(Tensor, ConvSpec)] plus a bias.
  ///
  /// @param weight `[O, C/groups, kh, kw]`
  /// @param bias `[O]`, or a tensor of the result's shape
  /// @param spec stride, padding, dilation, groups
  /// @return new tensor `[N, O, OH, OW]`, batch innermost in memory
  /// @throws IllegalArgumentException if shapes or types do not fit
  default Tensor conv2d(Tensor weight, Tensor bias, ConvSpec spec) {
    return Node.apply(new Convolutions.Conv2d(spec), (Tensor) this, weight, bias);
  }

  /// The transposed convolution of this `[N, O, H, W]`: the gradient of [#conv2d] for its input. The output has `(H −
  /// 1) stride − 2 padding + dilation (kh − 1) + 1 + extraRows` rows, and likewise columns.
  ///
  /// A convolution of stride `s` gives the same size for `s` sizes of its input; `extraRows` and `extraColumns`, also
  /// called output padding, choose one.
  ///
  /// @param weight `[O, C/groups, kh, kw]`
  /// @param spec stride, padding, dilation, groups of the convolution that this transposes
  /// @param extraRows rows added at the end, 0 or more and less than the vertical stride
  /// @param extraColumns columns added at the end, 0 or more and less than the horizontal stride
  /// @return new tensor `[N, C, …, …]`, batch innermost in memory
  /// @throws IllegalArgumentException if shapes or types do not fit
  default Tensor convTranspose2d(Tensor weight, ConvSpec spec, int extraRows, int extraColumns) {
    return Node.apply(transpose(weight, spec, extraRows, extraColumns), (Tensor) this, weight);
  }

  /// [#convTranspose2d(Tensor, ConvSpec, int, int)] plus a bias.
  ///
  /// @param weight `[O, C/groups, kh, kw]`
  /// @param bias `[C]`, or a tensor of the result's shape
  /// @param spec stride, padding, dilation, groups of the convolution that this transposes
  /// @param extraRows rows added at the end, 0 or more and less than the vertical stride
  /// @param extraColumns columns added at the end, 0 or more and less than the horizontal stride
  /// @return new tensor `[N, C, …, …]`, batch innermost in memory
  /// @throws IllegalArgumentException if shapes or types do not fit
  default Tensor convTranspose2d(Tensor weight, Tensor bias, ConvSpec spec, int extraRows, int extraColumns) {
    return Node.apply(transpose(weight, spec, extraRows, extraColumns), (Tensor) this, weight, bias);
  }

  private Op transpose(Tensor weight, ConvSpec spec, int extraRows, int extraColumns) {
    Shape x = ((Tensor) this).shape();
    Shape w = weight.shape();
    if (x.rank() != 4 || w.rank() != 4 || x.size(1) != w.size(0)) {
      throw new IllegalArgumentException("convTranspose2d: input has shape " + x + ", weight " + w
          + ", expected [N,O,H,W] and [O,C/groups,kh,kw]");
    }
    int rows = extent("rows", x.size(2), w.size(2), spec.strideH(), spec.padH(), spec.dilationH(), extraRows);
    int columns =
        extent("columns", x.size(3), w.size(3), spec.strideW(), spec.padW(), spec.dilationW(), extraColumns);
    return new Convolutions.InputGradient(spec, rows, columns);
  }

  private static int extent(String what, int size, int kernel, int stride, int padding, int dilation, int extra) {
    if (extra < 0 || extra >= stride) {
      throw new IllegalArgumentException("convTranspose2d: " + extra + " extra " + what
          + ", expected 0 or more and less than the stride " + stride);
    }
    int extent = (size - 1) * stride - 2 * padding + dilation * (kernel - 1) + 1 + extra;
    if (extent < 1) {
      throw new IllegalArgumentException("convTranspose2d: input has " + size + " " + what + ", with stride " + stride
          + ", padding " + padding + ", dilation " + dilation + " and a weight of " + kernel + " the output would have "
          + extent);
    }
    return extent;
  }

  /// The gradient of [#conv2d] for its input, where this is the gradient of the output.
  ///
  /// @param weight `[O, C/groups, kh, kw]`
  /// @param spec stride, padding, dilation, groups
  /// @param height rows of the convolution's input
  /// @param width columns of the convolution's input
  /// @return new tensor `[N, C, height, width]`
  /// @throws IllegalArgumentException if shapes or types do not fit
  default Tensor convInputGradient(Tensor weight, ConvSpec spec, int height, int width) {
    return Node.apply(new Convolutions.InputGradient(spec, height, width), (Tensor) this, weight);
  }

  /// The gradient of [#conv2d] for its weight, where this is the convolution's input.
  ///
  /// @param gradient gradient of the output
  /// @param spec stride, padding, dilation, groups
  /// @param kernelHeight rows of the weight
  /// @param kernelWidth columns of the weight
  /// @return new tensor of the shape of the weight
  /// @throws IllegalArgumentException if shapes or types do not fit
  default Tensor convWeightGradient(Tensor gradient, ConvSpec spec, int kernelHeight, int kernelWidth) {
    return Node.apply(new Convolutions.WeightGradient(spec, kernelHeight, kernelWidth), (Tensor) this, gradient);
  }

  /// Resamples one axis: every index of the result is a weighted sum of indices of this (see [Resampling]).
  ///
  /// @param axis axis, negative from the end
  /// @param rule which indices, with which weights
  /// @return new tensor, in memory with axis 0 innermost unless that is the axis
  /// @throws IllegalArgumentException if the rule is for an axis of another size
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor resample(int axis, Resampling rule) {
    Tensor x = (Tensor) this;
    return Node.apply(new Resample(x.shape().axis("resample", axis), rule), x);
  }

  /// The largest number of every window of this `[N, C, H, W]`.
  ///
  /// @param windows windows
  /// @return new tensor `[N, C, OH, OW]`, batch innermost in memory
  /// @throws IllegalArgumentException if a window does not fit
  default Tensor maxPool2d(PoolWindows windows) {
    Tensor x = (Tensor) this;
    Tensor trace = Node.apply(new Poolings.MaxPoolTrace(windows, Node.records(x)), x);
    return Node.apply(new Poolings.MaxPool2d(windows), x, trace);
  }

  /// The largest number in every window of this `[N, C, H, W]`, and its place: how many of the window's pixels come before
  /// it, row by row.
  ///
  /// @param windows windows
  /// @return constant `[2, N, C, OH, OW]`, first the numbers, then the places
  /// @throws IllegalArgumentException if a window does not fit
  default Tensor maxPoolTrace(PoolWindows windows) {
    return Node.apply(new Poolings.MaxPoolTrace(windows, true), (Tensor) this);
  }

  /// Adds each window's number to the place of its maximum, the gradient of [#maxPool2d]; all other numbers are 0.
  ///
  /// @param windows windows
  /// @param height rows of the pooling's input
  /// @param width columns of the pooling's input
  /// @param trace what [#maxPoolTrace] gives for the pooling's input
  /// @return new tensor `[N, C, height, width]`, batch innermost in memory
  /// @throws IllegalArgumentException if shapes or types do not fit, or a window has no such place
  default Tensor maxPoolGradient(PoolWindows windows, int height, int width, Tensor trace) {
    return Node.apply(new Poolings.MaxPoolGradient(windows, height, width), (Tensor) this, trace);
  }

  /// Reads this `[N, C, H, W]` at the place of each window's maximum, the adjoint of [#maxPoolGradient].
  ///
  /// @param windows windows
  /// @param trace what [#maxPoolTrace] gives for the pooling's input
  /// @return new tensor `[N, C, OH, OW]`, batch innermost in memory
  /// @throws IllegalArgumentException if shapes or types do not fit, or a window has no such place
  default Tensor maxPoolPick(PoolWindows windows, Tensor trace) {
    return Node.apply(new Poolings.MaxPoolPick(windows), (Tensor) this, trace);
  }

  /// The mean of every window of this `[N, C, H, W]`; [PoolWindows.Adaptive] gives adaptive average pooling.
  ///
  /// @param windows windows
  /// @return new tensor `[N, C, OH, OW]`, batch innermost in memory
  /// @throws IllegalArgumentException if a window does not fit
  default Tensor avgPool2d(PoolWindows windows) {
    return Node.apply(new Poolings.AvgPool2d(windows), (Tensor) this);
  }

  /// Spreads each window's number evenly over its pixels, the gradient of [#avgPool2d].
  ///
  /// @param windows windows
  /// @param input shape of the pooling's input
  /// @return new tensor of that shape
  /// @throws IllegalArgumentException if this is not what a pooling of that shape gives
  default Tensor avgPoolGradient(PoolWindows windows, Shape input) {
    return Node.apply(new Poolings.AvgPoolGradient(windows, input), (Tensor) this);
  }
}
