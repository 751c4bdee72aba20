package candor.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files as those of CIFAR-10, with a few images that are easy to tell apart: a bright stripe whose height is the class.
public final class TinyCifar {
  private static final int SIDE = 32;
  private static final int PLANE = SIDE * SIDE;
  private static final int CLASSES = 10;

  private TinyCifar() {
  }

  /// Writes the files, with so many images in each of the five training files, and so many to test with.
  public static Path write(Path directory, int train, int test) throws IOException {
    Files.createDirectories(directory);
    for (int i = 1; i <= 5; i++) {
      Files.write(directory.resolve("data_batch_" + i + ".bin"), records(train, i));
    }
    Files.write(directory.resolve("test_batch.bin"), records(test, 6));
    return directory;
  }

  private static byte[] records(int count, int file) {
    byte[] bytes = new byte[count * (1 + 3 * PLANE)];
    for (int r = 0; r < count; r++) {
      int start = r * (1 + 3 * PLANE);
      int label = (r + file) % CLASSES;
      bytes[start] = (byte) label;
      for (int i = 0; i < 3 * PLANE; i++) {
        boolean isStripe = i % PLANE / SIDE / 3 == label;
        bytes[start + 1 + i] = (byte) (isStripe ? 250 : (17 * r + 31 * file + 7 * i) % 64);
      }
    }
    return bytes;
  }
}
