package candor.linalg;

/// Thrown when an iterative solver ended before the residual was small enough.
public final class UnsolvedException extends ArithmeticException {

  private static final long serialVersionUID = 1;

  private final transient Solution solution;

  UnsolvedException(String message, Solution solution) {
    super(message);
    this.solution = solution;
  }

  /// Returns how far the solver came.
  ///
  /// @return what it has
  public Solution solution() {
    return solution;
  }
}
