package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.examples.influence.InfluenceExperiment;
import candor.examples.report.Pages;
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

/// The whole experiment on a few images.
final class InfluenceRunTest {
  @TempDir
  private static Path directory;
  private static Path data;

  @BeforeAll
  static void writeImages() throws IOException {
    data = directory.resolve("data");
    TinyMnist.write(data.resolve("mnist"), 120, 400);
  }

  @Test
  void theCommandWritesResultsAndAReportAndSaysWhere() throws Exception {
    Path output = directory.resolve("command");
    Terminal run =
        Terminal.run("influence", "--queries", "2", "--removed", "25", "--few", "5", "--network-images", "40",
            "--steps", "8", "--data", data.toString(), "--output", output.toString());
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Pearson", "logistic regression", "support vector machine", "convolutional network",
        "trainings without an image took").endsWith("report: " + output.resolve("index.html") + System.lineSeparator());
    assertThat(run.err()).contains("logistic regression: training on 120 images", ": part 1 of 2", ": part 2 of 2",
        "support vector machine: influences", "convolutional network: eigenvalues and influences");
    Document page = Pages.parse(Files.readString(output.resolve("index.html")));
    assertThat(Pages.elements(page, "h2")).extracting(h -> h.getAttribute("id")).containsExactly("result",
        "regression", "pictures", "machine", "network", "method");
    assertThat(Pages.elements(page, "svg")).hasSize(8);
    assertThat(Pages.elements(page, "img")).hasSize(72);
    predictionsAgreeWithTrainings(SmallRun.read(output));
    Terminal other = Terminal.run("influence", "--queries", "1", "--removed", "9", "--data", data.toString(),
        "--output", output.toString());
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("influence: " + output.resolve("regression") + " is of a run with ",
        "; use another --output, or delete the directory");
  }

  /// Predictions are of first order in the weight of an image. Among a hundred it has much: without it, more changes than
  /// predicted, in the same order.
  private static void predictionsAgreeWithTrainings(JsonNode results) {
    JsonNode logistic = results.get("logistic");
    assertThat(logistic.get("gradient_norm").asDouble()).isLessThan(1e-5);
    assertThat(logistic.get("removed").asInt()).isBetween(25, 50);
    for (JsonNode c : logistic.get("cases")) {
      assertThat(c.at("/agreement/pearson").asDouble()).isGreaterThan(0.9);
      assertThat(c.at("/agreement/slope").asDouble()).isBetween(1.0, 6.0);
      assertThat(Math.abs(c.get("continued").asDouble())).isLessThan(1e-4);
      assertThat(c.get("label")).isNotEqualTo(c.get("prediction"));
      assertThat(c.at("/helpful/0/change").asDouble()).isPositive();
      assertThat(c.at("/harmful/0/change").asDouble()).isNegative();
      assertThat(c.get("near")).extracting(s -> s.get("distance").asDouble()).isSorted();
    }
    JsonNode machine = results.at("/machine/cases/0/smoothings");
    assertThat(machine).extracting(s -> s.get("temperature").asDouble()).contains(0.0, 0.001, 0.1);
    assertThat(machine.at("/2/agreement/pearson").asDouble()).isGreaterThan(0.5);
    assertThat(results.at("/machine/on_margin").asInt()).isPositive();
  }

  /// Stopped, gone on, asked about more test images, with other threads: the numbers are those of one run.
  @Test
  void whatIsKeptIsTakenUpAndNumbersDoNotDependOnThreads() throws IOException {
    JsonNode whole = run("at-once", 2, SmallRun.silent(), Kernels.best().compiled(), 1);
    assertThatThrownBy(() -> run("kept", 1, SmallRun.pulledAt(": part 1 of 2"), Kernels.best().compiled(), 1))
        .hasMessage(SmallRun.PULLED);
    run("kept", 1, SmallRun.silent(), Kernels.best().compiled(), 1);
    assertThat(directory.resolve("kept").resolve("regression").resolve("trained.json")).exists();
    assertThat(run("kept", 2, SmallRun.silent(), Kernels.best().compiled(), 3)).isEqualTo(whole);
  }

  @Test
  void aModelThatIsWrongTooRarelyIsReportedInOneLine() throws IOException {
    Path few = directory.resolve("few");
    TinyMnist.write(few.resolve("mnist"), 120, 3);
    Terminal sure = Terminal.run("influence", "--queries", "8", "--data", few.toString(), "--output",
        directory.resolve("sure").toString());
    assertThat(sure.code()).isEqualTo(1);
    assertThat(sure.err()).contains("influence: the logistic regression takes ",
        " test images for another class, expected 8 or more, as many as are asked about");
  }

  /// Runs the experiment and returns its results without what may differ.
  private static JsonNode run(String name, int queries, Progress progress, Kernels kernels, int threads)
      throws IOException {
    return new SmallRun(new InfluenceExperiment(), data, Map.of("queries", queries, "images", 120, "removed", 21, "few",
        5, "network-images", 20, "steps", 4)).results(directory.resolve(name), kernels, threads, 1, progress);
  }
}
