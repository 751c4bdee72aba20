package candor.examples.data;

import candor.nn.data.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Sets of 28 × 28 grey images by name, for experiments that need several: a set is in the folder of its name in the data
/// directory, and if there is none, in the program.
public enum ImageSet {
  /// Handwritten digits (LeCun et al. 1998).
  MNIST("mnist", "http://yann.lecun.com/exdb/mnist/"),
  /// Clothes (Xiao et al. 2017). Only its test images travel with the program.
  FASHION_MNIST("fashion-mnist", "https://github.com/zalandoresearch/fashion-mnist"),
  /// Cursive Japanese characters (Clanuwat et al. 2018), which do not travel with the program.
  KMNIST("kmnist", "http://codh.rois.ac.jp/kmnist/");

  private final String folder;
  private final String origin;

  ImageSet(String folder, String origin) {
    this.folder = folder;
    this.origin = origin;
  }

  /// Name of the set, and of its folder.
  ///
  /// @return such as `fashion-mnist`
  public String id() {
    return folder;
  }

  /// The [#id], as command lines have it.
  @Override
  public String toString() {
    return folder;
  }

  /// Training images.
  ///
  /// @param data directory with a folder of each set, null for what travels with the program
  /// @return the images
  /// @throws IOException if they are nowhere, or damaged
  public Images train(@Nullable Path data) throws IOException {
    Path given = given(data);
    if (given == null && this != MNIST) {
      throw absent("training");
    }
    return ImageSets.train(given);
  }

  /// Test images.
  ///
  /// @param data directory with a folder of each set, null for what travels with the program
  /// @return the images
  /// @throws IOException if they are nowhere, or damaged
  public Images test(@Nullable Path data) throws IOException {
    Path given = given(data);
    if (given == null && this == KMNIST) {
      throw absent("test");
    }
    return given == null && this == FASHION_MNIST ? ImageSets.fashionTest() : ImageSets.test(given);
  }

  private @Nullable Path given(@Nullable Path data) {
    return data != null && Files.isDirectory(data.resolve(folder)) ? data.resolve(folder) : null;
  }

  private IOException absent(String part) {
    return new IOException("data: the " + part + " images of " + folder + " do not travel with the program, name a"
        + " directory with a folder " + folder + " of its files with --data DIR; they are from " + origin);
  }
}
