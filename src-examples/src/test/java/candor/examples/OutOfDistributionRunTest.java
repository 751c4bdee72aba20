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

  private static final Map<String, Integer> OPTIONS =
      Map.of("epochs", 2, "batch", 11, "images", 22, "test", TEST, "passes", 2, "tuning", 2, "factors", 2, "seeds", 2);

  @TempDir
  private static Path directory;
  private static Path data;
  private static Path output;
  private static Terminal run;

  @BeforeAll
  static void runOnce() throws IOException {
    data = TinySets.write(directory.resolve("data"), 48, TEST);
    TinyCifar.write(data.resolve("cifar10"), 5, 8);
    output = directory.resolve("command");
    List<String> command = new ArrayList<>(
        List.of("out-of-distribution", "--data", data.toString(), "--output", output.toString(), "--seed", "3"));
    OPTIONS.forEach((name, value) -> command.addAll(List.of("--" + name, value.toString())));
    run = Terminal.run(command.toArray(String[]::new));
  }

  @Test
  void theCommandWritesResultsAndAReportAndSaysWhere() throws Exception {
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("out-of-distribution: 2 seeds from 3, 2 epochs, 22 digits, 12 test digits",
        "outlier exposure: error", "Mahalanobis, layers combined          tuned",
        "ODIN minus max probability, kmnist: ")
        .endsWith("report: " + output.resolve("index.html") + System.lineSeparator());
    assertThat(run.err()).contains("training 6 networks on 22 digits", "seed 4, prior network: epoch 2 of 2",
        "testing on 12 digits", "seed 3: tested in");
    JsonNode results = SmallRun.read(output);
    assertThat(results.get("experiment").asString()).isEqualTo("out-of-distribution");
    assertThat(results.get("tuning_digits").asInt()).isEqualTo(2);
    assertThat(results.at("/conventions/false_positive_rate").asString())
        .isEqualTo("positives are the inputs from inside,"
            + " of which 95 % pass; false ones are the images from outside that pass too");
    assertThat(results.get("study").valueStream().map(JsonNode::asString).toList()).satisfies(study -> {
      assertThat(study.get(0)).startsWith("training: cifar10-grey-train (family cifar10-grey, 22 inputs, fingerprint ")
          .contains("; synthetic-train (family synthetic, 22 inputs");
      assertThat(study.get(1)).startsWith("tuning: cifar10-grey-tuning (family cifar10-grey, 2 inputs");
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
    // Six images of five kinds.
    assertThat(Pages.elements(page, "img")).hasSize(30);
    assertThat(Pages.elements(page, "table")).hasSize(5);
  }

  @Test
  void aRunThatWasStoppedGoesOnToTheSameNumbersOnOtherKernelsAndThreads() throws IOException {
    Progress pulled = SmallRun.pulledAt("prior network: epoch 2 of 2");
    assertThatThrownBy(() -> again(1, pulled, Kernels.best().compiled(), 1)).hasMessage(SmallRun.PULLED);
    JsonNode one = again(1, SmallRun.silent(), Kernels.scalar(), 1);
    assertThat(one.get("networks")).hasSize(3);
    assertThat(one.get("scores")).hasSize(19);
    // More seeds take up what is there.
    assertThat(again(2, SmallRun.silent(), Kernels.best().compiled(), 2))
        .isEqualTo(SmallRun.withoutMachine(SmallRun.read(output)));
  }

  private static JsonNode again(int seeds, Progress progress, Kernels kernels, int threads) throws IOException {
    Map<String, Integer> options = new HashMap<>(OPTIONS);
    options.put("seeds", seeds);
    return new SmallRun(new OutOfDistributionExperiment(), data, options).results(directory.resolve("again"), kernels,
        threads, 3, progress);
  }

  @Test
  void whatCannotBeDoneIsSaid() throws IOException {
    Terminal few = Terminal.run("out-of-distribution", "--data", data.toString(), "--output",
        directory.resolve("few").toString(), "--batch", "11", "--epochs", "1", "--images", "20", "--factors", "2");
    assertThat(few.code()).isEqualTo(1);
    assertThat(few.err()).contains(
        "out-of-distribution: training of 2 steps, expected 4 or more; ask for more epochs or a smaller batch");
    // Photographs that scores are tuned by are also trained with.
    Path mixed = TinySets.write(directory.resolve("mixed"), 48, TEST);
    TinyCifar.write(mixed.resolve("cifar10"), 5, 8);
    Files.copy(mixed.resolve("cifar10").resolve("data_batch_2.bin"), mixed.resolve("cifar10").resolve("test_batch.bin"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> new SmallRun(new OutOfDistributionExperiment(), mixed, OPTIONS)
        .results(directory.resolve("both"), Kernels.best().compiled(), 1, 1)).hasMessage(
            "detection study: cifar10-grey-tuning is asked for tuning, but 2 of its 2 inputs are also in cifar10-grey-train,"
                + " which was taken for training");
  }
}
