package candor.bayes.calibration;

/// How a fit by maximum likelihood ended. A fit that did not converge is an error and has no solution.
///
/// @param outcome what was found
/// @param iterations steps of Newton's method
/// @param gradient largest absolute value of the gradient of the mean loss
/// @param before negative log-likelihood of the validation data before, in nats per sample
/// @param after the same with the calibrator, never more than before
public record Solution(Outcome outcome, int iterations, double gradient, double before, double after) {
  /// What was found.
  public enum Outcome {
    /// The minimum.
    MINIMUM("the minimum"),
    /// There is no minimum: the larger the parameters, the better, as the classes of the validation data are separable, all
    /// or some, or so nearly that F64 does not tell. What is returned is large, but a matter of choice.
    UNBOUNDED("no finite minimum, the validation data is separable");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    /// The outcome in words.
    @Override
    public String toString() {
      return text;
    }
  }

  /// Whether the fit is the one and only best one.
  ///
  /// @return true if a minimum was found
  public boolean isMinimum() {
    return outcome == Outcome.MINIMUM;
  }
}
