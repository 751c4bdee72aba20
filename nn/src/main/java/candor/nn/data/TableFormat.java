package candor.nn.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How a text file of rows and columns is to be read. A format never changes; its methods make others.
///
/// ```java
/// Table iris = Table.read(path, TableFormat.csv().categorical("species"));
/// Table boston = Table.read(data, TableFormat.whitespace());
/// ```
///
/// A cell is a number, unless its column is declared to be categorical: then it is a name, and stands for an index. So
/// a slip of the pen is an error, and never makes a column of classes out of one of numbers. Columns are called by the
/// names in the header, or by their numbers from 0 where there is no header.
///
/// @param separator what stands between cells; a blank means any number of blanks and tabs
/// @param header whether the first row holds the names of the columns
/// @param missing what becomes of missing cells
/// @param markers what a missing cell says
/// @param categories the categorical columns, with the names in the order of their indices; no names mean those that
///     come, in order
public record TableFormat(char separator, boolean header, Missing missing, Set<String> markers,
    Map<String, List<String>> categories) {
  /// What becomes of missing cells.
  public enum Missing {
    /// They are an error.
    ERROR,
    /// Their whole row is left out.
    SKIP_ROW,
    /// They become NaN.
    NAN
  }

  /// Joins the settings.
  ///
  /// @throws IllegalArgumentException if the separator can be part of a cell, or a category is named twice
  public TableFormat {
    if (separator == '"' || separator == '\n' || separator == '\r' || separator == '.' || separator == '-'
        || Character.isLetterOrDigit(separator)) {
      throw new IllegalArgumentException("table format: separator '" + separator + "' can be part of a cell");
    }
    markers = Set.copyOf(markers);
    Map<String, List<String>> copy = new LinkedHashMap<>();
    categories.forEach((column, names) -> {
      if (Set.copyOf(names).size() != names.size()) {
        throw new IllegalArgumentException("table format: a category of " + column + " is named twice: " + names);
      }
      copy.put(column, List.copyOf(names));
    });
    categories = Collections.unmodifiableMap(copy);
  }

  /// Cells separated by commas under a header, as RFC 4180 says: a cell in double quotes may hold separators, line breaks
  /// and doubled quotes. Blanks around a cell without quotes do not count. Missing cells are empty, and an error.
  ///
  /// @return the format
  public static TableFormat csv() {
    return new TableFormat(',', true, Missing.ERROR, Set.of(""), Map.of());
  }

  /// Cells separated by blanks and tabs, without a header.
  ///
  /// @return the format
  public static TableFormat whitespace() {
    return new TableFormat(' ', false, Missing.ERROR, Set.of(""), Map.of());
  }

  /// The same with another separator.
  ///
  /// @param character what stands between cells; a blank means any number of blanks and tabs
  /// @return the format
  /// @throws IllegalArgumentException if it can be part of a cell
  public TableFormat separator(char character) {
    return new TableFormat(character, header, missing, markers, categories);
  }

  /// The same with or without a header.
  ///
  /// @param present whether the first row holds the names of the columns
  /// @return the format
  public TableFormat header(boolean present) {
    return new TableFormat(separator, present, missing, markers, categories);
  }

  /// The same with a rule for missing cells.
  ///
  /// @param rule what becomes of them
  /// @param saying what they say, such as `NA` or `?`; nothing means that they are empty
  /// @return the format
  public TableFormat missing(Missing rule, String... saying) {
    return new TableFormat(separator, header, rule, saying.length == 0 ? Set.of("") : Set.of(saying), categories);
  }

  /// The same with one more categorical column. Its cells become indices.
  ///
  /// @param column name of the column, or its number if there is no header
  /// @param names the categories in the order of their indices, of which every cell must be one; nothing means those
  ///     that come, ordered by number if all are numbers, else by the code of their characters. Name them wherever two
  ///     files must agree.
  /// @return the format
  /// @throws IllegalArgumentException if a category is named twice
  public TableFormat categorical(String column, String... names) {
    Map<String, List<String>> more = new LinkedHashMap<>(categories);
    more.put(column, List.of(names));
    return new TableFormat(separator, header, missing, markers, more);
  }
}
