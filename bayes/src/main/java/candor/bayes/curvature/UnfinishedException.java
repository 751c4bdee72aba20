package candor.bayes.curvature;

/// Thrown when a minimisation ended before the gradient was small enough. The parameters are those of the last step.
public final class UnfinishedException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  private final transient NewtonCg.Result result;

  UnfinishedException(String message, NewtonCg.Result result) {
    super(message);
    this.result = result;
  }

  /// What happened.
  ///
  /// @return the result
  public NewtonCg.Result result() {
    return result;
  }
}
