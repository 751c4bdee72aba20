package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.examples.poisoning.PoisoningExperiment;
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
final class PoisoningRunTest {
  @TempDir
  private static Path directory;
  private static Path data;

  @BeforeAll
  static void writeImages() throws IOException {
    data = directory.resolve("data");
    TinyCifar.write(data.resolve("cifar10"), 50, 40);
  }

  @Test
  void theCommandWritesResultsAndAReportAndSaysWhere() throws Exception {
    Path output = directory.resolve("command");
    Terminal run = Terminal.run("poisoning", "--targets", "2", "--images", "20", "--features", "20", "--epochs", "1",
        "--data", data.toString(), "--output", output.toString());
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("poisoning: cat and dog, 40 training images", "1 changed image: ",
        "10 changed images: ", "by random signs").endsWith(
            "report: " + output.resolve("index.html")
                + System.lineSeparator());
    Document page = Pages.parse(Files.readString(output.resolve("index.html")));
    assertThat(Pages.elements(page, "h2")).extracting(h -> h.getAttribute("id")).containsExactly("result", "margins",
        "examples", "method");
    assertThat(Pages.elements(page, "svg")).hasSize(4);
  }

  @Test
  void attacksAreAgainstTargetsThatAreRightAndLowerTheirMargins() throws IOException {
    JsonNode results = run("attacks", SmallRun.silent(), Kernels.best().compiled(), 2);
    assertThat(results.get("campaigns")).extracting(c -> c.get("changed").asInt()).containsExactly(1, 10);
    for (JsonNode campaign : results.get("campaigns")) {
      assertThat(campaign.get("margins")).hasSize(results.get("targets").asInt());
      for (int i = 0; i < results.get("targets").asInt(); i++) {
        double margin = campaign.at("/margins/" + i).asDouble();
        assertThat(margin).isPositive();
        // Far from the other class the loss is flat to rounding, and nothing moves.
        assertThat(campaign.at("/after/" + i).asDouble()).isLessThanOrEqualTo(margin);
      }
    }
    assertThat(results.at("/campaigns/0/margins")).isEqualTo(results.at("/campaigns/1/margins"));
  }

  @Test
  void attacksThatWereInterruptedGoOnToTheSameNumbers() throws IOException {
    JsonNode whole = run("through", SmallRun.silent(), Kernels.best().compiled(), 1);
    Progress pulled = SmallRun.pulledAt("changing 1 image: part 1 of 1");
    assertThatThrownBy(() -> run("stopped", pulled, Kernels.best().compiled(), 1)).hasMessage(SmallRun.PULLED);
    assertThat(directory.resolve("stopped").resolve("attacks").resolve("changed-1-part-0.json")).exists();
    assertThat(run("stopped", SmallRun.silent(), Kernels.best().compiled(), 2)).isEqualTo(whole);
  }

  @Test
  void attacksOfAnotherRunAreRefused() throws IOException {
    Path output = directory.resolve("taken");
    run("taken", SmallRun.silent(), Kernels.best().compiled(), 1);
    Terminal other = Terminal.run("poisoning", "--targets", "2", "--images", "20", "--features", "20", "--epochs", "1",
        "--data", data.toString(), "--output", output.toString());
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("poisoning: " + output.resolve("attacks") + " is of a run with ",
        "targets=1", "targets=2");
  }

  private static JsonNode run(String name, Progress progress, Kernels kernels, int threads) throws IOException {
    return new SmallRun(new PoisoningExperiment(), data,
        Map.of("targets", 1, "images", 20, "features", 20, "epochs", 1))
        .results(directory.resolve(name), kernels, threads, 1, progress);
  }
}
