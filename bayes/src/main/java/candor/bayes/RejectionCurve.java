package candor.bayes;

import java.util.Arrays;
import java.util.stream.IntStream;

/// How accurate a model is on what is left when it may decline to answer the inputs that it is least sure of.
///
/// The most uncertain inputs are rejected first. Inputs of equal uncertainty are rejected in random order, and the
/// curve is the exact expected value over that order: a measure with few levels, such as the variation ratio, neither
/// gains nor loses by the way in which a sort breaks its ties.
public final class RejectionCurve {
  /// Expected number of right answers among the inputs that are left, by number of rejected ones.
  private final double[] right;

  private RejectionCurve(double[] right) {
    this.right = right;
  }

  /// Makes the curve of an uncertainty.
  ///
  /// @param uncertainty a number for each input, larger means more uncertain
  /// @param correct whether the model is right
  /// @return the curve
  /// @throws IllegalArgumentException if the arrays differ in length or are empty, or an uncertainty is NaN
  public static RejectionCurve of(double[] uncertainty, boolean[] correct) {
    int n = uncertainty.length;
    if (n != correct.length || n == 0) {
      throw new IllegalArgumentException("rejection curve: " + n + " uncertainties and " + correct.length
          + " outcomes, expected equally many, and 1 or more");
    }
    if (Arrays.stream(uncertainty).anyMatch(Double::isNaN)) {
      throw new IllegalArgumentException("rejection curve: an uncertainty is NaN, so the inputs have no order");
    }
    int[] order = Argsort.ascending(uncertainty);
    double[] right = new double[n + 1];
    int surer = 0;
    for (int from = 0; from < n;) {
      int to = from;
      int hits = 0;
      while (to < n && uncertainty[order[to]] == uncertainty[order[from]]) {
        hits += correct[order[to++]] ? 1 : 0;
      }
      // However many of a group are left, each of them is right with the group's own accuracy.
      for (int left = from + 1; left <= to; left++) {
        right[n - left] = surer + (double) hits * (left - from) / (to - from);
      }
      surer += hits;
      from = to;
    }
    return new RejectionCurve(right);
  }

  /// Number of inputs.
  ///
  /// @return the number
  public int size() {
    return right.length - 1;
  }

  /// The expected accuracy on the inputs that are left.
  ///
  /// @param rejected how many inputs are rejected, so that at least one is left
  /// @return a fraction in `[0, 1]`
  /// @throws IndexOutOfBoundsException if the number is not in `[0, size)`
  public double accuracy(int rejected) {
    if (rejected < 0 || rejected >= size()) {
      throw new IndexOutOfBoundsException("rejection curve: " + rejected + " rejected of " + size() + " inputs");
    }
    return right[rejected] / (size() - rejected);
  }

  /// The expected accuracy when a share of the inputs is rejected, rounded down to whole inputs.
  ///
  /// @param fraction share of the inputs that is rejected, in `[0, 1)`
  /// @return a fraction in `[0, 1]`
  /// @throws IndexOutOfBoundsException if the share is not in `[0, 1)`
  public double accuracyAt(double fraction) {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new IndexOutOfBoundsException("rejection curve: share " + fraction + ", expected [0, 1)");
    }
    return accuracy((int) (fraction * size() + 1e-9));
  }

  /// The expected risk on the inputs that are left, `1 −` [#accuracy]: with coverage `1 − rejected/size` a point of the
  /// risk-coverage curve (Geifman & El-Yaniv 2017).
  ///
  /// @param rejected how many inputs are rejected, so that at least one is left
  /// @return a fraction in `[0, 1]`
  /// @throws IndexOutOfBoundsException if the number is not in `[0, size)`
  public double risk(int rejected) {
    return 1 - accuracy(rejected);
  }

  /// The mean of the accuracy over all numbers of rejected inputs, 0 to `size − 1`: larger is better.
  ///
  /// @return a fraction in `[0, 1]`
  public double area() {
    return IntStream.range(0, size()).mapToDouble(this::accuracy).sum() / size();
  }

  /// The area under the risk-coverage curve, AURC: the mean of [#risk] over all numbers of rejected inputs, 0 to `size −
  /// 1`, which is `1 −` [#area]; smaller is better (Geifman, Uziel & El-Yaniv 2019, *Bias-Reduced Uncertainty Estimation
  /// for Deep Neural Classifiers*).
  ///
  /// @return a fraction in `[0, 1]`
  public double riskArea() {
    return IntStream.range(0, size()).mapToDouble(this::risk).sum() / size();
  }

  /// What of [#riskArea] is owed to the order alone, E-AURC: the excess over the area of a perfect order, in which every
  /// error is rejected before any right answer. Of `n` inputs and `e` errors that area is `1/n Σ (k − n + e)/k` over
  /// `k = n − e + 1 … n`. The paper takes its limit for large `n`, `r + (1 − r) ln(1 − r)` with `r = e/n`, which is a
  /// little less: a perfect order keeps a small excess there.
  ///
  /// @return a number in `[0, 1]`, 0 for a perfect order
  public double excessRiskArea() {
    int errors = size() - (int) right[0];
    double least = 0;
    for (int left = size() - errors + 1; left <= size(); left++) {
      least += (double) (left - size() + errors) / left;
    }
    return Math.max(0, riskArea() - least / size());
  }
}
