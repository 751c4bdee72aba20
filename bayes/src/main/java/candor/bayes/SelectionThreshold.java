package candor.bayes;

import java.util.Arrays;

/// When to answer: the uncertainty up to which a model's answers are wrong no more often than was asked for, chosen on
/// validation data (selective classification, Geifman & El-Yaniv 2017).
///
/// ```java
/// SelectionThreshold select =
///     SelectionThreshold.forRisk(0.01, uncertainty, correct, new SelectionRule.Guaranteed(0.001));
/// boolean answer = select.accepts(another);
/// ```
///
/// @param threshold largest uncertainty that is answered; −∞ if there is none, so that nothing is answered
/// @param coverage share of the validation inputs that are answered
/// @param risk share of errors among these, NaN if there is none
/// @param bound what the true risk is at most, with the rule's probability; NaN for a rule without one
/// @param rule how the threshold was chosen
public record SelectionThreshold(double threshold, double coverage, double risk, double bound, SelectionRule rule) {
  /// Chooses a threshold.
  ///
  /// @param target risk, in `[0, 1)`
  /// @param uncertainty a number for each validation input, larger means more uncertain
  /// @param correct whether the model is right
  /// @param rule how to choose
  /// @return the threshold; it answers nothing if no other one meets the target
  /// @throws IllegalArgumentException if the target is out of its range, the arrays differ in length or are empty, or an
  ///     uncertainty is NaN
  public static SelectionThreshold forRisk(double target, double[] uncertainty, boolean[] correct, SelectionRule rule) {
    int n = uncertainty.length;
    if (n != correct.length || n == 0) {
      throw new IllegalArgumentException("selection: " + n + " uncertainties and " + correct.length
          + " outcomes, expected equally many, and 1 or more");
    }
    if (!(target >= 0 && target < 1)) {
      throw new IllegalArgumentException("selection: risk " + target + ", expected [0, 1)");
    }
    if (Arrays.stream(uncertainty).anyMatch(Double::isNaN)) {
      throw new IllegalArgumentException("selection: an uncertainty is NaN, so the inputs have no order");
    }
    int[] order = Argsort.ascending(uncertainty);
    double[] sorted = new double[n];
    int[] errors = new int[n + 1];
    for (int i = 0; i < n; i++) {
      sorted[i] = uncertainty[order[i]];
      errors[i + 1] = errors[i] + (correct[order[i]] ? 0 : 1);
    }
    return switch (rule) {
      case SelectionRule.Empirical empirical -> empirical(target, sorted, errors, empirical);
      case SelectionRule.Guaranteed guaranteed -> guaranteed(target, sorted, errors, guaranteed);
    };
  }

  /// Whether an input is answered.
  ///
  /// @param uncertainty its uncertainty, of the measure that the threshold was chosen for
  /// @return true if it is at most the threshold; false for NaN
  public boolean accepts(double uncertainty) {
    return uncertainty <= threshold && threshold > Double.NEGATIVE_INFINITY;
  }

  private static SelectionThreshold empirical(double target, double[] sorted, int[] errors, SelectionRule rule) {
    for (int answered = sorted.length; answered > 0; answered--) {
      boolean cutsTie = answered < sorted.length && sorted[answered] == sorted[answered - 1];
      if (!cutsTie && errors[answered] <= target * answered + 1e-9) {
        return at(answered, sorted, errors, Double.NaN, rule);
      }
    }
    return nothing(Double.NaN, rule);
  }

  private static SelectionThreshold guaranteed(double target, double[] sorted, int[] errors,
      SelectionRule.Guaranteed rule) {
    int n = sorted.length;
    int tries = Math.max(1, 32 - Integer.numberOfLeadingZeros(n - 1));
    // The bounds of all tries hold together with probability 1 − δ, so that any of them may be taken.
    double each = rule.delta() / tries;
    SelectionThreshold best = nothing(0, rule);
    int low = 0;
    int high = n;
    for (int i = 0; i < tries; i++) {
      int answered = low + Math.ceilDiv(high - low, 2);
      int whole = answered;
      while (whole < n && sorted[whole] == sorted[answered - 1]) {
        whole++;
      }
      double bound = upperBound(errors[whole], whole, each);
      if (bound <= target) {
        if (whole > best.coverage * n) {
          best = at(whole, sorted, errors, bound, rule);
        }
        low = answered;
      } else {
        high = answered;
      }
    }
    return best;
  }

  private static SelectionThreshold at(int answered, double[] sorted, int[] errors, double bound, SelectionRule rule) {
    return new SelectionThreshold(sorted[answered - 1], (double) answered / sorted.length,
        (double) errors[answered] / answered, bound, rule);
  }

  private static SelectionThreshold nothing(double bound, SelectionRule rule) {
    return new SelectionThreshold(Double.NEGATIVE_INFINITY, 0, Double.NaN, bound, rule);
  }

  /// The risk `b` at which `e` errors or fewer among `m` answers have the probability `δ` (Clopper & Pearson 1934;
  /// Geifman & El-Yaniv 2017, lemma 3.1), by bisection to the resolution of F64.
  static double upperBound(int e, int m, double delta) {
    double logChoose = 0;
    for (int j = 1; j <= e; j++) {
      logChoose += StrictMath.log((m - j + 1.0) / j);
    }
    double low = (double) e / m;
    double high = 1;
    double limit = StrictMath.log(delta) - logChoose;
    double middle = low + (high - low) / 2;
    while (middle > low && middle < high) {
      double last = e * StrictMath.log(middle) + (m - e) * StrictMath.log1p(-middle);
      if (last + StrictMath.log(relativeTail(e, m, middle)) > limit) {
        low = middle;
      } else {
        high = middle;
      }
      middle = low + (high - low) / 2;
    }
    return high;
  }

  /// `Σ_{j ≤ e} C(m, j) bʲ (1 − b)^(m−j)` over its last term, the largest one for `b ≥ e/m`.
  private static double relativeTail(int e, int m, double b) {
    double odds = (1 - b) / b;
    double term = 1;
    double sum = 1;
    for (int j = e; j > 0 && term > sum * 0x1p-60; j--) {
      term *= odds * j / (m - j + 1.0);
      sum += term;
    }
    return sum;
  }
}
