package candor.nn.train;

/// Training stopped because the loss is infinite or not a number.
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Makes the exception.
  ///
  /// @param message what is not finite, and where
  public DivergenceException(String message) {
    super(message);
  }
}
