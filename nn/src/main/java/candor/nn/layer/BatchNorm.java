package candor.nn.layer;

import candor.nn.Buffer;
import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;

/// What the batch normalisations of inputs of different ranks share.
abstract sealed class BatchNorm extends Module permits BatchNorm1d, BatchNorm2d {
  static final double EPSILON = 1e-5;
  static final double MOMENTUM = 0.1;

  private final String name;
  private final String expected;
  private final int features;
  private final int lowestRank;
  private final int highestRank;
  private final double epsilon;
  private final double momentum;
  private final Parameter weight;
  private final Parameter bias;
  private final Buffer mean;
  private final Buffer variance;

  /// Axis 1 of an input, of one of the given ranks, counts the features.
  BatchNorm(String name, String expected, int features, int lowestRank, int highestRank, double epsilon,
      double momentum) {
    if (features < 1) {
      throw new IllegalArgumentException(name + ": " + features + " features, expected 1 or more");
    }
    boolean fits = epsilon > 0 && epsilon < Double.POSITIVE_INFINITY && momentum >= 0 && momentum <= 1;
    if (!fits) {
      throw new IllegalArgumentException(name + ": epsilon " + epsilon + ", momentum " + momentum
          + ", expected a positive finite epsilon and momentum in [0, 1]");
    }
    this.name = name;
    this.expected = expected;
    this.features = features;
    this.lowestRank = lowestRank;
    this.highestRank = highestRank;
    this.epsilon = epsilon;
    this.momentum = momentum;
    weight = parameter("weight", Init.constant(1), features);
    bias = parameter("bias", Init.constant(0), features);
    mean = buffer("running_mean", 0, features);
    variance = buffer("running_var", 1, features);
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    Shape shape = x.shape();
    if (shape.rank() < lowestRank || shape.rank() > highestRank || shape.size(1) != features) {
      throw new IllegalArgumentException(name + ": input has shape " + shape + ", expected " + expected);
    }
    Types.requireOne(name, x, weight.value());
    return context.mode() == Context.Mode.TRAIN ? byBatch(x, context) : byRunning(x);
  }

  private Tensor byBatch(Tensor x, Context context) {
    int n = x.count() / Math.max(1, features);
    if (n < 2) {
      throw new IllegalArgumentException(name + ": input of shape " + x.shape() + " has " + n
          + " numbers for each feature, training expects 2 or more to have a variance");
    }
    Tensor statistics = x.batchStatistics();
    Tensor batch = statistics.detach();
    context.average(mean, batch.select(0, 0), momentum);
    context.average(variance, batch.select(0, 1).mul(n / (n - 1.0)), momentum);
    return x.batchNorm(statistics, weight.value(), bias.value(), epsilon);
  }

  private Tensor byRunning(Tensor x) {
    int[] sizes = new int[x.shape().rank() - 1];
    Arrays.fill(sizes, 1);
    sizes[0] = features;
    Tensor scale = weight.value().mul(variance.value().add(epsilon).rsqrt());
    return x.sub(mean.value().reshape(sizes)).mul(scale.reshape(sizes)).add(bias.value().reshape(sizes));
  }
}
