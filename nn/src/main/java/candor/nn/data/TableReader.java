package candor.nn.data;

import candor.nn.data.TableFormat.Missing;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes a table of rows of cells: numbers and categories are told apart here, and missing cells dealt with.
final class TableReader {
  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private final Source in;
  private final TableFormat format;
  private final TableRows rows;
  private final List<String> names = new ArrayList<>();
  /// For each categorical column, the index of every name.
  private final Map<Integer, Map<String, Integer>> codes = new HashMap<>();
  private int headerLine;
  private double[] cells = new double[16];
  private int size;

  TableReader(Source in, TableFormat format) {
    this.in = in;
    this.format = format;
    this.rows = new TableRows(in, format.separator());
  }

  Table table() throws IOException {
    try {
      readAll();
    } catch (CharacterCodingException e) {
      throw new IOException(in.wrong("is not UTF-8 text, near line " + rows.line()).getMessage(), e);
    }
    if (size == 0) {
      throw in.wrong("holds no row");
    }
    double[] values = Arrays.copyOf(cells, size);
    Map<Integer, List<String>> categories = new HashMap<>();
    codes.forEach((column, code) -> categories.put(column, ordered(values, column, code)));
    return new Table(in.name(), names, categories, values);
  }

  private void readAll() throws IOException {
    for (List<String> row = rows.next(); row != null; row = rows.next()) {
      if (names.isEmpty()) {
        headerLine = rows.line();
        nameColumns(row);
        if (format.header()) {
          continue;
        }
      }
      if (row.size() != names.size()) {
        throw in.wrong("has " + row.size() + " cells in line " + rows.line() + ", expected " + names.size()
            + " as in line " + headerLine);
      }
      add(row);
    }
  }

  private void nameColumns(List<String> row) throws IOException {
    for (int c = 0; c < row.size(); c++) {
      names.add(format.header() ? row.get(c) : String.valueOf(c));
    }
    if (new HashSet<>(names).size() != names.size() || names.contains("")) {
      throw in.wrong("has the column names " + shown(names) + " in line " + rows.line()
          + ", expected a name of its own for each");
    }
    for (Map.Entry<String, List<String>> column : format.categories().entrySet()) {
      int index = names.indexOf(column.getKey());
      if (index < 0) {
        throw in.wrong("has no column " + column.getKey() + ", which was said to be categorical, but " + shown(names));
      }
      Map<String, Integer> code = new LinkedHashMap<>();
      column.getValue().forEach(name -> code.put(name, code.size()));
      codes.put(index, code);
    }
  }

  private void add(List<String> row) throws IOException {
    if (format.missing() == Missing.SKIP_ROW && row.stream().anyMatch(format.markers()::contains)) {
      return;
    }
    for (int c = 0; c < row.size(); c++) {
      String cell = row.get(c);
      if (!format.markers().contains(cell)) {
        append(codes.containsKey(c) ? code(c, cell) : number(c, cell));
      } else if (format.missing() == Missing.NAN) {
        append(Double.NaN);
      } else {
        throw in.wrong("lacks the cell in " + place(c) + ": it says \"" + cell + "\"");
      }
    }
  }

  private void append(double value) throws IOException {
    if (size == cells.length) {
      if (size > Integer.MAX_VALUE / 2) {
        throw in.wrong("has more cells than an array can hold");
      }
      cells = Arrays.copyOf(cells, 2 * size);
    }
    cells[size++] = value;
  }

  private double number(int column, String cell) throws IOException {
    double number = NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : Double.NaN;
    if (!Double.isFinite(number)) {
      throw in.wrong("says \"" + shown(cell) + "\" in " + place(column) + ", expected a finite number");
    }
    return number;
  }

  private double code(int column, String cell) throws IOException {
    Map<String, Integer> code = Objects.requireNonNull(codes.get(column));
    List<String> given = given(column);
    Integer index = code.get(cell);
    if (index == null) {
      if (!given.isEmpty()) {
        throw in.wrong("says \"" + shown(cell) + "\" in " + place(column) + ", expected one of " + shown(given));
      }
      index = code.size();
      code.put(cell, index);
    }
    return index;
  }

  private List<String> given(int column) {
    return Objects.requireNonNull(format.categories().get(names.get(column)));
  }

  /// Names in the order of their indices, where the indices that came in the order of reading are replaced.
  private List<String> ordered(double[] values, int column, Map<String, Integer> code) {
    if (!given(column).isEmpty()) {
      return given(column);
    }
    List<String> found = new ArrayList<>(code.keySet());
    boolean numbers = found.stream().allMatch(name -> NUMBER.matcher(name).matches());
    Comparator<String> byText = Comparator.naturalOrder();
    found.sort(numbers ? Comparator.comparingDouble(Double::parseDouble).thenComparing(byText) : byText);
    double[] place = new double[found.size()];
    for (int i = 0; i < place.length; i++) {
      place[Objects.requireNonNull(code.get(found.get(i)))] = i;
    }
    for (int at = column; at < values.length; at += names.size()) {
      values[at] = Double.isNaN(values[at]) ? Double.NaN : place[(int) values[at]];
    }
    return found;
  }

  private String place(int column) {
    return "line " + rows.line() + ", column " + names.get(column);
  }

  /// A text from the file, shortened, so that a message stays readable whatever came.
  private static String shown(@Nullable Object text) {
    String all = String.valueOf(text);
    return all.length() <= 200 ? all : all.substring(0, 200) + "…";
  }
}
