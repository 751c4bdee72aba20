package candor.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultsFileTest {
  record Inner(String name, List<List<Double>> rows) {
  }

  record Outer(long seed, double testError, Inner zLast, List<Integer> counts) {
  }

  private static final Outer SOME =
      new Outer(1L << 60, 0.1 + 0.2, new Inner("ä \"b\"", List.of(List.of(1.0), List.of())), List.of(1, 2));

  @TempDir
  private Path directory;

  @Test
  void whatIsWrittenIsReadBackExactly() throws IOException {
    Path file = directory.resolve("results.json");
    ResultsFile.write(file, SOME);
    assertThat(ResultsFile.read(file, Outer.class)).isEqualTo(SOME);
  }

  @Test
  void fieldsKeepTheirOrderInSnakeCaseWithPlainLineEnds() throws IOException {
    Path file = directory.resolve("results.json");
    ResultsFile.write(file, SOME);
    assertThat(file).content().isEqualTo("""
        {
          "seed" : 1152921504606846976,
          "test_error" : 0.30000000000000004,
          "z_last" : {
            "name" : "ä \\"b\\"",
            "rows" : [ [ 1.0 ], [ ] ]
          },
          "counts" : [ 1, 2 ]
        }
        """);
  }

  @Test
  void anOlderFileIsReplacedAndNothingElseIsLeft() throws IOException {
    Path file = Files.writeString(directory.resolve("results.json"), "old");
    ResultsFile.write(file, SOME);
    assertThat(file).content().startsWith("{");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFileWithOtherFieldsIsRefused() throws IOException {
    Path file = directory.resolve("results.json");
    for (String wrong : List.of("{\"seed\": 1}", "{\"surprise\": 1}", "[1, 2]", "{\"seed\": 1, ", "")) {
      Files.writeString(file, wrong);
      assertThatThrownBy(() -> ResultsFile.read(file, Outer.class)).as(wrong).isInstanceOf(IOException.class)
          .hasMessageStartingWith("results: " + file + " does not hold a Outer: ");
    }
  }
}
