package candor.nn.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Replaces a file so that at any moment, even if the process is killed or the machine stops, there is the old one or
/// the new one, whole.
///
/// The new content goes to `<name>.part` in the same directory, is forced to the disk, and is renamed. A part that a
/// killed process left behind is overwritten by the next one.
final class AtomicFile {
  private AtomicFile() {
  }

  /// Writes the content of a file.
  @FunctionalInterface
  interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  /// Replaces a file, or makes it.
  ///
  /// @param file file
  /// @param content what shall be in it
  /// @throws IOException if it cannot be written; the old file is still there then
  static void write(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    forceName(target);
  }

  /// The new name lies in the directory, which must reach the disk too.
  private static void forceName(Path target) throws IOException {
    try (FileChannel directory = FileChannel.open(target.resolveSibling(""), StandardOpenOption.READ)) {
      directory.force(true);
    } catch (AccessDeniedException e) {
      // Windows opens no directories; it writes names through.
    }
  }
}
