package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import candor.examples.mcdropout.McDropoutExperiment;
import candor.examples.report.Pages;
import candor.kernel.Kernels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The whole experiment on a few images.
final class McDropoutRunTest {

  @TempDir
  private static Path directory;
  private static Path data;

  @BeforeAll
  static void writeData() throws IOException {
    data = TinyMnist.write(directory.resolve("data"), 96, 48);
  }

  @Test
  void theCommandWritesResultsAndAReportAndSaysWhere() throws Exception {
    Path output = directory.resolve("command");
    Terminal run = Terminal.run("mc-dropout", "--data", data.toString(), "--output", output.toString(), "--epochs", "1",
        "--batch", "16",
        "--passes", "4", "--seed", "7");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("seed 7, 1 epoch, T = 4", "test error", "negative log-likelihood", "expected calibration error",
            "mean variation ratio")
        .endsWith("report: " + output.resolve("index.html") + System.lineSeparator());
    assertThat(run.err()).contains("training LeNet on 96 images", "epoch 1/1  loss ",
        "testing on 48 images, with 4 stochastic passes");
    assertThat(output).isDirectoryContaining("glob:**/results.json").isDirectoryContaining("glob:**/index.html");
    try (var files = Files.list(output)) {
      assertThat(files).hasSize(2);
    }
    Pages.parse(Files.readString(output.resolve("index.html")));
    requireSchema(SmallRun.read(output), 7);
  }

  private static void requireSchema(JsonNode results, int seed) {
    assertThat(results.get("experiment").asString()).isEqualTo("mc-dropout");
    assertThat(results.get("seed").asInt()).isEqualTo(seed);
    assertThat(results.get("epochs").asInt()).isEqualTo(1);
    assertThat(results.get("batch").asInt()).isEqualTo(16);
    assertThat(results.get("passes").asInt()).isEqualTo(4);
    assertThat(results.get("train_images").asInt()).isEqualTo(96);
    assertThat(results.get("test_images").asInt()).isEqualTo(48);
    for (String fraction : List.of("test_error_deterministic", "test_error_mc", "ece_deterministic", "ece_mc",
        "mean_variation_ratio")) {
      assertThat(results.get(fraction).isNumber()).as(fraction).isTrue();
      assertThat(results.get(fraction).asDouble()).as(fraction).isBetween(0.0, 1.0);
    }
    for (String positive : List.of("nll_deterministic", "nll_mc", "mean_predictive_entropy", "mean_mutual_information",
        "seconds_train",
        "seconds_predict", "threads")) {
      assertThat(results.get(positive).isNumber()).as(positive).isTrue();
      assertThat(results.get(positive).asDouble()).as(positive).isPositive();
    }
    assertThat(results.get("kernels").asString()).isEqualTo(Kernels.best().name());
  }

  @Test
  void theNumbersOfTheFileAreConsistent() throws IOException {
    JsonNode results = run("consistent", Kernels.best().compiled(), 2, 1);
    int images = results.get("test_images").asInt();
    double start = results.at("/rejection/mutual_information/0").asDouble();
    assertThat(start).isCloseTo(1 - results.get("test_error_mc").asDouble(), within(1e-15));
    for (String measure : List.of("variation_ratio", "predictive_entropy", "mutual_information")) {
      int wrong = sum(results.get(measure).get("wrong"));
      assertThat(sum(results.get(measure).get("right")) + wrong).isEqualTo(images);
      assertThat((double) wrong / images).isEqualTo(results.get("test_error_mc").asDouble());
    }
    JsonNode votes = results.get("uncertain_image");
    assertThat(sum(votes.get("votes"))).isEqualTo(5);
    int most = 0;
    for (JsonNode count : votes.get("votes")) {
      most = Math.max(most, count.asInt());
    }
    assertThat(votes.at("/image/variation_ratio").asDouble()).isEqualTo(1 - most / 5.0);
    assertThat(votes.get("image")).isEqualTo(results.at("/most_uncertain/0"));
    assertThat(results.at("/rotation/degrees")).hasSize(13);
    assertThat(results.at("/rotation/inputs/0/0")).hasSize(5);
  }

  private static int sum(JsonNode numbers) {
    int sum = 0;
    for (JsonNode number : numbers) {
      sum += number.asInt();
    }
    return sum;
  }

  @Test
  void resultsDependOnNeitherKernelsNorThreads() throws IOException {
    JsonNode scalar = run("scalar", Kernels.scalar(), 1, 1);
    assertThat(run("best-1", Kernels.best().compiled(), 1, 1)).isEqualTo(scalar);
    assertThat(run("best-2", Kernels.best().compiled(), 2, 1)).isEqualTo(scalar);
    assertThat(run("scalar-2", Kernels.scalar(), 2, 1)).isEqualTo(scalar);
    assertThat(run("other-seed", Kernels.best().compiled(), 2, 2)).isNotEqualTo(scalar);
  }

  /// Runs the experiment and returns its results without what names the machine.
  private JsonNode run(String name, Kernels kernels, int threads, long seed) throws IOException {
    Path output = directory.resolve(name);
    JsonNode results = new SmallRun(new McDropoutExperiment(), data, Map.of("epochs", 1, "batch", 32, "passes", 5))
        .results(output, kernels, threads, seed);
    assertThat(SmallRun.read(output).get("kernels").asString()).isEqualTo(kernels.name());
    assertThat(SmallRun.read(output).get("threads").asInt()).isEqualTo(threads);
    return results;
  }

  @Test
  void onATerminalTheStepsOfTestingRenewOneLine() {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    Progress progress = new Progress(new PrintStream(shown, true, StandardCharsets.UTF_8), true);
    progress.part("test images", 10, 20);
    progress.part("test images", 20, 20);
    assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001B[K10 of 20 test images\r\u001B[K");
  }
}
