package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.op.ConvSpec;
import candor.tensor.Tensor;

/// The two-dimensional convolution `y[n, o] = b[o] + Σ_c W[o, c] ⋆ x[n, c]`, from `[N, in, H, W]` to
/// `[N, out, OH, OW]`, with `W` of shape `[out, in/groups, k, k]`.
public final class Conv2d extends Module {
  private final Parameter weight;
  private final Parameter bias;
  private final ConvSpec spec;

  /// A layer of stride 1 without padding, with weights after Glorot & Bengio and biases of 0.
  ///
  /// @param in input channels
  /// @param out output channels
  /// @param kernel height and width of the kernel
  public Conv2d(int in, int out, int kernel) {
    this(in, out, kernel, ConvSpec.DEFAULT, Init.glorotUniform());
  }

  /// A layer with biases of 0.
  ///
  /// @param in input channels
  /// @param out output channels
  /// @param kernel height and width of the kernel
  /// @param spec stride, padding, dilation, groups
  /// @param init first weights
  /// @throws IllegalArgumentException if the channels do not divide into the groups
  public Conv2d(int in, int out, int kernel, ConvSpec spec, Init init) {
    requireDivides("input", in, spec.groups());
    requireDivides("output", out, spec.groups());
    this.spec = spec;
    weight = parameter("weight", init, out, in / spec.groups(), kernel, kernel);
    bias = parameter("bias", Init.constant(0), out);
  }

  private static void requireDivides(String side, int channels, int groups) {
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          "conv2d: " + channels + " " + side + " channels, expected a multiple of the " + groups + " groups");
    }
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    return x.conv2d(weight.value(), bias.value(), spec);
  }
}
