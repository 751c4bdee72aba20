package candor.nn.io;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/// The files that `src/test/python/weights.py` wrote.
final class Resources {
  private Resources() {
  }

  static Path file(String name) {
    try {
      return Path.of(Objects.requireNonNull(Resources.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
