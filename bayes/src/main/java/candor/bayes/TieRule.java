package candor.bayes;

/// Which class is taken where several have the highest probability. The rule decides predictions ([Scores#predictions])
/// and the votes of passes ([Belief.Summary#votes]).
public enum TieRule {
  /// The class of the lowest number. The library knows no other rule, and reports print this one.
  FIRST("of several the first");

  private final String text;

  TieRule(String text) {
    this.text = text;
  }

  /// The rule in words, for reports.
  @Override
  public String toString() {
    return text;
  }
}
