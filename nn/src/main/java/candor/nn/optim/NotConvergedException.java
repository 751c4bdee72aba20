package candor.nn.optim;

/// A minimisation ended before the gradient was small enough. The parameters are the best that were found.
public final class NotConvergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Lbfgs.Result result;

  NotConvergedException(String message, Lbfgs.Result result) {
    super(message);
    this.result = result;
  }

  /// What happened.
  ///
  /// @return the result
  public Lbfgs.Result result() {
    return result;
  }
}
