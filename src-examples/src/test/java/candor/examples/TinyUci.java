package candor.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A regression set with two splits in the files of a UCI set, small enough for a test: `y = 3 + 2a − b`, with `a` from 0 to
/// 1 and `b` one of 0, 1, 2.
public final class TinyUci {
  private static final int ROWS = 60;

  private TinyUci() {
  }

  /// Writes the files of a set into the folder `uci` of a directory, and returns that of the set.
  public static Path write(Path directory, String set) throws IOException {
    Path files = Files.createDirectories(directory.resolve("uci").resolve(set).resolve("data"));
    put(files, "data.txt", IntStream.range(0, ROWS)
        .mapToObj(i -> String.format(Locale.ROOT, "%.4f %d %.4f", (double) i / ROWS, i % 3, 3 + 2.0 * i / ROWS - i % 3))
        .collect(Collectors.joining("\n")));
    put(files, "index_features.txt", "0\n1");
    put(files, "index_target.txt", "2");
    put(files, "n_splits.txt", "2");
    for (int split = 0; split < 2; split++) {
      int k = split;
      put(files, "index_test_" + k + ".txt", rows(i -> i % 10 == k));
      put(files, "index_train_" + k + ".txt", rows(i -> i % 10 != k));
    }
    return files;
  }

  private static String rows(IntPredicate wanted) {
    return IntStream.range(0, ROWS).filter(wanted).mapToObj(String::valueOf).collect(Collectors.joining("\n"));
  }

  private static void put(Path files, String name, String text) throws IOException {
    Files.writeString(files.resolve(name), text + "\n");
  }
}
