package candor.bench;

import static org.assertj.core.api.Assertions.assertThat;

import candor.bench.Results.Ceiling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The tables, and that the committed ones are those of the committed results.
class TablesTest {
  private static final Path ROOT = Path.of("..");
  private static final Host HOST = new Host("processor", 2, 24, "Linux", "jvm", List.of());
  private static final Row LARGE =
      Rows.all().stream().filter(row -> row.name().equals("sgemm 1024x1024x1024 NN")).findFirst().orElseThrow();

  private static Results results() {
    return new Results(HOST, List.of(), List.of())
        .with(List.of(new Ceiling("t", "fma", 1, 214.748), new Ceiling("t", "fma", 2, 400)))
        .with(SuiteTest.outcome("t", LARGE, 1, 12_500, 12_000)).with(SuiteTest.outcome("t", LARGE, 2, 6_000, 5_400));
  }

  private static String render(String name) {
    return Tables.render("before\n<!-- table: " + name + " -->\nold\n<!-- /table -->\nafter\n", List.of(results()));
  }

  @Test
  void theCommittedTablesAreThoseOfTheCommittedResults() throws IOException {
    List<Results> results = Tables.results(ROOT);
    for (Path file : Tables.files(ROOT)) {
      String text = Files.readString(file);
      assertThat(text).as("%s; run candor.bench.Tables", file).isEqualTo(Tables.render(text, results));
    }
  }

  @Test
  void aTableHasALineForEachOutcome() {
    assertThat(render("sgemm")).isEqualTo(
        """
            before
            <!-- table: sgemm -->
            Measured on processor, 2 cores, 24 GB, Linux; jvm.

            | work | threads | Candor | PyTorch | spread | rate | of the ceiling | allocated | reached | target | met |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            | sgemm 1024x1024x1024 NN | 1 | 12.5 ms | 12 ms | 1 × | 172 GFLOP/s | 80 % | 2 KB | 0.96 ×, 80 % | ≥ 0.95 ×, ≥ 80 % \
            | yes, yes |
            | sgemm 1024x1024x1024 NN | 2 | 6 ms | 5.4 ms | 1 × | 358 GFLOP/s | 89 % | 2 KB | 0.9 ×, 89 % | ≥ 0.95 ×, ≥ 80 % \
            | no, yes |
            <!-- /table -->
            after
            """);
  }

  @Test
  void theSummaryCountsTargets() {
    assertThat(render("summary")).contains("| sgemm | 0.96 to 0.96 × | 0.9 to 0.9 × | 3 of 4 |\n");
  }

  @Test
  void whatIsMissedStandsByItself() {
    assertThat(render("missed")).contains("| sgemm 1024x1024x1024 NN |  | 0.9 × | ≥ 0.95 × |\n").doesNotContain("89 %");
  }

  @Test
  void aNarrowMissDoesNotReadLikeTheTarget() {
    Results narrow = new Results(HOST, List.of(), List.of()).with(SuiteTest.outcome("t", LARGE, 1, 12_500, 11_874));
    assertThat(Tables.render("<!-- table: missed -->\n<!-- /table -->", List.of(narrow)))
        .contains("| 0.9499 × |  | ≥ 0.95 × |\n");
  }

  @Test
  void nothingIsMissedIfAllIsMet() {
    Results met = new Results(HOST, List.of(), List.of()).with(SuiteTest.outcome("t", LARGE, 1, 12_500, 12_500));
    assertThat(Tables.render("<!-- table: missed -->\n<!-- /table -->", List.of(met)))
        .isEqualTo("<!-- table: missed -->\nNone.\n<!-- /table -->");
  }

  @Test
  void theCeilingsHaveUnits() {
    assertThat(render("ceilings")).contains("| fma | 215 GFLOP/s | 400 GFLOP/s |\n");
  }

  @Test
  void aTableWithoutResultsSaysSo() {
    assertThat(render("training")).contains("<!-- table: training -->\nNot measured yet.\n<!-- /table -->");
  }

  @Test
  void textWithoutMarkersStays() {
    assertThat(Tables.render("a $1 \\ text\n", List.of(results()))).isEqualTo("a $1 \\ text\n");
  }
}
