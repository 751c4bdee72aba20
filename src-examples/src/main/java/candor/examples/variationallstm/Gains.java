package candor.examples.variationallstm;

import candor.examples.variationallstm.VariationalLstmResults.Gain;
import candor.random.Purpose;
import candor.random.RandomStream;
import java.util.Arrays;

/// Differences of losses over the same texts, with intervals by the bootstrap: texts are drawn with replacement, as many as
/// there are, a thousand times.
final class Gains {
  private static final int REPETITIONS = 1000;
  private static final int CUT = REPETITIONS * 25 / 1000;

  private final double[] weights;
  private final RandomStream stream;

  /// Weighs texts, by their lengths or all alike.
  Gains(double[] weights, long seed) {
    this.weights = weights.clone();
    this.stream = RandomStream.of(seed).purpose(Purpose.SAMPLING).child("bootstrap");
  }

  /// How much the second losses are below the first, per unit of weight.
  Gain of(double[] before, double[] after) {
    double[] means = new double[REPETITIONS];
    int[] drawn = new int[weights.length];
    for (int r = 0; r < REPETITIONS; r++) {
      stream.bounded(weights.length, r, drawn);
      means[r] = mean(before, after, drawn);
    }
    Arrays.sort(means);
    Arrays.setAll(drawn, i -> i);
    return new Gain(mean(before, after, drawn), means[CUT], means[REPETITIONS - 1 - CUT]);
  }

  private double mean(double[] before, double[] after, int[] texts) {
    double sum = 0;
    double weight = 0;
    for (int i : texts) {
      sum += before[i] - after[i];
      weight += weights[i];
    }
    return sum / weight;
  }
}
