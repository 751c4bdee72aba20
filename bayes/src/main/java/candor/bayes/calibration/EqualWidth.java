package candor.bayes.calibration;

/// The rule of [Binning#equalWidth].
///
/// @param bins number of bins
record EqualWidth(int bins) implements Binning {
  EqualWidth {
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
