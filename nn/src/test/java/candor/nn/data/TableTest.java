package candor.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.data.TableFormat.Missing;
import candor.tensor.DType;
import candor.tensor.Shape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
  private static final TableFormat PLAIN = TableFormat.csv().header(false);

  private static Table read(String text, TableFormat format) throws IOException {
    return Table.read("x.csv", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), format);
  }

  private static void assertRefused(String text, TableFormat format, String message) {
    assertThatThrownBy(() -> read(text, format)).isExactlyInstanceOf(IOException.class)
        .hasMessage("table: x.csv " + message);
  }

  @Test
  void aTableHasNamesAndNumbers() throws IOException {
    Table table = read("a,b c,d\n1,-2.5,3e2\n .5 , +4.,7E-1\n", TableFormat.csv());
    assertThat(table.names()).containsExactly("a", "b c", "d");
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.values().toDoubles()).containsExactly(1, -2.5, 300, 0.5, 4, 0.7);
    assertThat(table.values().shape()).isEqualTo(Shape.of(2, 3));
    assertThat(table.categories("a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,2\n3,4", "1,2\n3,4\n", "1,2\r\n3,4\r\n", "1,2\r3,4\r", "\n1,2\n\n\n3,4\n\n",
    "\uFEFF1,2\n3,4",
    "\"1\",2\n 3 ,\"4\" \n", "\t1,2\t\n  \n3,4"})
  void linesEndInAnyWayAndBlankOnesAreLeftOut(String text) throws IOException {
    Table table = read(text, PLAIN);
    assertThat(table.names()).containsExactly("0", "1");
    assertThat(table.values().toDoubles()).containsExactly(1, 2, 3, 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 2\n3 4", "  1\t 2  \n3   4\t\n\n", "\t1 2\r\n \r\n3\t\t4"})
  void columnsMayStandBetweenBlanks(String text) throws IOException {
    assertThat(read(text, TableFormat.whitespace()).values().toDoubles()).containsExactly(1, 2, 3, 4);
  }

  @ParameterizedTest
  @ValueSource(chars = {';', '\t', '|', ':'})
  void theSeparatorMayBeAnother(char separator) throws IOException {
    Table table = read("a,b\n1, 2\n3,4\n".replace(',', separator), TableFormat.csv().separator(separator));
    assertThat(table.names()).containsExactly("a", "b");
    assertThat(table.values().toDoubles()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void quotedCellsMayHoldAnything() throws IOException {
    TableFormat format = TableFormat.csv().categorical("name, of \"it\"", "a,b", "c\nd", "e\"f", " g ");
    Table table = read("x,\"name, of \"\"it\"\"\"\n1,\"c\nd\"\n2,\"e\"\"f\"\n3,\"a,b\"\n4,\" g \"", format);
    assertThat(table.dataset("name, of \"it\"").targets().toInts()).containsExactly(1, 2, 0, 3);
    assertRefused("x\n\"a\nb\"\n1\n?\n", TableFormat.csv(),
        "says \"a\nb\" in line 2, column x, expected a finite number");
    assertRefused("x\n\"1\n\"\n1\n?\n", TableFormat.csv(),
        "says \"1\n\" in line 2, column x, expected a finite number");
  }

  @Test
  void linesAreCountedThroughLineBreaksInCells() {
    assertRefused("x,y\n\"a\nb\",1\n\nc,?\n", TableFormat.csv().categorical("x"),
        "says \"?\" in line 5, column y, expected a finite number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "1O3", "1d", "1f", "0x10", "NaN", "Infinity", "-inf", "1e999", "1 2", "1_000", ".",
    "+",
    "1e", "--1", "٣"})
  void whatIsNoNumberIsRefused(String cell) {
    assertRefused("a,b\n1,2\n3," + cell + "\n", TableFormat.csv(),
        "says \"" + cell + "\" in line 3, column b, expected a finite number");
  }

  @Test
  void missingCellsAreAnErrorUnlessARuleIsGiven() throws IOException {
    String text = "a,b,c\n1,NA,u\n,2,v\n3,4,w\n5,6,NA\n";
    TableFormat format = TableFormat.csv().categorical("c");
    assertRefused(text, format, "says \"NA\" in line 2, column b, expected a finite number");
    assertRefused(text, format.missing(Missing.ERROR, "NA"), "lacks the cell in line 2, column b: it says \"NA\"");
    Table whole = read(text, format.missing(Missing.SKIP_ROW, "", "NA"));
    assertThat(whole.values().toDoubles()).containsExactly(3, 4, 0);
    assertThat(whole.categories("c")).as("rows that are left out make no categories").containsExactly("w");
    Table holes = read(text, format.missing(Missing.NAN, "", "NA"));
    assertThat(holes.values().toDoubles()).containsExactly(1, Double.NaN, 0, Double.NaN, 2, 1, 3, 4, 2, 5, 6,
        Double.NaN);
    assertThatThrownBy(() -> holes.dataset("c")).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("table: the target c of x.csv is missing in row 3");
    assertThatThrownBy(() -> holes.dataset("b")).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("table: the target b of x.csv is missing in row 0");
    Table inputs = read("a,b\n,1\n2,3\n", TableFormat.csv().missing(Missing.NAN));
    assertThat(inputs.dataset("b").inputs().toDoubles()).containsExactly(Double.NaN, 2);
  }

  @Test
  void theTargetOfARegressionIsAColumn() throws IOException {
    Table table = read("a,y,b\n1,2,3\n4,5,6\n", TableFormat.csv());
    for (TensorDataset data : List.of(table.dataset("y"), table.dataset(1), table.dataset("y", "a", "b"))) {
      assertThat(data.inputs().toDoubles()).containsExactly(1, 3, 4, 6);
      assertThat(data.targets().toDoubles()).containsExactly(2, 5);
      assertThat(data.targets().shape()).isEqualTo(Shape.of(2, 1));
    }
    assertThat(table.dataset("y", "b").inputs().toDoubles()).containsExactly(3, 6);
    assertThat(table.dataset(0, 2, 1).inputs().toDoubles()).containsExactly(3, 2, 6, 5);
  }

  @Test
  void categoriesAreNumberedInOrder() throws IOException {
    Table table = read("x,kind\n1,b\n2,a\n3,b\n4,C\n", TableFormat.csv().categorical("kind"));
    assertThat(table.categories("kind")).containsExactly("C", "a", "b");
    TensorDataset data = table.dataset("kind");
    assertThat(data.targets().toInts()).containsExactly(2, 1, 2, 0);
    assertThat(data.targets().dtype()).isEqualTo(DType.I32);
    assertThat(table.dataset("x").inputs().toDoubles()).containsExactly(2, 1, 2, 0);
    Table grades = read("10 1\n9 2\n10 3\n3 4", TableFormat.whitespace().categorical("0"));
    assertThat(grades.categories("0")).containsExactly("3", "9", "10");
    assertThat(grades.dataset(0).targets().toInts()).containsExactly(2, 1, 2, 0);
  }

  @Test
  void categoriesMayBeGiven() throws IOException {
    TableFormat format = TableFormat.csv().categorical("kind", "c", "b", "a");
    Table table = read("x,kind\n1,b\n2,c\n", format);
    assertThat(table.categories("kind")).containsExactly("c", "b", "a");
    assertThat(table.dataset("kind").targets().toInts()).containsExactly(1, 0);
    assertRefused("x,kind\n1,d\n", format, "says \"d\" in line 2, column kind, expected one of [c, b, a]");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      1,2;3;                  | has 1 cells in line 2, expected 2 as in line 1
      1,2;3,4,5               | has 3 cells in line 2, expected 2 as in line 1
      1,2;3,                  | lacks the cell in line 2, column 1: it says ""
      ;;                      | holds no row
      1,'2                    | never closes the quote that opens in line 1
      1;'3'4                  | has text after the closing quote of a cell in line 2
      1;'3' 4                 | has text after the closing quote of a cell in line 2
      """)
  void wrongRowsAreNamed(String text, String message) {
    assertRefused(text.replace(';', '\n').replace('\'', '"'), PLAIN, message);
  }

  @Test
  void wrongHeadersAreNamed() {
    assertRefused("a,b,a\n1,2,3\n", TableFormat.csv(),
        "has the column names [a, b, a] in line 1, expected a name of its own for each");
    assertRefused("a,,c\n1,2,3\n", TableFormat.csv(),
        "has the column names [a, , c] in line 1, expected a name of its own for each");
    assertRefused("a,b\n1,2\n", TableFormat.csv().categorical("c"),
        "has no column c, which was said to be categorical, but [a, b]");
    assertRefused("a,b\n", TableFormat.csv(), "holds no row");
    assertRefused("", TableFormat.csv(), "holds no row");
  }

  @Test
  void whatIsNoTextIsRefused() {
    byte[] bytes = {'1', '\n', '2', (byte) 0xC3, '\n'};
    assertThatThrownBy(() -> Table.read("x.csv", new ByteArrayInputStream(bytes), PLAIN))
        .isExactlyInstanceOf(IOException.class).hasMessageStartingWith("table: x.csv is not UTF-8 text, near line ");
  }

  @Test
  void columnsThatAreNotThereAreNamed() throws IOException {
    Table table = read("a,b\n1,2\n", TableFormat.csv());
    assertThatThrownBy(() -> table.dataset("c")).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("table: no column c in x.csv, expected one of [a, b]");
    assertThatThrownBy(() -> table.dataset(0, 2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("table: no column 2 in x.csv, expected 0 to 1");
    assertThatThrownBy(() -> table.dataset(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> table.categories("c")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settingsThatContradictThemselvesAreNamed() {
    for (char separator : new char[] {'"', '\n', '.', '-', '3', 'x'}) {
      assertThatThrownBy(() -> TableFormat.csv().separator(separator)).isInstanceOf(IllegalArgumentException.class)
          .hasMessage("table format: separator '" + separator + "' can be part of a cell");
    }
    assertThatThrownBy(() -> TableFormat.csv().categorical("a", "x", "y", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("table format: a category of a is named twice: [x, y, x]");
  }

  @Test
  void filesMayBeCompressed(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("t.csv.gz"), Idx.gzip("a\n1\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(Table.read(file, TableFormat.csv()).values().toDoubles()).containsExactly(1);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab,\"\n\r\t ;é€").ofMaxLength(6);
  }

  @Property(tries = 500)
  void whatWasQuotedIsReadAsItWas(@ForAll("texts") String first, @ForAll("texts") String second,
      @ForAll boolean whitespace) throws IOException {
    String text = IntStream.range(0, 2)
        .mapToObj(row -> quoted(row == 0 ? first : second) + (whitespace ? " \t" : ",") + row)
        .collect(Collectors.joining("\n"));
    TableFormat format =
        (whitespace ? TableFormat.whitespace() : PLAIN).categorical("0").missing(Missing.ERROR, "none");
    Table table = read(text, format);
    int[] codes = table.dataset(0).targets().toInts();
    assertThat(table.categories("0").get(codes[0])).isEqualTo(first);
    assertThat(table.categories("0").get(codes[1])).isEqualTo(second);
    assertThat(table.dataset(1).targets().toDoubles()).containsExactly(0, 1);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  @Property(tries = 200)
  void numbersKeepAllTheirDigits(@ForAll double[] numbers, @ForAll @IntRange(min = 1, max = 4) int columns)
      throws IOException {
    double[] finite = Arrays.stream(numbers).filter(Double::isFinite).toArray();
    int rows = finite.length / columns;
    StringBuilder text = new StringBuilder("h1,h2,h3,h4".substring(0, 3 * columns - 1));
    for (int i = 0; i < rows * columns; i++) {
      text.append(i % columns == 0 ? '\n' : ',').append(finite[i]);
    }
    if (rows > 0) {
      assertThat(read(text.toString(), TableFormat.csv()).values().toDoubles())
          .containsExactly(Arrays.copyOf(finite, rows * columns));
    }
  }
}
