package candor.bayes;

import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Adds passes up, one after the other, and forgets them: what is kept has the size of one pass.
///
/// Everything is F64. Mean and variance follow Welford's recurrence, `d = p − p̄`, `p̄ ← p̄ + d/t`, `S ← S + d (p − p̄)`,
/// so that passes which agree have the variance 0, exactly. The passes of a sample are added in the order in which they
/// come, so the numbers depend neither on how samples are cut into pieces nor on threads.
final class PassSums {
  /// Scalar steps that the logarithm of an entropy costs.
  private static final int COST = 40;

  private final int classes;
  private final int[] passes;
  private final double[] mean;
  private final double[] squares;
  private final double[] entropy;
  private final double[] votes;

  /// Begins with no pass.
  PassSums(int samples, int classes) {
    this.classes = classes;
    passes = new int[samples];
    mean = new double[samples * classes];
    squares = new double[samples * classes];
    entropy = new double[samples];
    votes = new double[samples * classes];
  }

  /// The sums of all passes `[T, N, K]`.
  static PassSums of(Tensor probabilities) {
    PassSums sums = new PassSums(probabilities.shape().size(1), probabilities.shape().size(2));
    sums.add(probabilities);
    return sums;
  }

  /// Adds passes `[T, N, K]`.
  void add(Tensor probabilities) {
    addUntil(sample -> false, probabilities, IntStream.range(0, passes.length).toArray());
  }

  /// Adds passes `[T, n, K]` of some of the samples, of each until it is done.
  ///
  /// @param done whether a sample, by its place, has had enough; asked after every pass
  /// @param samples places of the `n` samples
  /// @return those that are not done
  int[] addUntil(IntPredicate done, Tensor probabilities, int... samples) {
    int count = probabilities.shape().size(0);
    NdArray rows = probabilities.array().rowMajor();
    boolean[] enough = new boolean[samples.length];
    Backend.current().forEach(samples.length, (long) COST * count * classes, (from, to) -> {
      double[] p = new double[classes];
      for (int i = from; i < to; i++) {
        for (int t = 0; t < count && !enough[i]; t++) {
          read(rows, (t * samples.length + i) * classes, p);
          add(samples[i], p);
          enough[i] = done.test(samples[i]);
        }
      }
    });
    return IntStream.range(0, samples.length).filter(i -> !enough[i]).map(i -> samples[i]).toArray();
  }

  private static void read(NdArray rows, int at, double[] p) {
    for (int k = 0; k < p.length; k++) {
      p[k] = rows.dtype() == DType.F32 ? rows.f32()[rows.offset() + at + k] : rows.f64()[rows.offset() + at + k];
    }
  }

  private void add(int sample, double[] p) {
    int t = ++passes[sample];
    int row = sample * classes;
    int best = 0;
    for (int k = 0; k < classes; k++) {
      double difference = p[k] - mean[row + k];
      mean[row + k] += difference / t;
      squares[row + k] += difference * (p[k] - mean[row + k]);
      best = p[k] > p[best] ? k : best;
    }
    votes[row + best]++;
    entropy[sample] += (Entropy.nats(p, 0, classes) - entropy[sample]) / t;
  }

  /// Whether no class can overtake a sample's leading one any more: for every other class the margin of the means is
  /// above `z (s_lead + s_other) / √t`, with `s` the corrected standard deviations over the passes.
  ///
  /// @param least passes before that is asked
  boolean isSettled(int sample, double z, int least) {
    if (passes[sample] < least) {
      return false;
    }
    int row = sample * classes;
    int lead = row;
    for (int k = row; k < row + classes; k++) {
      lead = mean[k] > mean[lead] ? k : lead;
    }
    for (int k = row; k < row + classes; k++) {
      double error = z * (deviation(sample, lead) + deviation(sample, k)) / Math.sqrt(passes[sample]);
      // Not >=: classes of equal means, sure of it or not, are undecided.
      if (k != lead && !(mean[lead] - mean[k] > error)) {
        return false;
      }
    }
    return true;
  }

  private double deviation(int sample, int at) {
    return Math.sqrt(squares[at] / (passes[sample] - 1));
  }

  /// Means, variances, votes and mean entropies side by side, `[N, 3K + 1]`: a tensor that can be put together from
  /// pieces.
  Tensor packed() {
    int n = passes.length;
    int width = 3 * classes + 1;
    double[] all = new double[n * width];
    for (int i = 0; i < n; i++) {
      int row = i * classes;
      for (int k = 0; k < classes; k++) {
        all[i * width + k] = mean[row + k];
        all[i * width + classes + k] = squares[row + k] / passes[i];
        all[i * width + 2 * classes + k] = votes[row + k];
      }
      all[i * width + 3 * classes] = entropy[i];
    }
    return Tensor.of(all, n, width);
  }

  /// The summary of what was packed.
  static Belief.Summary unpack(Tensor packed) {
    int classes = packed.shape().size(1) / 3;
    return new Belief.Summary(packed.slice(1, 0, classes), packed.slice(1, classes, 2 * classes),
        packed.slice(1, 2 * classes, 3 * classes).to(DType.I32), packed.select(1, 3 * classes));
  }
}
