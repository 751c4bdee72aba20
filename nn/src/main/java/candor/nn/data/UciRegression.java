package candor.nn.data;

import candor.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.stream.IntStream;

/// One of the regression sets of the UCI repository with the splits of Hernández-Lobato & Adams 2015, on which Gal &
/// Ghahramani 2016 (table 1) and many after them report.
///
/// A directory holds `data.txt`, a table between blanks; `index_features.txt` and `index_target.txt`, columns counted
/// from 0; `n_splits.txt`; and for each split `k` the rows in `index_train_k.txt` and `index_test_k.txt`.
///
/// ```java
/// UciRegression boston = UciRegression.read(Path.of("bostonHousing/data"));
/// Standardised split = boston.split(0, DType.F32);
/// ```
public final class UciRegression {
  private final Path directory;
  private final TensorDataset data;
  private final int splits;

  private UciRegression(Path directory, TensorDataset data, int splits) {
    this.directory = directory;
    this.data = data;
    this.splits = splits;
  }

  /// Reads the table. Splits are read when they are asked for.
  ///
  /// @param directory where the files are
  /// @return the set
  /// @throws IOException if a file is missing or damaged, or names what is not there
  public static UciRegression read(Path directory) throws IOException {
    Table table = Table.read(directory.resolve("data.txt"), TableFormat.whitespace());
    int columns = table.names().size();
    int[] features = indices(directory.resolve("index_features.txt"), columns);
    int[] target = indices(directory.resolve("index_target.txt"), columns);
    if (target.length != 1 || IntStream.of(features).anyMatch(f -> f == target[0])) {
      throw new IOException("uci: " + directory.resolve("index_target.txt")
          + " names a feature or not one column, expected one column that is no feature");
    }
    int[] splits = integers(directory.resolve("n_splits.txt"));
    if (splits.length != 1 || splits[0] < 1) {
      throw new IOException(
          "uci: " + directory.resolve("n_splits.txt") + " does not hold one positive number of splits");
    }
    return new UciRegression(directory, table.dataset(target[0], features), splits[0]);
  }

  /// All samples, in the original units, F64.
  ///
  /// @return inputs `[N, F]` and targets `[N, 1]`
  public TensorDataset data() {
    return data;
  }

  /// Number of splits.
  ///
  /// @return the number
  public int splits() {
    return splits;
  }

  /// One split, in the original units: the parts `train` and `test`. Identities are the rows of the table.
  ///
  /// @param split number of the split, from 0
  /// @return views of the data
  /// @throws IndexOutOfBoundsException if there is no such split
  /// @throws IOException if a file is missing or damaged, names a row that is not there, or one row twice or in both
  ///     parts
  public Split split(int split) throws IOException {
    if (split < 0 || split >= splits) {
      throw new IndexOutOfBoundsException(
          "uci: split " + split + " of " + directory + ", expected 0 to " + (splits - 1));
    }
    Path testFile = directory.resolve("index_test_" + split + ".txt");
    int[] train = indices(directory.resolve("index_train_" + split + ".txt"), data.size());
    int[] test = indices(testFile, data.size());
    BitSet trained = new BitSet();
    IntStream.of(train).forEach(trained::set);
    for (int row : test) {
      if (trained.get(row)) {
        throw new IOException("uci: " + testFile + " names row " + row + ", which is a training sample");
      }
    }
    return Split.of(data.subset(train), data.subset(test));
  }

  /// One split, standardised on its training part.
  ///
  /// @param split number of the split, from 0
  /// @param dtype type of the numbers
  /// @return both parts, and what brings predictions back into the original units
  /// @throws IndexOutOfBoundsException if there is no such split
  /// @throws IOException if a file is missing or damaged, names a row that is not there, or one row twice or in both
  ///     parts
  public Standardised split(int split, DType dtype) throws IOException {
    Split parts = split(split);
    return Standardised.of(parts.get("train"), parts.get("test"), dtype);
  }

  /// Different integers of `[0, limit)`.
  private static int[] indices(Path file, int limit) throws IOException {
    int[] numbers = integers(file);
    BitSet seen = new BitSet();
    for (int number : numbers) {
      if (number < 0 || number >= limit || seen.get(number)) {
        throw new IOException(
            "uci: " + file + " names " + number + ", expected different numbers from 0 to " + (limit - 1));
      }
      seen.set(number);
    }
    return numbers;
  }

  private static int[] integers(Path file) throws IOException {
    double[] values = Table.read(file, TableFormat.whitespace()).values().reshape(-1).toDoubles();
    int[] numbers = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      numbers[i] = (int) values[i];
      if (numbers[i] != values[i]) {
        throw new IOException("uci: " + file + " holds " + values[i] + ", expected whole numbers");
      }
    }
    return numbers;
  }
}
