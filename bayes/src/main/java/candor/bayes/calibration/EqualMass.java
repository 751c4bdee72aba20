package candor.bayes.calibration;

import java.util.Arrays;

/// The rule of [Binning#equalMass].
///
/// @param bins number of bins, if no probabilities are equal
record EqualMass(int bins) implements Binning {
  EqualMass {
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
