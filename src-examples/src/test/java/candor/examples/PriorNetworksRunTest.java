package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.examples.priornetworks.PriorNetworksExperiment;
import candor.examples.report.Pages;
import candor.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

/// The whole experiment on a few images.
final class PriorNetworksRunTest {
  private static final int TEST = 12;

  @TempDir
  private static Path directory;
  private static Path data;

  @BeforeAll
  static void writeImages() throws IOException {
    data = TinySets.write(directory.resolve("data"), 48, TEST);
  }

  @Test
  void theCommandWritesResultsAndAReportAndSaysWhere() throws Exception {
    Path output = directory.resolve("command");
    Terminal run = Terminal.run("prior-networks", "--data", data.toString(), "--output", output.toString(), "--seed",
        "3", "--seeds", "2", "--epochs", "1", "--batch", "11", "--passes", "2", "--factors", "2");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("prior-networks: 2 seeds from 3, 1 epoch, 44 digits, 12 test images",
        "belief matching: error", "differential entropy", "by noise [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0]")
        .endsWith("report: " + output.resolve("index.html") + System.lineSeparator());
    assertThat(run.err()).contains("fitting a factor analysis to 44 images", "training 12 networks on 44 images",
        "seed 4, prior-network-noise: epoch 1 of 1", "asking about 12 inputs of each kind");
    JsonNode results = SmallRun.read(output);
    assertThat(results.get("experiment").asString()).isEqualTo("prior-networks");
    assertThat(results.get("noisy_images").asInt()).isEqualTo(3);
    assertThat(results.at("/synthetic/shown")).hasSize(8);
    assertThat(results.get("sets").valueStream().map(set -> set.get("set").asString())).containsExactly("mnist",
        "blends", "fashion-mnist", "kmnist");
    assertModels(results.get("models"));
    assertNoise(results.get("noise"));
    for (JsonNode histogram : results.get("histograms")) {
      assertThat(histogram.get("counts").valueStream().mapToInt(JsonNode::asInt).sum()).isEqualTo(TEST);
    }
    for (JsonNode answer : results.get("answers")) {
      assertThat(answer.get("mean").valueStream().mapToDouble(JsonNode::asDouble).sum()).isCloseTo(1, within(1e-12));
    }
    assertReport(Pages.parse(Files.readString(output.resolve("index.html"))));
  }

  private static void assertModels(JsonNode models) {
    assertThat(models.valueStream().map(model -> model.get("model").asString())).containsExactly("softmax",
        "MC dropout", "belief matching", "prior network");
    assertThat(models.valueStream().map(model -> model.get("measures").size())).containsExactly(2, 3, 5, 5);
    for (JsonNode model : models) {
      JsonNode error = model.get("error");
      assertThat(error.get("each")).hasSize(2);
      assertThat(error.get("interval")).hasSize(1);
      assertThat(error.get("mean").asDouble()).isCloseTo(
          (error.get("each").get(0).asDouble() + error.get("each").get(1).asDouble()) / 2, within(1e-15));
      for (JsonNode measure : model.get("measures")) {
        assertThat(measure.get("means")).hasSize(4);
        assertThat(measure.get("detections").valueStream()
            .map(d -> d.get("inside").asString() + " " + d.get("outside").asString())).containsExactly("mnist blends",
                "mnist fashion-mnist", "blends fashion-mnist", "mnist kmnist", "blends kmnist");
        for (JsonNode detection : measure.get("detections")) {
          assertThat(detection.at("/auroc/mean").asDouble()).isBetween(0.0, 1.0);
        }
      }
    }
  }

  private static void assertNoise(JsonNode curves) {
    assertThat(curves.valueStream().map(curve -> curve.get("model").asString())).containsExactly("softmax",
        "belief matching", "prior network", "softmax, noise", "MC dropout, noise", "prior network, noise",
        "prior network, noise, forward");
    for (JsonNode curve : curves) {
      assertThat(curve.get("trained_with_noise").asBoolean())
          .isEqualTo(curve.get("model").asString().contains("noise"));
      assertThat(curve.get("error")).hasSize(7);
      for (JsonNode measure : curve.get("measures")) {
        boolean isDigits = measure.get("set").asString().equals("mnist");
        assertThat(measure.get("auroc")).hasSize(isDigits ? 0 : 7);
        assertThat(measure.get("mean")).hasSize(7);
        assertThat(measure.get("mean").get(0)).hasSize(2);
      }
    }
  }

