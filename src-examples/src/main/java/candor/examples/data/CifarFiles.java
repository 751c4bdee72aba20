package candor.examples.data;

import candor.nn.data.CifarFormat;
import candor.nn.data.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// CIFAR-10 (Krizhevsky 2009): colour images of 32 × 32 pixels, in the six files of its binary version.
public final class CifarFiles {
  /// What the classes are.
  public static final List<String> CLASSES =
      List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private static final String ORIGIN = "the binary version of https://www.cs.toronto.edu/~kriz/cifar.html";

  private CifarFiles() {
  }

  /// Where the files are, for experiments with several sets.
  ///
  /// @param data directory with a folder of each set, null if none was given
  /// @return its folder `cifar10`, null if none was given
  public static @Nullable Path folder(@Nullable Path data) {
    return data == null ? null : data.resolve("cifar10");
  }

  /// Training images.
  ///
  /// @param directory where `data_batch_1.bin` to `data_batch_5.bin` are, plain or with the ending `.gz`
  /// @return the images
  /// @throws IOException if no directory was given, or a file is missing or damaged
  public static Images train(@Nullable Path directory) throws IOException {
    Path folder = given(directory);
    Path[] files = new Path[5];
    for (int i : IntStream.range(0, files.length).toArray()) {
      files[i] = find(folder, "data_batch_" + (i + 1) + ".bin");
    }
    return CifarFormat.CIFAR_10.read(files);
  }

  /// Test images.
  ///
  /// @param directory where `test_batch.bin` is, plain or with the ending `.gz`
  /// @return the images
  /// @throws IOException if no directory was given, or the file is missing or damaged
  public static Images test(@Nullable Path directory) throws IOException {
    return CifarFormat.CIFAR_10.read(find(given(directory), "test_batch.bin"));
  }

  private static Path given(@Nullable Path directory) throws IOException {
    if (directory == null) {
      throw new IOException("data: CIFAR-10 does not travel with the program, name the directory of " + ORIGIN
          + " with --data DIR");
    }
    return directory;
  }

  private static Path find(Path directory, String name) throws IOException {
    return DataFiles.find(directory, name, ", of " + ORIGIN);
  }
}
