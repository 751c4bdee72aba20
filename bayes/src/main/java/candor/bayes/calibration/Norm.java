package candor.bayes.calibration;

/// How the gaps `g` of several bins, or of several classes, of weights `w` become one error.
public enum Norm {
  /// The weighted mean `Σ w g / Σ w`: the expected error.
  L1("expected") {
    @Override
    double of(double[] weights, double[] gaps) {
      double sum = 0;
      double total = 0;
      for (int m = 0; m < gaps.length; m++) {
        sum += weights[m] > 0 ? weights[m] * gaps[m] : 0;
        total += weights[m];
      }
      return sum / total;
    }
  },
  /// The root of the weighted mean square `√(Σ w g² / Σ w)`.
  L2("root mean square") {
    @Override
    double of(double[] weights, double[] gaps) {
      double[] squares = new double[gaps.length];
      for (int m = 0; m < gaps.length; m++) {
        squares[m] = gaps[m] * gaps[m];
      }
      return Math.sqrt(L1.of(weights, squares));
    }
  },
  /// The largest, whatever its weight, if that is not 0: the maximum error.
  MAX("maximum") {
    @Override
    double of(double[] weights, double[] gaps) {
      double largest = 0;
      for (int m = 0; m < gaps.length; m++) {
        largest = weights[m] > 0 ? Math.max(largest, gaps[m]) : largest;
      }
      return largest;
    }
  };

  private final String text;

  Norm(String text) {
    this.text = text;
  }

  /// Joins gaps. Those of weight 0 do not count, whatever they are.
  abstract double of(double[] weights, double[] gaps);

  /// The norm in words, as it goes before "calibration error".
  @Override
  public String toString() {
    return text;
  }
}
