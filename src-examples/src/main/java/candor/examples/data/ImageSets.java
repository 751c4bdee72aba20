package candor.examples.data;

import candor.nn.data.IdxFile;
import candor.nn.data.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Sets of 28 × 28 grey images of ten classes: those that travel with the program, and others in the four files that
/// MNIST made customary.
public final class ImageSets {
  private static final int SIZE = 28;
  private static final int CLASSES = 10;

  private ImageSets() {
  }

  /// Training images.
  ///
  /// @param directory where `train-images-idx3-ubyte` and `train-labels-idx1-ubyte` are, plain or with the ending
  ///     `.gz`; null for MNIST
  /// @return the images
  /// @throws IOException if a file is missing or damaged, or the images are not 28 × 28 pixels of ten classes
  public static Images train(@Nullable Path directory) throws IOException {
    return directory == null
        ? images(BundledFile.MNIST_TRAIN_IMAGES.read(), BundledFile.MNIST_TRAIN_LABELS.read())
        : images(find(directory, "train-images-idx3-ubyte"), find(directory, "train-labels-idx1-ubyte"));
  }

  /// Test images.
  ///
  /// @param directory where `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte` are, plain or with the ending `.gz`;
  ///     null for MNIST
  /// @return the images
  /// @throws IOException if a file is missing or damaged, or the images are not 28 × 28 pixels of ten classes
  public static Images test(@Nullable Path directory) throws IOException {
    return directory == null
        ? images(BundledFile.MNIST_TEST_IMAGES.read(), BundledFile.MNIST_TEST_LABELS.read())
        : images(find(directory, "t10k-images-idx3-ubyte"), find(directory, "t10k-labels-idx1-ubyte"));
  }

  /// The test images of Fashion-MNIST, which a network trained on digits has never seen the like of.
  ///
  /// @return the images
  /// @throws IOException if the program was built without them
  public static Images fashionTest() throws IOException {
    return images(BundledFile.FASHION_TEST_IMAGES.read(), BundledFile.FASHION_TEST_LABELS.read());
  }

  private static IdxFile find(Path directory, String name) throws IOException {
    return IdxFile.read(DataFiles.find(directory, name, ""));
  }

  private static Images images(IdxFile pixels, IdxFile labels) throws IOException {
    int[] sizes = pixels.sizes();
    if (sizes.length != 3 || sizes[0] == 0 || sizes[1] != SIZE || sizes[2] != SIZE) {
      throw new IOException(
          "data: " + pixels.name() + " has sizes " + Arrays.toString(sizes) + ", expected 1 or more images of 28 x 28");
    }
    Images images;
    try {
      images = Images.of(pixels, labels);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    int highest = Arrays.stream(images.labels()).max().orElse(0);
    if (highest >= CLASSES) {
      throw new IOException("data: " + labels.name() + " has a label " + highest + ", expected 0 to " + (CLASSES - 1));
    }
    return images;
  }
}
