package candor.nn.io;

import java.io.IOException;

/// A file cannot be used: it is damaged, of another format, or does not hold what was asked for. What it should have
/// been read into is unchanged.
public final class FileFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /// Makes the exception.
  ///
  /// @param message the file, what was expected and what came
  public FileFormatException(String message) {
    super(message);
  }

  /// Makes the exception.
  ///
  /// @param message the file, what was expected and what came
  /// @param cause what was noticed first
  public FileFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
