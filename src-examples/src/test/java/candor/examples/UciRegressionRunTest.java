package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.examples.report.Pages;
import candor.examples.uciregression.UciRegressionExperiment;
import candor.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

/// The whole experiment on a tiny set.
final class UciRegressionRunTest {
  @TempDir
  private static Path directory;
  private static Path data;

  @BeforeAll
  static void writeSet() throws IOException {
    data = directory.resolve("data");
    TinyUci.write(data, "bostonHousing");
  }

  @Test
  void theCommandWritesResultsAndAReportAndSaysWhere() throws Exception {
    Path output = directory.resolve("command");
    Terminal run =
        Terminal.run("uci-regression", "--data", data.toString(), "--output", output.toString(), "--sets", "1",
            "--epochs", "400", "--passes", "50", "--seed", "7");
    assertThat(run.err()).contains("Boston, split 1: MC dropout RMSE", "Boston, split 2: ensemble RMSE");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("uci-regression: seed 7, T = 50", "Boston", "(2.97)")
        .endsWith("report: " + output.resolve("index.html") + System.lineSeparator());
    JsonNode results = SmallRun.read(output);
    assertThat(results.get("experiment").asString()).isEqualTo("uci-regression");
    JsonNode boston = results.at("/sets/0");
    assertThat(boston.get("samples").asInt()).isEqualTo(60);
    assertThat(boston.get("features").asInt()).isEqualTo(2);
    for (String method : new String[] {"dropout", "ensemble"}) {
      JsonNode scores = boston.get(method);
      JsonNode rmse = scores.get("rmse");
      // The targets spread by 1.
      assertThat(rmse.get("mean").asDouble()).isLessThan(0.4);
      assertThat(rmse.get("each")).hasSize(2);
      assertThat(rmse.at("/published/0/met").asBoolean()).isTrue();
      assertThat(scores.get("coverage")).hasSameSizeAs(results.get("levels"));
      assertThat(scores.get("settings")).hasSize(2);
      assertThat(scores.at("/shown/truth")).hasSize(6);
    }
    Document page = Pages.parse(Files.readString(output.resolve("index.html")));
    assertThat(Pages.elements(page, "h2")).extracting(h -> h.getAttribute("id")).containsExactly("result", "splits",
        "calibration", "predictions", "cubic", "choices", "method");
    assertThat(Pages.elements(page, "table")).hasSize(3);
    assertThat(Pages.elements(page, "figure")).hasSize(4);
    assertThat(Pages.elements(page, "svg")).hasSize(4 + 1 + 2 + 3);
  }

  @Test
  void aRunThatWasStoppedGoesOnToTheSameNumbers() throws IOException {
    JsonNode whole = run("whole", SmallRun.silent(), Kernels.best().compiled(), 1);
    Progress pulled = SmallRun.pulledAt("split 1");
    assertThatThrownBy(() -> run("stopped", pulled, Kernels.best().compiled(), 1)).hasMessage(SmallRun.PULLED);
    Path kept = directory.resolve("stopped").resolve("ensemble");
    assertThat(directory.resolve("stopped").resolve("results.json")).doesNotExist();
    Files.delete(kept.resolve("bostonHousing-1.json"));
    byte[] first = Files.readAllBytes(kept.resolve("bostonHousing-0.json"));
    assertThat(run("stopped", SmallRun.silent(), Kernels.best().compiled(), 1)).isEqualTo(whole);
    // With its durations, so it was not computed again.
    assertThat(kept.resolve("bostonHousing-0.json")).hasBinaryContent(first);
  }

  @Test
  void resultsDependOnNeitherKernelsNorThreads() throws IOException {
    JsonNode scalar = run("scalar", SmallRun.silent(), Kernels.scalar(), 1);
    assertThat(run("best-2", SmallRun.silent(), Kernels.best().compiled(), 2)).isEqualTo(scalar);
  }

  @Test
  void aDirectoryOfOtherSettingsIsRefused() {
    Path output = directory.resolve("taken");
    String[] first = {"uci-regression", "--data", data.toString(), "--output", output.toString(), "--sets", "1",
      "--splits", "1", "--epochs", "1", "--ensemble-epochs", "1", "--passes", "2"};
    assertThat(Terminal.run(first).code()).isZero();
    assertThat(Terminal.run(first).err()).contains("kept");
    first[8] = "2";
    assertThat(Terminal.run(first).code()).isZero();
    first[10] = "2";
    Terminal other = Terminal.run(first);
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("uci-regression: " + output.resolve("dropout")
        + " is of a run with {epochs=1, passes=2, seed=1}, this one has {epochs=2, passes=2, seed=1}; use another --output, or delete the directory");
  }

  @Test
  void missingDataIsAskedFor() {
    Terminal run = Terminal.run("uci-regression", "--output", directory.resolve("none").toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("data: the set bostonHousing does not travel with the program");
  }

  /// Runs the experiment and returns its results without what may differ.
  private static JsonNode run(String name, Progress progress, Kernels kernels, int threads) throws IOException {
    return new SmallRun(new UciRegressionExperiment(), data,
        Map.of("sets", 1, "splits", 2, "epochs", 2, "ensemble-epochs", 2, "passes", 20))
        .results(directory.resolve(name), kernels, threads, 1, progress);
  }
}
