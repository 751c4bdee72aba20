package candor.nn.data;

import candor.random.RandomStream;
import java.util.Arrays;

/// Which samples an epoch has, and in which order. An epoch has as many samples as the data set.
@FunctionalInterface
public interface Sampler {
  /// Chooses.
  ///
  /// @param size number of samples of the data set
  /// @param stream random numbers of the epoch
  /// @return `size` indices
  int[] order(int size, RandomStream stream);

  /// Every sample once, in random order.
  ///
  /// @return the sampler
  static Sampler shuffled() {
    return (size, stream) -> stream.permutation(size);
  }

  /// Samples drawn with replacement, each with a probability proportional to its weight. A sample that comes twice in a
  /// batch has the same dropout mask twice, since masks follow identities.
  ///
  /// @param weights weight of every sample
  /// @return the sampler
  /// @throws IllegalArgumentException if a weight is negative or not finite, or all are 0
  static Sampler weighted(double... weights) {
    double[] sums = new double[weights.length];
    double sum = 0;
    int last = -1;
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0 && weights[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "sampler: sample " + i + " has the weight " + weights[i] + ", expected 0 or more");
      }
      sum += weights[i];
      sums[i] = sum;
      last = weights[i] > 0 ? i : last;
    }
    if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("sampler: the weights sum to " + sum + ", expected a positive finite number");
    }
    int end = last;
    return (size, stream) -> {
      if (size != sums.length) {
        throw new IllegalArgumentException("sampler: " + sums.length + " weights for " + size + " samples");
      }
      double[] draws = new double[size];
      stream.uniform(0, draws);
      // Rounding may lift a draw to the whole sum.
      return Arrays.stream(draws).mapToInt(u -> Math.min(end, above(sums, u * sums[end]))).toArray();
    };
  }

  /// Samples drawn with replacement so that every class has the same probability.
  ///
  /// @param data the data set, with classes as targets
  /// @return the sampler
  /// @throws IllegalArgumentException if there is no sample, or the targets are no classes
  static Sampler balanced(Dataset data) {
    int[] classes = Classes.of("balanced sampler", data);
    int[] counts = Classes.counts(classes);
    return weighted(Arrays.stream(classes).mapToDouble(k -> 1.0 / counts[k]).toArray());
  }

  /// The first index whose sum is above a number.
  private static int above(double[] sums, double number) {
    int low = 0;
    int high = sums.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sums[middle] > number) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
