package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.examples.outofdistribution.OutOfDistributionExperiment;
import candor.examples.report.Pages;
import candor.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
final class OutOfDistributionRunTest {
  private static final int TEST = 12;

  @TempDir
  private static Path directory;
  private static Path data;

  @BeforeAll
  static void writeImages() throws IOException {
    data = TinySets.write(directory.resolve("data"), 48, TEST);
    TinyCifar.write(data.resolve("cifar10"), 5, 8);
  }

  @Test
  void theCommandWritesResultsAndAReportAndSaysWhere() throws Exception {
    Path output = directory.resolve("command");
    Terminal run = Terminal.run("out-of-distribution", "--data", data.toString(), "--output", output.toString(),
        "--seed", "3", "--seeds", "2", "--epochs", "1", "--batch", "11", "--passes", "2", "--factors", "2", "--tuning",
        "4");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("out-of-distribution: 2 seeds from 3, 1 epoch, 44 digits, 12 test digits",
        "outlier exposure: error", "Mahalanobis, layers combined          tuned",
        "ODIN minus max probability, kmnist: ")
        .endsWith("report: " + output.resolve("index.html") + System.lineSeparator());
    assertThat(run.err()).contains("training 6 networks on 44 digits", "seed 4, prior network: epoch 1 of 1",
        "testing on 12 digits", "seed 3: tested in");
    JsonNode results = SmallRun.read(output);
    assertThat(results.get("experiment").asString()).isEqualTo("out-of-distribution");
    assertThat(results.get("tuning_digits").asInt()).isEqualTo(4);
    assertThat(results.at("/conventions/false_positive_rate").asString())
        .isEqualTo("positives are the inputs from inside,"
            + " of which 95 % pass; false ones are the images from outside that pass too");
    assertThat(results.get("study").valueStream().map(JsonNode::asString).toList()).satisfies(study -> {
      assertThat(study.get(0)).startsWith("training: cifar10-grey-train (family cifar10-grey, 25 inputs, fingerprint ")
          .contains("; synthetic-train (family synthetic, 44 inputs");
      assertThat(study.get(1)).startsWith("tuning: cifar10-grey-tuning (family cifar10-grey, 4 inputs");
      assertThat(study.get(2)).startsWith("testing: kmnist-test (family kmnist, 12 inputs")
          .contains("; fashion-mnist-test (family fashion-mnist, 12 inputs");
    });
    assertScores(results);
    assertReport(Pages.parse(Files.readString(output.resolve("index.html"))));
  }

  private static void assertScores(JsonNode results) {
    assertThat(results.get("networks").valueStream().map(network -> network.get("network").asString()))
        .containsExactly("plain", "outlier exposure", "prior network", "ensemble of the plain ones");
    JsonNode scores = results.get("scores");
    assertThat(scores.valueStream().map(score -> score.get("knowledge").asString())).startsWith("nothing")
        .endsWith("trained").hasSize(22);
    assertThat(results.get("histograms")).hasSize(22);
    for (JsonNode score : scores) {
      boolean isEnsemble = score.get("score").asString().startsWith("ensemble");
      assertThat(score.get("sets").valueStream().map(set -> set.get("set").asString())).containsExactly("kmnist",
          "fashion-mnist");
      for (JsonNode set : score.get("sets")) {
        assertThat(set.at("/auroc/each")).hasSize(isEnsemble ? 1 : 2);
        assertThat(set.at("/auroc/mean").asDouble()).isBetween(0.0, 1.0);
        assertThat(set.at("/false_positive_rate/mean").asDouble()).isBetween(0.0, 1.0);
        assertThat(set.at("/detection_error/mean").asDouble()).isBetween(0.0, 0.5);
      }
    }
    // 19 scores of single networks, the baseline not counted, and two sets.
    assertThat(results.get("gains")).hasSize(2 * 18);
    for (JsonNode gain : results.get("gains")) {
      JsonNode score =
          scores.valueStream().filter(s -> s.get("score").equals(gain.get("score"))).findFirst().orElseThrow();
      int set = gain.get("set").asString().equals("kmnist") ? 0 : 1;
      double expected = score.at("/sets/" + set + "/auroc/each/1").asDouble()
          - scores.at("/0/sets/" + set + "/auroc/each/1").asDouble();
      assertThat(gain.at("/auroc/each/1").asDouble()).isCloseTo(expected, within(1e-15));
    }
    for (JsonNode histogram : results.get("histograms")) {
      for (JsonNode counts : histogram.get("counts")) {
        assertThat(counts.valueStream().mapToInt(JsonNode::asInt).sum()).isEqualTo(TEST);
      }
    }
    assertThat(results.get("choices")).hasSize(2);
    assertThat(results.at("/choices/0").valueStream().map(choice -> choice.get("score").asString()))
        .containsExactly("ODIN", "Mahalanobis, layer and step");
  }

