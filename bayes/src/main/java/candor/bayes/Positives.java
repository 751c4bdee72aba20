package candor.bayes;

/// Which inputs a [Ranking] looks for. Papers on the same task differ here, and so do their numbers: only the area under
/// the ROC curve and the detection error are the same from both sides.
public enum Positives {
  /// The inputs that the caller marks.
  MARKED("marked inputs"),
  /// The inputs that the caller does not mark.
  UNMARKED("unmarked inputs"),
  /// The inputs of which the model predicts a wrong class.
  ERRORS("wrong answers"),
  /// The inputs of which the model predicts the right class.
  SUCCESSES("right answers"),
  /// The inputs from outside of the distribution that the model was trained on.
  OUTSIDE("inputs from outside"),
  /// The inputs from the distribution that the model was trained on.
  INSIDE("inputs from inside");

  private final String text;

  Positives(String text) {
    this.text = text;
  }

  /// What the rest are.
  ///
  /// @return the other side
  public Positives opposite() {
    return switch (this) {
      case MARKED -> UNMARKED;
      case UNMARKED -> MARKED;
      case ERRORS -> SUCCESSES;
      case SUCCESSES -> ERRORS;
      case OUTSIDE -> INSIDE;
      case INSIDE -> OUTSIDE;
    };
  }

  /// The inputs in words, for reports.
  @Override
  public String toString() {
    return text;
  }
}
