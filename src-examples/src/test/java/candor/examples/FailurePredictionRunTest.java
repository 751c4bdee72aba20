package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.examples.failureprediction.FailurePredictionExperiment;
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
final class FailurePredictionRunTest {
  private static final int METHODS = 11;

  @TempDir
  private static Path directory;
  private static Path data;
  /// One seed, with one thread and scalar kernels.
  private static JsonNode one;
  /// Two seeds, of which the first is taken up, with three threads and the best kernels.
  private static JsonNode two;

  @BeforeAll
  static void runTwice() throws IOException {
    data = directory.resolve("data");
    TinyMnist.write(data.resolve("mnist"), 72, 32);
    one = run("grown", 1, SmallRun.silent(), Kernels.scalar(), 1);
    assertThat(directory.resolve("grown").resolve("findings").resolve("mlp-seed-1.json")).exists();
    two = run("grown", 2, SmallRun.silent(), Kernels.best().compiled(), 3);
  }

  private static Terminal command(Path output, String... more) {
    String[] args = {"failure-prediction", "--data", data.toString(), "--output", output.toString(), "--epochs", "2",
      "--mlp-epochs", "2", "--head-epochs", "2", "--head-passes", "2", "--tuning-epochs", "1",
      "--mlp-tuning-epochs", "2", "--batch", "16", "--passes", "3"};
    String[] all = new String[args.length + more.length];
    System.arraycopy(args, 0, all, 0, args.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Terminal.run(all);
  }

  @Test
  void theCommandWritesResultsAndAReportAndSaysWhere() throws Exception {
    Path output = directory.resolve("command");
    Terminal run = command(output, "--seeds", "2");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("failure-prediction: 2 seeds from 1, T = 3", "SmallConvNet, wrong on ",
        "  TrustScore", "  ConfidNet minus MCP: ").endsWith(
            "report: " + output.resolve("index.html")
                + System.lineSeparator());
    assertThat(run.err()).contains("training 4 networks, each with its ConfidNet, on 60 images",
        "small-conv-net-seed-1: wrong on ", "mlp-seed-2, head: AUPR of validation errors ",
        "mlp-seed-2, whole: epoch 2 of 2");
    // Seeds one by one, threads and kernels make no difference.
    assertThat(SmallRun.withoutMachine(SmallRun.read(output))).isEqualTo(two);
    Document page = Pages.parse(Files.readString(output.resolve("index.html")));
    assertThat(Pages.elements(page, "h2")).extracting(h -> h.getAttribute("id")).containsExactly("result", "gains",
        "histograms", "curves", "selection", "pictures", "method");
    assertThat(Pages.elements(page, "table")).hasSize(6);
    assertThat(Pages.elements(page, "svg")).hasSize(8);
    assertThat(Pages.elements(page, "figure")).hasSize(10);
    assertThat(page.getDocumentElement().getTextContent()).contains("45.89, 3.33, 98.82", "ConfidNet minus MCP");
  }

  @Test
  void theNumbersOfTheFileAreConsistent() {
    assertThat(two.get("train_images").asInt()).isEqualTo(60);
    assertThat(two.get("validation_images").asInt()).isEqualTo(12);
    assertThat(two.get("networks")).extracting(n -> n.get("network").asString()).containsExactly("SmallConvNet", "MLP");
    for (JsonNode network : two.get("networks")) {
      assertThat(network.get("methods")).hasSize(METHODS);
      JsonNode mcp = network.at("/methods/0");
      JsonNode ceiling = network.at("/methods/" + (METHODS - 1));
      assertThat(ceiling.get("method").asString()).startsWith("TCP");
      for (int seed = 0; seed < 2; seed++) {
        double gain = network.at("/gains/0/difference/each/" + seed).asDouble();
        assertThat(gain).isEqualTo(number(network.at("/methods/9"), seed) - number(mcp, seed));
        assertThat(number(ceiling, seed)).isGreaterThan(number(mcp, seed)).isGreaterThan(0.9);
        // The epoch with the best weights is kept, those before the stage included.
        assertThat(network.at("/validation_whole/each/" + seed).asDouble())
            .isGreaterThanOrEqualTo(network.at("/validation_head/each/" + seed).asDouble());
      }
      JsonNode histogram = network.at("/histograms/1");
      int wrong = (int) Math.rint(network.at("/error/each/0").asDouble() * 32);
      assertThat(sum(histogram.get("errors"))).isEqualTo(wrong);
      assertThat(sum(histogram.get("successes"))).isEqualTo(32 - wrong);
      // What is left when nothing is rejected is the test error, whatever the method.
      for (JsonNode curve : network.get("risk")) {
        assertThat(curve.get("y").get(curve.get("y").size() - 1).asDouble())
            .isCloseTo(network.at("/error/each/0").asDouble(), within(1e-12));
      }
    }
  }

  private static double number(JsonNode method, int seed) {
    return method.at("/aupr_errors/each/" + seed).asDouble();
  }

  private static int sum(JsonNode numbers) {
    int sum = 0;
    for (JsonNode number : numbers) {
      sum += number.asInt();
    }
    return sum;
  }

  @Test
  void aRunThatWasStoppedGoesOnToTheSameNumbers() throws IOException {
    for (String words : new String[] {"small-conv-net-seed-1, network: epoch 1", "small-conv-net-seed-1, head: epoch 1",
      "small-conv-net-seed-1, whole: epoch 1"}) {
      Progress pulled = SmallRun.pulledAt(words);
      assertThatThrownBy(() -> run("stopped", 1, pulled, Kernels.best().compiled(), 1)).hasMessage(SmallRun.PULLED);
    }
    assertThat(run("stopped", 1, SmallRun.silent(), Kernels.best().compiled(), 1)).isEqualTo(one);
  }

  @Test
  void trainingImagesCanTakeThePlaceOfTestImages() throws IOException {
    Path output = directory.resolve("held");
    assertThat(command(output, "--seeds", "1", "--held", "36").code()).isZero();
    JsonNode results = SmallRun.read(output);
    assertThat(results.get("held").asBoolean()).isTrue();
    assertThat(results.get("train_images").asInt()).isEqualTo(30);
    assertThat(results.get("test_images").asInt()).isEqualTo(36);
    Terminal many = command(directory.resolve("many"), "--held", "37");
    assertThat(many.code()).isEqualTo(1);
    assertThat(many.err())
        .contains("failure-prediction: 37 of 72 training images held out, expected a half at most");
  }

  @Test
  void whatTheExperimentCannotDoIsRefusedInOneLine() throws IOException {
    Path output = directory.resolve("grown");
    Terminal other = command(output, "--seeds", "1", "--held", "10");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("failure-prediction: " + output.resolve("findings") + " is of a run with ",
        "held=0", "held=10", "; use another --output, or delete the directory");
    Path tiny = directory.resolve("tiny");
    TinyMnist.write(tiny.resolve("mnist"), 6, 2);
    Terminal few = Terminal.run("failure-prediction", "--seeds", "1", "--batch", "8", "--data", tiny.toString(),
        "--output", directory.resolve("few").toString());
    assertThat(few.code()).isEqualTo(1);
    assertThat(few.err()).containsPattern("failure-prediction: [a-z-]+-seed-1 is (right|wrong) on all 1 validation"
        + " images, so nothing is to be foreseen; ask for more images, or other epochs");
  }

  /// Runs the experiment and returns its results without what may differ.
  private static JsonNode run(String name, int seeds, Progress progress, Kernels kernels, int threads)
      throws IOException {
    Map<String, Object> options =
        Map.of("seeds", seeds, "epochs", 2, "mlp-epochs", 2, "head-epochs", 2, "head-passes", 2,
            "tuning-epochs", 1, "mlp-tuning-epochs", 2, "batch", 16, "passes", 3, "held", 0);
    return new SmallRun(new FailurePredictionExperiment(), data, options).results(directory.resolve(name), kernels,
        threads, 1, progress);
  }
}