  private static void assertReport(Document page) {
    assertThat(Pages.elements(page, "h2")).extracting(h -> h.getAttribute("id")).containsExactly("result", "inputs",
        "spread", "noise", "unseen", "method");
    assertThat(Pages.elements(page, "figure")).hasSize(12);
    // 24 answers, 11 histograms, five models under noise with two sets each, and errors.
    assertThat(Pages.elements(page, "svg")).hasSize(24 + 11 + 10 + 1);
    // 24 answers, three inputs with noise of six strengths, and synthetic images.
    assertThat(Pages.elements(page, "img")).hasSize(24 + 18 + 8);
    assertThat(Pages.elements(page, "table")).hasSize(9);
  }

  @Test
  void trainingThatWasStoppedGoesOnAndMoreSeedsTakeUpWhatIsThere() throws IOException {
    JsonNode whole = run("whole", 2, SmallRun.silent(), Kernels.best().compiled(), 1);
    Progress pulled = SmallRun.pulledAt("prior-network: epoch 2 of 2");
    assertThatThrownBy(() -> run("stopped", 1, pulled, Kernels.best().compiled(), 1)).hasMessage(SmallRun.PULLED);
    run("stopped", 1, SmallRun.silent(), Kernels.best().compiled(), 1);
    assertThat(run("stopped", 2, SmallRun.silent(), Kernels.best().compiled(), 1)).isEqualTo(whole);
  }

  @Test
  void resultsDependOnNeitherKernelsNorThreads() throws IOException {
    JsonNode scalar = run("scalar", 1, SmallRun.silent(), Kernels.scalar(), 1);
    assertThat(run("best-2", 1, SmallRun.silent(), Kernels.best().compiled(), 2)).isEqualTo(scalar);
  }

  @Test
  void settingsAreChosenWithImagesThatWereHeldOut() throws Exception {
    Path output = directory.resolve("held-out");
    List<String> options = List.of("--images", "20", "--seeds", "1", "--epochs", "1", "--passes", "1", "--factors", "2",
        "--test", "4");
    Path sets = TinySets.write(directory.resolve("without-kmnist"), 48, TEST);
    Files.delete(sets.resolve("kmnist").resolve("t10k-images-idx3-ubyte"));
    Files.delete(sets.resolve("kmnist").resolve("t10k-labels-idx1-ubyte"));
    Files.delete(sets.resolve("kmnist"));
    assertThat(command(sets, output, options, "0").err())
        .contains("data: the test images of kmnist do not travel with the program");
    Terminal run = command(sets, output, options, "1");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("4 training images that were held out");
    assertThat(SmallRun.read(output).get("sets")).hasSize(3);
    assertThat(Pages.elements(Pages.parse(Files.readString(output.resolve("index.html"))), "h2")).hasSize(6);
  }

  private static Terminal command(Path sets, Path output, List<String> options, String heldOut) {
    List<String> all = new ArrayList<>(List.of("prior-networks", "--data", sets.toString(), "--output",
        output.toString(), "--held-out", heldOut));
    all.addAll(options);
    return Terminal.run(all.toArray(String[]::new));
  }

  /// Runs the experiment and returns its results without what may differ.
  private static JsonNode run(String name, int seeds, Progress progress, Kernels kernels, int threads)
      throws IOException {
    Map<String, Integer> options = new HashMap<>(Map.of("epochs", 2, "batch", 16, "images", 20, "test", 4, "passes", 2,
        "factors", 2, "held-out", 0));
    options.put("seeds", seeds);
    return new SmallRun(new PriorNetworksExperiment(), data, options)
        .results(directory.resolve(name), kernels, threads, 1, progress);
  }
}
