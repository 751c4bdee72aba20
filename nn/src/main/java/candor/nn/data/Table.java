package candor.nn.data;

import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A table of numbers that was read from a text file: comma-separated values, or columns between blanks. Categories are
/// indices.
///
/// ```java
/// Table iris = Table.read(path, TableFormat.csv().categorical("species"));
/// TensorDataset data = iris.dataset("species").to(DType.F32);
/// ```
public final class Table {
  private final String name;
  private final List<String> names;
  private final Map<Integer, List<String>> categories;
  private final Tensor values;

  /// Joins the parts.
  ///
  /// @param values all cells, row by row
  Table(String name, List<String> names, Map<Integer, List<String>> categories, double[] values) {
    this.name = name;
    this.names = List.copyOf(names);
    this.categories = Map.copyOf(categories);
    this.values = Tensor.of(NdArray.wrap(values, Shape.of(values.length / names.size(), names.size())));
  }

  /// Reads a file in UTF-8, plain or compressed with gzip.
  ///
  /// @param path file
  /// @param format how to read it
  /// @return the table, with one row or more
  /// @throws IOException if it cannot be read, rows have different lengths, or a cell is not what its column holds; the
  ///     message names line and column
  public static Table read(Path path, TableFormat format) throws IOException {
    return Source.read("table", path, in -> new TableReader(in, format).table());
  }

  /// Reads a stream to its end.
  ///
  /// @param name what messages call it
  /// @param stream content
  /// @param format how to read it
  /// @return the table, with one row or more
  /// @throws IOException if it cannot be read, rows have different lengths, or a cell is not what its column holds; the
  ///     message names line and column
  public static Table read(String name, InputStream stream, TableFormat format) throws IOException {
    return Source.read("table", name, stream, in -> new TableReader(in, format).table());
  }

  /// Number of rows.
  ///
  /// @return the number
  public int rows() {
    return values.shape().size(0);
  }

  /// The columns.
  ///
  /// @return names of the header, or numbers from 0
  public List<String> names() {
    return names;
  }

  /// All cells.
  ///
  /// @return F64 `[rows, columns]`
  public Tensor values() {
    return values;
  }

  /// What the indices of a categorical column stand for.
  ///
  /// @param column name of the column
  /// @return the categories, in the order of their indices; none if the column holds numbers
  /// @throws IllegalArgumentException if there is no such column
  public List<String> categories(String column) {
    return categories.getOrDefault(index(column), List.of());
  }

  /// A data set with one column as target. A categorical column gives classes, I32 `[N]`; one of numbers gives a
  /// regression, F64 `[N, 1]`. Inputs are F64 `[N, features]`, so that nothing is lost before they are standardised.
  ///
  /// @param target name of the target's column
  /// @param features names of the inputs' columns, in order; none mean all others
  /// @return the data set
  /// @throws IllegalArgumentException if there is no such column, or the target of a row is missing
  public TensorDataset dataset(String target, String... features) {
    int[] inputs = new int[features.length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = index(features[i]);
    }
    return dataset(index(target), inputs);
  }

  /// A data set with one column as target, see [#dataset(String, String...)].
  ///
  /// @param target number of the target's column, from 0
  /// @param features numbers of the inputs' columns, in order; none mean all others
  /// @return the data set
  /// @throws IllegalArgumentException if there is no such column, or the target of a row is missing
  public TensorDataset dataset(int target, int... features) {
    Tensor column = columns(target);
    double[] targets = column.reshape(-1).toDoubles();
    for (int row = 0; row < targets.length; row++) {
      if (Double.isNaN(targets[row])) {
        throw new IllegalArgumentException(
            "table: the target " + names.get(target) + " of " + name + " is missing in row " + row);
      }
    }
    int[] inputs = features.length > 0 ? features : IntStream.range(0, names.size()).filter(c -> c != target).toArray();
    return new TensorDataset(columns(inputs),
        categories.containsKey(target) ? column.reshape(-1).to(DType.I32) : column);
  }

  private Tensor columns(int... columns) {
    for (int column : columns) {
      if (column < 0 || column >= names.size()) {
        throw new IllegalArgumentException(
            "table: no column " + column + " in " + name + ", expected 0 to " + (names.size() - 1));
      }
    }
    return values.indexSelect(1, Tensor.of(columns, columns.length));
  }

  private int index(String column) {
    int index = names.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException("table: no column " + column + " in " + name + ", expected one of " + names);
    }
    return index;
  }
}