  private static void assertReport(Document page) {
    assertThat(Pages.elements(page, "h2")).extracting(h -> h.getAttribute("id")).containsExactly("result", "gains",
        "spread", "images", "published", "method");
    assertThat(Pages.elements(page, "figure")).hasSize(2);
    assertThat(Pages.elements(page, "svg")).hasSize(22);
    // Eight images of five kinds.
    assertThat(Pages.elements(page, "img")).hasSize(40);
    assertThat(Pages.elements(page, "table")).hasSize(5);
  }

  @Test
  void aRunThatWasStoppedGoesOnAndMoreSeedsTakeUpWhatIsThere() throws IOException {
    JsonNode whole = run("whole", 2, SmallRun.silent(), Kernels.best(), 1);
    Progress pulled = SmallRun.pulledAt("prior network: epoch 2 of 2");
    assertThatThrownBy(() -> run("stopped", 1, pulled, Kernels.best(), 1)).hasMessage(SmallRun.PULLED);
    JsonNode one = run("stopped", 1, SmallRun.silent(), Kernels.best(), 1);
    assertThat(one.get("networks")).hasSize(3);
    assertThat(one.get("scores")).hasSize(19);
    assertThat(run("stopped", 2, SmallRun.silent(), Kernels.best(), 1)).isEqualTo(whole);
  }

  @Test
  void resultsDependOnNeitherKernelsNorThreads() throws IOException {
    JsonNode scalar = run("scalar", 1, SmallRun.silent(), Kernels.scalar(), 1);
    assertThat(run("best-2", 1, SmallRun.silent(), Kernels.best(), 2)).isEqualTo(scalar);
  }

  @Test
  void whatCannotBeDoneIsSaid() throws IOException {
    Path output = directory.resolve("refused");
    List<String> options = List.of("--batch", "11", "--epochs", "1", "--images", "20", "--factors", "2");
    assertThat(command(output, data, options).err())
        .contains(
            "out-of-distribution: training of 2 steps, expected 4 or more; ask for more epochs or a smaller batch");
    // Photographs that scores are tuned by are also trained with.
    Path mixed = TinySets.write(directory.resolve("mixed"), 48, TEST);
    TinyCifar.write(mixed.resolve("cifar10"), 5, 8);
    Files.copy(mixed.resolve("cifar10").resolve("data_batch_2.bin"), mixed.resolve("cifar10").resolve("test_batch.bin"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> new SmallRun(new OutOfDistributionExperiment(), mixed, options(1)).results(
        directory.resolve("both"), Kernels.best(), 1, 1)).hasMessage(
            "detection study: cifar10-grey-tuning is asked for tuning, but 4 of its 4 inputs are also in cifar10-grey-train,"
                + " which was taken for training");
  }

  private static Terminal command(Path output, Path sets, List<String> options) {
    List<String> all = new ArrayList<>(List.of("out-of-distribution", "--data", sets.toString(), "--output",
        output.toString()));
    all.addAll(options);
    return Terminal.run(all.toArray(String[]::new));
  }

  private static Map<String, Integer> options(int seeds) {
    Map<String, Integer> options = new HashMap<>(Map.of("epochs", 2, "batch", 10, "images", 20, "test", 8, "passes", 2,
        "tuning", 4, "factors", 2));
    options.put("seeds", seeds);
    return options;
  }

  /// Runs the experiment and returns its results without what may differ.
  private static JsonNode run(String name, int seeds, Progress progress, Kernels kernels, int threads)
      throws IOException {
    return new SmallRun(new OutOfDistributionExperiment(), data, options(seeds))
        .results(directory.resolve(name), kernels, threads, 1, progress);
  }
}
