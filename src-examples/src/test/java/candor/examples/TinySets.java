package candor.examples;

import candor.examples.data.BundledFile;
import candor.nn.data.IdxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A data directory with folders of several small sets: digits, clothes, and digits in the negative in the place of
/// characters.
final class TinySets {
  private TinySets() {
  }

  /// Writes the folders.
  static Path write(Path directory, int train, int test) throws IOException {
    TinyMnist.write(directory.resolve("mnist"), train, test);
    IdxFile clothes = BundledFile.FASHION_TEST_IMAGES.read();
    write(directory.resolve("fashion-mnist"), "train", 0, train, clothes, 0);
    write(directory.resolve("fashion-mnist"), "t10k", train, test, clothes, 0);
    write(directory.resolve("kmnist"), "t10k", 0, test, BundledFile.MNIST_TEST_IMAGES.read(), 0xff);
    return directory;
  }

  private static void write(Path folder, String name, int from, int count, IdxFile images, int flip)
      throws IOException {
    Files.createDirectories(folder);
    int image = images.sizes()[1] * images.sizes()[2];
    byte[] pixels = new byte[count * image];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (images.data()[from * image + i] ^ flip);
    }
    Files.write(folder.resolve(name + "-images-idx3-ubyte"),
        TinyMnist.idx(new int[] {count, images.sizes()[1], images.sizes()[2]}, pixels.length, pixels));
    Files.write(folder.resolve(name + "-labels-idx1-ubyte"),
        TinyMnist.idx(new int[] {count}, count, new byte[count]));
  }
}
