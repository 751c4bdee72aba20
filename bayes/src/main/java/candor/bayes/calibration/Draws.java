package candor.bayes.calibration;

import java.util.Arrays;

/// What a number was on many resampled test sets, in ascending order.
///
/// Resamples on which it was undefined (NaN), such as the accuracy of a bin that got no input, are left out.
public final class Draws {
  private final double[] sorted;

  /// Ends of an interval.
  ///
  /// @param low lower end
  /// @param high upper end
  public record Interval(double low, double high) {
  }

  private Draws(double... sorted) {
    this.sorted = sorted;
  }

  /// Sorts numbers.
  ///
  /// @param numbers one number for each resample, in any order
  /// @return those that are not NaN
  public static Draws of(double... numbers) {
    return new Draws(Arrays.stream(numbers).filter(x -> !Double.isNaN(x)).sorted().toArray());
  }

  /// How many there are.
  ///
  /// @return the number of resamples on which the number was defined
  public int size() {
    return sorted.length;
  }

  /// Their mean.
  ///
  /// @return the mean, NaN if there is none
  public double mean() {
    return Arrays.stream(sorted).sum() / sorted.length;
  }

  /// Their standard deviation: as a bootstrap, the standard error of the number.
  ///
  /// @return `√(Σ (x − x̄)² / (R − 1))`, NaN of fewer than two
  public double deviation() {
    double mean = mean();
    return Math.sqrt(Arrays.stream(sorted).map(x -> (x - mean) * (x - mean)).sum() / (sorted.length - 1));
  }

  /// The least of them that a share of them does not exceed, that of rank `⌈pR⌉`.
  ///
  /// @param share share `p`, in `(0, 1]`
  /// @return the quantile, NaN if there is none
  /// @throws IllegalArgumentException if the share is out of its range
  public double quantile(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("draws: share " + share + ", expected (0, 1]");
    }
    return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1];
  }

  /// The central interval, between the quantiles of `(1 − level)/2` and `(1 + level)/2`.
  ///
  /// @param level share of them in the interval, in `(0, 1)`, such as 0.95
  /// @return the ends
  /// @throws IllegalArgumentException if the level is out of its range
  public Interval interval(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("draws: level " + level + ", expected (0, 1)");
    }
    return new Interval(quantile((1 - level) / 2), quantile((1 + level) / 2));
  }
}
