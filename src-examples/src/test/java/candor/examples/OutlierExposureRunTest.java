package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.examples.outofdistribution.OutlierExposureExperiment;
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
final class OutlierExposureRunTest {
  private static final int MIXES = 10;

  private static final Map<String, Integer> OPTIONS =
      Map.of("epochs", 2, "batch", 10, "images", 20, "test", 8, "factors", 2, "seeds", 2);

  @TempDir
  private static Path directory;
  private static Path data;
  private static Path output;
  private static Terminal run;

  @BeforeAll
  static void runOnce() throws IOException {
    data = TinySets.write(directory.resolve("data"), 48, 12);
    TinyCifar.write(data.resolve("cifar10"), 5, 8);
    output = directory.resolve("command");
    run = command("2");
  }

  private static Terminal command(String epochs) {
    List<String> command = new ArrayList<>(
        List.of("outlier-exposure", "--data", data.toString(), "--output", output.toString(), "--seed", "3"));
    OPTIONS.forEach(
        (name, value) -> command.addAll(List.of("--" + name, name.equals("epochs") ? epochs : value.toString())));
    return Terminal.run(command.toArray(String[]::new));
  }

  @Test
  void theCommandWritesResultsAndAReportAndSaysWhere() throws Exception {
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("outlier-exposure: 2 seeds from 3, 2 epochs, 20 digits, 8 test digits",
        "trained beside            error  fashion-mnist  synthetic      cifar10-grey   noise          kmnist",
        "families left out, mean AUROC by max probability: ")
        .endsWith("report: " + output.resolve("index.html") + System.lineSeparator());
    assertThat(run.err()).contains("training 20 networks on 20 digits", "seed 4, all but noise: epoch 2 of 2",
        "testing on 8 digits");
    JsonNode results = SmallRun.read(output);
    assertThat(results.get("experiment").asString()).isEqualTo("outlier-exposure");
    JsonNode mixes = results.get("mixes");
    assertThat(mixes.valueStream().map(mix -> mix.get("mix").asString())).containsExactly("nothing", "all four",
        "all but clothes", "all but synthetic images", "all but photographs", "all but noise", "only clothes",
        "only synthetic images", "only photographs", "only noise");
    assertThat(mixes.valueStream().map(mix -> mix.get("families").size())).containsExactly(0, 4, 3, 3, 3, 3, 1, 1, 1,
        1);
    assertThat(mixes.at("/5/study/0").asString()).startsWith("training: fashion-mnist-train")
        .contains("synthetic-train",
            "cifar10-grey-train")
        .doesNotContain("noise");
    assertThat(mixes.at("/5/study/2").asString()).startsWith("testing: noise-test").contains("; kmnist-test")
        .doesNotContain("synthetic");
    assertThat(mixes.at("/5/study/3").asString())
        .startsWith("a family that may have been seen: fashion-mnist-test")
        .contains("synthetic-test", "cifar10-grey-test");
    assertCells(mixes);
    assertLeftOut(results);
    assertReport(Pages.parse(Files.readString(output.resolve("index.html"))));
  }

  private static void assertCells(JsonNode mixes) {
    for (JsonNode mix : mixes) {
      assertThat(mix.get("scores")).hasSize(3);
      boolean isBase = mix.get("families").isEmpty();
      for (JsonNode score : mix.get("scores")) {
        assertThat(score.get("sets")).hasSize(5);
        for (JsonNode cell : score.get("sets")) {
          assertThat(cell.get("seen").asBoolean()).isEqualTo(
              mix.get("families").valueStream().anyMatch(family -> family.equals(cell.get("set"))));
          assertThat(cell.at("/auroc/mean").asDouble()).isBetween(0.0, 1.0);
          assertThat(cell.get("auroc_gain")).hasSize(isBase ? 0 : 1);
        }
      }
    }
  }

  /// The mean over the families of what networks gained that had not seen them.
  private static void assertLeftOut(JsonNode results) {
    assertThat(results.get("left_out").valueStream().map(left -> left.get("score").asString()))
        .containsExactly("max probability", "entropy", "energy");
    for (int seed = 0; seed < 2; seed++) {
      double sum = 0;
      for (int family = 0; family < 4; family++) {
        String at = "/scores/0/sets/" + family + "/auroc/each/" + seed;
        double gain = results.at("/mixes/" + (2 + family) + at).asDouble() - results.at("/mixes/0" + at).asDouble();
        assertThat(results
            .at("/mixes/" + (2 + family) + "/scores/0/sets/" + family + "/auroc_gain/0/each/" + seed).asDouble())
            .isEqualTo(gain);
        sum += gain;
      }
      assertThat(results.at("/left_out/0/auroc_gain/each/" + seed).asDouble()).isCloseTo(sum / 4, within(1e-12));
    }
  }

  private static void assertReport(Document page) {
    assertThat(Pages.elements(page, "h2")).extracting(h -> h.getAttribute("id")).containsExactly("result", "mixes",
        "images", "published", "method");
    assertThat(Pages.elements(page, "figure")).hasSize(2);
    assertThat(Pages.elements(page, "svg")).hasSize(1);
    // Six images of six kinds.
    assertThat(Pages.elements(page, "img")).hasSize(36);
    assertThat(Pages.elements(page, "table")).hasSize(3);
  }

  @Test
  void aRunThatWasStoppedGoesOnToTheSameNumbersOnOtherKernelsAndThreads() throws IOException {
    Progress pulled = SmallRun.pulledAt("all but noise: epoch 2 of 2");
    assertThatThrownBy(() -> again(1, pulled, Kernels.best().compiled(), 1)).hasMessage(SmallRun.PULLED);
    assertThat(again(1, SmallRun.silent(), Kernels.scalar(), 1).get("mixes")).hasSize(MIXES);
    // More seeds take up what is there.
    assertThat(again(2, SmallRun.silent(), Kernels.best().compiled(), 2))
        .isEqualTo(SmallRun.withoutMachine(SmallRun.read(output)));
  }

  private static JsonNode again(int seeds, Progress progress, Kernels kernels, int threads) throws IOException {
    Map<String, Integer> options = new HashMap<>(OPTIONS);
    options.put("seeds", seeds);
    return new SmallRun(new OutlierExposureExperiment(), data, options).results(directory.resolve("again"), kernels,
        threads, 3, progress);
  }

  @Test
  void otherSettingsNeedAnotherDirectory() {
    Terminal other = command("3");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("outlier-exposure: " + output.resolve("tests") + " is of a run with ");
  }
}
