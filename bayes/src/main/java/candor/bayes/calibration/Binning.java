package candor.bayes.calibration;

/// How probabilities are put into bins: the convention that every binned error depends on.
///
/// Bins are open below and closed above, `(end_{m−1}, end_m]`. The first also holds 0, and the last one what rounding
/// lifted above 1. Which bin holds a probability depends on its value alone: equal ones are in one bin, and the order of
/// the inputs does not matter.
///
/// One more rule is one more implementation.
public interface Binning {
  /// The convention in words, for tables and reports, to be read after "bins:".
  ///
  /// @return a few words
  String name();

  /// The upper ends of the bins.
  ///
  /// @param probabilities those that will be put into the bins, in any order
  /// @return the ends, each larger than the one before, the last one 1
  double[] ends(double... probabilities);

  /// Bins of equal width, `(0, 1/M], (1/M, 2/M], …`, some of which may be empty (Guo et al. 2017, section 2).
  ///
  /// @param bins number of bins `M`, at least 1
  /// @return the rule
  /// @throws IllegalArgumentException if there is no bin
  static Binning equalWidth(int bins) {
    return new EqualWidth(bins);
  }

  /// Bins that hold equally many probabilities, as far as equal ones allow, and none of which is empty. The end of bin
  /// `m` is the probability of rank `⌈mN/M⌉`; where equal probabilities fill more than one bin, there are fewer bins
  /// (the adaptive bins of Nixon et al. 2019, which that paper cuts by rank alone).
  ///
  /// @param bins number of bins `M`, at least 1
  /// @return the rule
  /// @throws IllegalArgumentException if there is no bin
  static Binning equalMass(int bins) {
    return new EqualMass(bins);
  }
}
