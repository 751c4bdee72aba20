package candor.nn.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// Data sets that lie beside the project and are not part of it.
final class SharedData {
  private SharedData() {
  }

  /// A folder of `../shared/data`, seen from the project's root; the test that asks is skipped when it is absent.
  static Path folder(String name) {
    Path folder = Path.of("..", "..", "shared", "data", name);
    assumeTrue(Files.isDirectory(folder), () -> "skipped, because ../shared/data/" + name + " is absent");
    return folder;
  }
}
