package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;

/// The rectifier with a learned slope for negative inputs (He et al. 2015, eq. 1): `x` where positive, else `a x`, with one
/// `a` for all inputs, or one for each channel of `[N, C, …]`.
///
/// The parameter `weight`, `a`, of shape `[1]` or `[C]`, begins as ¼, as in the paper. It should have no weight decay, which
/// would pull it to a rectifier; [candor.nn.optim.ParameterGroups#decayingWeights] leaves it out, as it has one axis.
public final class PRelu extends Module {
  private static final double FIRST = 0.25;

  private final Parameter weight;

  /// A layer with one slope for all inputs.
  public PRelu() {
    this(1);
  }

  /// A layer with a slope for each channel; one channel makes one slope for all inputs, of any number of channels.
  ///
  /// @param channels number of channels
  /// @throws IllegalArgumentException if it is below 1
  public PRelu(int channels) {
    this(channels, FIRST);
  }

  private PRelu(int channels, double first) {
    if (channels < 1) {
      throw new IllegalArgumentException("pRelu: " + channels + " channels, expected 1 or more");
    }
    weight = parameter("weight", Init.constant(first), channels);
  }

  /// The same with another first slope.
  ///
  /// @param first first slope
  /// @return a new layer, without numbers
  public PRelu slope(double first) {
    return new PRelu(weight.shape().size(0), first);
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    Shape shape = x.shape();
    int channels = weight.shape().size(0);
    if (channels > 1 && (shape.rank() < 2 || shape.size(1) != channels)) {
      throw new IllegalArgumentException("pRelu: input has shape " + shape + ", expected [N," + channels + ",…]");
    }
    Types.requireOne("pRelu", x, weight.value());
    Tensor slope = weight.value();
    if (channels > 1) {
      int[] sizes = new int[shape.rank() - 1];
      Arrays.fill(sizes, 1);
      sizes[0] = channels;
      slope = slope.reshape(sizes);
    }
    return x.relu().add(x.clamp(Double.NEGATIVE_INFINITY, 0).mul(slope));
  }
}
