package candor.examples;

import candor.examples.data.BundledFile;
import candor.nn.data.IdxFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// The first images of MNIST as four files in a directory, small enough for a test.
public final class TinyMnist {
  private TinyMnist() {
  }

  /// Writes the files.
  public static Path write(Path directory, int train, int test) throws IOException {
    Files.createDirectories(directory);
    cut(BundledFile.MNIST_TRAIN_IMAGES, train, directory.resolve("train-images-idx3-ubyte"));
    cut(BundledFile.MNIST_TRAIN_LABELS, train, directory.resolve("train-labels-idx1-ubyte"));
    cut(BundledFile.MNIST_TEST_IMAGES, test, directory.resolve("t10k-images-idx3-ubyte"));
    cut(BundledFile.MNIST_TEST_LABELS, test, directory.resolve("t10k-labels-idx1-ubyte"));
    return directory;
  }

  private static void cut(BundledFile from, int count, Path to) throws IOException {
    IdxFile file = from.read();
    int[] sizes = file.sizes().clone();
    int item = file.data().length / sizes[0];
    sizes[0] = count;
    Files.write(to, idx(sizes, count * item, file.data()));
  }

  /// An IDX file of the first bytes of an array.
  public static byte[] idx(int[] sizes, int count, byte[] data) {
    ByteBuffer out = ByteBuffer.allocate(4 + 4 * sizes.length + count).put(new byte[] {0, 0, 8, (byte) sizes.length});
    for (int size : sizes) {
      out.putInt(size);
    }
    return out.put(data, 0, count).array();
  }
}
