package candor.bayes.calibration;

import java.util.Arrays;

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

  /// The rule of [#equalWidth].
  ///
  /// @param bins number of bins
  record EqualWidth(int bins) implements Binning {
    /// Checks the number.
    ///
    /// @throws IllegalArgumentException if there is no bin
    public EqualWidth {
      Bins.require(bins);
    }

    @Override
    public String name() {
      return bins + " of equal width, open below and closed above";
    }

    @Override
    public double[] ends(double... probabilities) {
      double[] ends = new double[bins];
      for (int m = 0; m < bins; m++) {
        ends[m] = (m + 1.0) / bins;
      }
      return ends;
    }
  }

  /// The rule of [#equalMass].
  ///
  /// @param bins number of bins, if no probabilities are equal
  record EqualMass(int bins) implements Binning {
    /// Checks the number.
    ///
    /// @throws IllegalArgumentException if there is no bin
    public EqualMass {
      Bins.require(bins);
    }

    @Override
    public String name() {
      return bins + " of equal mass, open below and closed above, equal probabilities in one";
    }

    @Override
    public double[] ends(double... probabilities) {
      double[] sorted = probabilities.clone();
      Arrays.sort(sorted);
      int n = sorted.length;
      double[] ends = new double[bins];
      int count = 0;
      for (int m = 1; m < bins && n > 0; m++) {
        double end = sorted[(int) (((long) m * n + bins - 1) / bins) - 1];
        // Beyond the largest probability, and beyond 1, there would be empty bins.
        if (end < Math.min(1, sorted[n - 1]) && (count == 0 || end > ends[count - 1])) {
          ends[count++] = end;
        }
      }
      ends[count++] = 1;
      return Arrays.copyOf(ends, count);
    }
  }
}
