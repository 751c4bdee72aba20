package candor.nn.train;

/// Training stopped because a loss or a gradient is infinite or not a number; the message names the layer.
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Makes the exception.
  ///
  /// @param message what is not finite, and where
  public DivergenceException(String message) {
    super(message);
  }
}
