package candor.bayes.influence;

import candor.bayes.Argsort;
import java.util.Arrays;

/// Predicted changes beside the changes that came about.
///
/// @param points the samples
/// @param predicted what was predicted for each
/// @param actual what came about
public record Agreement(int[] points, double[] predicted, double[] actual) {
  /// Checks the lengths.
  ///
  /// @throws IllegalArgumentException if there are not as many numbers as points
  public Agreement {
    if (predicted.length != points.length || actual.length != points.length) {
      throw new IllegalArgumentException("agreement: " + predicted.length + " predictions and " + actual.length
          + " changes for " + points.length + " points");
    }
  }

  /// Pearson's correlation.
  ///
  /// @return between −1 and 1; NaN when all predictions, or all changes, are equal
  public double pearson() {
    return correlation(predicted, actual);
  }

  /// Spearman's correlation: Pearson's of the ranks, where equal numbers share the mean of theirs.
  ///
  /// @return between −1 and 1; NaN when all predictions, or all changes, are equal
  public double spearman() {
    return correlation(ranks(predicted), ranks(actual));
  }

  /// The slope of the line through the origin that fits the changes best, `Σ p a / Σ p²`: 1 when predictions have the right
  /// size.
  ///
  /// @return the slope; NaN when all predictions are 0
  public double slope() {
    return SampleProducts.dot(predicted, actual) / SampleProducts.dot(predicted, predicted);
  }

  /// The points by falling magnitude of the prediction; of equal ones the first comes first.
  ///
  /// @return samples, the most influential first
  public int[] ranking() {
    return Arrays.stream(Argsort.descendingMagnitude(predicted)).map(i -> points[i]).toArray();
  }

  private static double correlation(double[] a, double... b) {
    double meanA = Arrays.stream(a).sum() / a.length;
    double meanB = Arrays.stream(b).sum() / b.length;
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - meanA) * (b[i] - meanB);
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return ab / Math.sqrt(aa * bb);
  }

  private static double[] ranks(double... x) {
    int[] order = Argsort.ascending(x);
    double[] ranks = new double[x.length];
    for (int from = 0; from < order.length;) {
      int to = from;
      while (to < order.length && x[order[to]] == x[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + to - 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }
}
