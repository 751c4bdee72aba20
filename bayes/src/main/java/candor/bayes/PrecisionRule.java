package candor.bayes;

/// How the area under a curve of precision over recall is computed. The rules differ most where positives are few.
public enum PrecisionRule {
  /// Average precision, `Σ (Rₙ − Rₙ₋₁) Pₙ` over the levels of the score: each positive counts with the precision at its
  /// own level, nothing is interpolated. The rule of scikit-learn's `average_precision_score`.
  STEP("average precision, by steps"),
  /// The trapezoids between the points, from precision 1 at recall 0: `Σ (Rₙ − Rₙ₋₁)(Pₙ + Pₙ₋₁)/2`. Straight lines between
  /// points of this curve cannot be reached by any classifier and are too high as a rule (Davis & Goadrich 2006, *The
  /// Relationship Between Precision-Recall and ROC Curves*); here to compare with papers that used it.
  TRAPEZOID("trapezoids, from precision 1 at recall 0");

  private final String text;

  PrecisionRule(String text) {
    this.text = text;
  }

  /// The rule in words, for reports.
  @Override
  public String toString() {
    return text;
  }
}
