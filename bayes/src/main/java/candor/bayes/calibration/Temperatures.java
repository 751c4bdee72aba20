package candor.bayes.calibration;

/// The mean negative log-likelihood `1/N Σ (ln Σₖ exp(β zₖ) − β z_y)` as a function of the inverse temperature `β`, which is
/// convex.
final class Temperatures {
  private final double[] logits;
  private final int classes;
  private final int[] labels;

  /// Makes the function.
  ///
  /// @param logits row-major `[N, K]`
  /// @param labels `N` classes
  Temperatures(double[] logits, int... labels) {
    this.classes = logits.length / labels.length;
    this.labels = labels;
    this.logits = logits.clone();
    for (int at = 0; at < logits.length; at += classes) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        largest = Math.max(largest, logits[at + k]);
      }
      for (int k = 0; k < classes; k++) {
        this.logits[at + k] -= largest;
      }
    }
  }

  /// The function at one place, and its first two derivatives.
  ///
  /// @param loss negative log-likelihood
  /// @param slope its first derivative, `1/N Σ (E_p z − z_y)`
  /// @param rounding error of the slope
  /// @param curvature its second derivative, `1/N Σ Var_p z`
  record Point(double loss, double slope, double rounding, double curvature) {
  }

  /// Where the function is least.
  ///
  /// @param inverse inverse temperature
  /// @param outcome whether there is a minimum
  /// @param iterations steps that were made
  record Minimum(double inverse, Solution.Outcome outcome, int iterations) {
  }

  Point at(double inverse) {
    Sum loss = new Sum();
    Sum slope = new Sum();
    double curvature = 0;
    for (int i = 0; i < labels.length; i++) {
      double sum = 0;
      double first = 0;
      double second = 0;
      for (int k = i * classes; k < (i + 1) * classes; k++) {
        double weight = StrictMath.exp(inverse * logits[k]);
        sum += weight;
        first += weight * logits[k];
        second += weight * logits[k] * logits[k];
      }
      double truth = logits[i * classes + labels[i]];
      double mean = first / sum;
      loss.add(StrictMath.log(sum));
      loss.add(-inverse * truth);
      slope.add(mean);
      slope.add(-truth);
      curvature += second / sum - mean * mean;
    }
    return new Point(loss.value() / labels.length, slope.value() / labels.length, slope.rounding() / labels.length,
        curvature / labels.length);
  }

  /// The minimum over `β ≥ 0`.
  ///
  /// @param largest what to return if the function falls for ever
  Minimum minimum(double largest) {
    if (isFlat()) {
      return new Minimum(1, Solution.Outcome.MINIMUM, 0);
    }
    if (isSeparable()) {
      return new Minimum(largest, Solution.Outcome.UNBOUNDED, 0);
    }
    if (at(0).slope >= 0) {
      return new Minimum(0, Solution.Outcome.MINIMUM, 0);
    }
    double low = 0;
    double high = 1;
    int iterations = 0;
    while (at(high).slope < 0) {
      low = high;
      high *= 2;
      iterations++;
    }
    return root(low, high, iterations);
  }

  /// Newton's method for the root of the slope. A step that leaves the interval, or that does not halve the one before,
  /// is replaced by bisection, so it ends in any case: where F64 does not resolve the step, or the slope.
  private Minimum root(double from, double to, int before) {
    double low = from;
    double high = to;
    double beta = (low + high) / 2;
    double last = high - low;
    for (int iterations = before + 1;; iterations++) {
      Point point = at(beta);
      if (Math.abs(point.slope) <= point.rounding) {
        return new Minimum(beta, Solution.Outcome.MINIMUM, iterations);
      }
      if (point.slope < 0) {
        low = beta;
      } else {
        high = beta;
      }
      double next = beta - point.slope / point.curvature;
      if (!(next >= low && next <= high && Math.abs(next - beta) <= last / 2)) {
        next = low + (high - low) / 2;
      }
      last = Math.abs(next - beta);
      beta = next;
      if (last <= Math.ulp(beta)) {
        return new Minimum(beta, Solution.Outcome.MINIMUM, iterations);
      }
    }
  }

  /// Whether all logits of every sample are equal.
  private boolean isFlat() {
    for (double logit : logits) {
      if (logit < 0) {
        return false;
      }
    }
    return true;
  }

  /// Whether every label has the largest logit of its sample.
  private boolean isSeparable() {
    for (int i = 0; i < labels.length; i++) {
      if (logits[i * classes + labels[i]] < 0) {
        return false;
      }
    }
    return true;
  }

  /// A sum whose rounding errors are added up beside it (Neumaier 1974).
  private static final class Sum {
    private double sum;
    private double lost;
    private double size;

    void add(double x) {
      double next = sum + x;
      lost += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
      sum = next;
      size += Math.abs(x);
    }

    double value() {
      return sum + lost;
    }

    /// About the last place of the terms, which carry their own rounding errors.
    double rounding() {
      return Math.ulp(size) / 2;
    }
  }
}
