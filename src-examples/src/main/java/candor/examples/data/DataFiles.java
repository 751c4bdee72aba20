package candor.examples.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Files in a directory of data, plain or with the ending `.gz`.
final class DataFiles {
  private DataFiles() {
  }

  /// Finds a file.
  ///
  /// @param directory where it is
  /// @param name its name, without `.gz`
  /// @param origin what the message adds if there is none, such as where it comes from
  static Path find(Path directory, String name, String origin) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException("data: " + directory + " is not a directory");
    }
    for (String ending : List.of("", ".gz")) {
      Path file = directory.resolve(name + ending);
      if (Files.exists(file)) {
        return file;
      }
    }
    throw new IOException("data: " + directory + " has no file " + name + " or " + name + ".gz" + origin);
  }
}
