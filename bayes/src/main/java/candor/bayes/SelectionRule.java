package candor.bayes;

/// How the threshold of a [SelectionThreshold] is chosen.
public sealed interface SelectionRule {
  /// The largest coverage at which the share of errors among the answered validation inputs is at most the risk asked
  /// for. On other data the risk is as often above as below, and the choice of the best makes it a little worse.
  record Empirical() implements SelectionRule {
    @Override
    public String toString() {
      return "largest coverage whose risk on the validation data is at most the target";
    }
  }

  /// Selection with guaranteed risk (Geifman & El-Yaniv 2017, *Selective Classification for Deep Neural Networks*,
  /// algorithm 1): with probability `1 − δ` over the validation data, the true risk is at most the risk asked for. Of
  /// `k = ⌈log₂ n⌉` thresholds, tried by bisection, each one has an exact binomial bound that holds with probability `1 −
  /// δ/k`; the one of largest coverage whose bound is at most the target is taken.
  ///
  /// @param delta `δ`, in `(0, 1)`, such as 0.001
  record Guaranteed(double delta) implements SelectionRule {
    /// Checks the probability.
    ///
    /// @throws IllegalArgumentException if it is out of its range
    public Guaranteed {
      if (!(delta > 0 && delta < 1)) {
        throw new IllegalArgumentException("selection: delta " + delta + ", expected (0, 1)");
      }
    }

    @Override
    public String toString() {
      return "risk at most the target with probability 1 - " + delta;
    }
  }
}
