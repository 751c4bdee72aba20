package candor.examples.report;

/// An interval that holds the true number in 95 of 100 repetitions of an experiment.
///
/// @param low lower end
/// @param high upper end
public record Interval(double low, double high) {
  private static final double NORMAL_QUANTILE = 1.959964;

  /// The interval of Wilson 1927 for a share of independent trials, such as an accuracy.
  ///
  /// @param share share that was found, in `[0, 1]`
  /// @param trials number of trials
  /// @return the interval
  public static Interval ofShare(double share, int trials) {
    double z = NORMAL_QUANTILE * NORMAL_QUANTILE / trials;
    double centre = (share + z / 2) / (1 + z);
    double half = NORMAL_QUANTILE / (1 + z) * Math.sqrt(share * (1 - share) / trials + z / 4 / trials);
    return new Interval(centre - half, centre + half);
  }
}
