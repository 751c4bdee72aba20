package candor.nn.io;

import java.io.IOException;
import java.util.List;

/// A file cannot be used: it is damaged, of another format, or does not hold what was asked for. What it should have
/// been read into is unchanged.
public final class FileFormatException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 20;

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

  /// An exception that tells several problems at once, but not thousands.
  static FileFormatException of(String what, List<String> problems) {
    String more = problems.size() > MOST ? "; and " + (problems.size() - MOST) + " more" : "";
    return new FileFormatException(
        what + String.join("; ", problems.subList(0, Math.min(MOST, problems.size()))) + more);
  }
}
