package candor.nn.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that appears whole or not at all.
final class NewFile {
  private NewFile() {
  }

  /// What writes a content.
  @FunctionalInterface
  interface Content {
    void to(OutputStream out) throws IOException;
  }

  /// Writes a temporary file beside the place and moves it there.
  static void write(Path path, Content content) throws IOException {
    Path part = path.resolveSibling(path.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        content.to(out);
      }
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
