package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What normalisations by groups of channels share.
abstract sealed class ChannelNorm extends Module permits GroupNorm, InstanceNorm {
  private final String name;
  private final int groups;
  private final int channels;
  private final double epsilon;
  private final @Nullable Parameter weight;
  private final @Nullable Parameter bias;

  ChannelNorm(String name, int groups, int channels, double epsilon, boolean isAffine) {
    Standardised.requireEpsilon(name, epsilon);
    if (Math.min(groups, channels) < 1) {
      throw new IllegalArgumentException(name + ": " + channels + " channels"
          + (groups == channels ? "" : " in " + groups + " groups") + ", expected 1 or more");
    }
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          name + ": " + channels + " channels, expected a multiple of the " + groups + " groups");
    }
    this.name = name;
    this.groups = groups;
    this.channels = channels;
    this.epsilon = epsilon;
    weight = isAffine ? parameter("weight", Init.constant(1), channels) : null;
    bias = isAffine ? parameter("bias", Init.constant(0), channels) : null;
  }

  final int groups() {
    return groups;
  }

  final int channels() {
    return channels;
  }

  final double epsilon() {
    return epsilon;
  }

  final boolean isAffine() {
    return weight != null;
  }

  @Override
  protected final Tensor forward(Tensor x, Context context) {
    Shape shape = x.shape();
    if (shape.rank() < 2 || shape.size(1) != channels) {
      throw new IllegalArgumentException(name + ": input has shape " + shape + ", expected [N," + channels + ",…]");
    }
    if (weight != null) {
      Types.requireOne(name, x, weight.value());
    }
    int pixels = 1;
    for (int axis = 2; axis < shape.rank(); axis++) {
      pixels *= shape.size(axis);
    }
    int length = channels / groups * pixels;
    if (length == 1) {
      throw new IllegalArgumentException(
          name + ": input of shape " + shape + " has one number for each group, expected 2 or more to have a variance");
    }
    Tensor y = Standardised.rows(x, length, epsilon);
    if (weight == null || bias == null) {
      return y;
    }
    int[] sizes = new int[shape.rank() - 1];
    Arrays.fill(sizes, 1);
    sizes[0] = channels;
    return y.mul(weight.value().reshape(sizes)).add(bias.value().reshape(sizes));
  }
}
