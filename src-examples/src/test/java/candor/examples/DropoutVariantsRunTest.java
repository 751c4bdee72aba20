package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.examples.dropoutvariants.DropoutVariantsExperiment;
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
import tools.jackson.databind.node.ObjectNode;

/// The whole experiments on a few images.
final class DropoutVariantsRunTest {
  @TempDir
  private static Path directory;
  private static Path data;

  @BeforeAll
  static void writeImages() throws IOException {
    data = directory.resolve("data");
    TinyMnist.write(data.resolve("mnist"), 96, 48);
    TinyCifar.write(data.resolve("cifar10"), 8, 20);
  }

  private static Terminal command(String experiment, Path output, String... more) {
    String[] args = {experiment, "--data", data.toString(), "--output", output.toString(), "--batch", "16", "--passes",
      "3"};
    String[] all = new String[args.length + more.length];
    System.arraycopy(args, 0, all, 0, args.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Terminal.run(all);
  }

  @Test
  void theCommandWritesResultsAndAReportAndSaysWhere() throws Exception {
    Path output = directory.resolve("command");
    Terminal run = command("dropout-variants", output, "--epochs", "2", "--seeds", "2", "--seed", "7");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("LeNet on MNIST, seed 7, 2 networks of each variant, 2 epochs, T = 3",
        "last, MC dropout", "MC minus standard")
        .endsWith("report: " + output.resolve("index.html") + System.lineSeparator());
    assertThat(run.err()).contains("training 6 networks on 96 images, testing on 48 with 3 stochastic passes",
        "all-seed-8: after 2 epochs wrong on", "none-seed-7: after 1 epoch wrong on");
    JsonNode results = SmallRun.read(output);
    assertThat(results.get("experiment").asString()).isEqualTo("dropout-variants");
    assertThat(results.get("variants")).hasSize(3);
    for (JsonNode variant : results.get("variants")) {
      requireSound(variant, variant.get("name").asString().equals("none"));
    }
    Document page = Pages.parse(Files.readString(output.resolve("index.html")));
    assertThat(Pages.elements(page, "h2")).extracting(h -> h.getAttribute("id")).containsExactly("result", "curves",
        "published", "method");
    assertThat(Pages.elements(page, "figure")).hasSize(3);
    assertThat(Pages.elements(page, "svg")).hasSize(6);
    assertThat(Pages.elements(page, "table")).hasSize(3);
  }

  /// Two seeds, two tested epochs, and differences that are those of the last numbers.
  private static void requireSound(JsonNode variant, boolean isWithout) {
    assertThat(variant.get("training_loss")).hasSize(2);
    assertThat(variant.at("/training_loss/0")).hasSize(2);
    assertThat(variant.at("/standard/error")).hasSize(2);
    assertThat(variant.at("/standard/error/1")).hasSize(2);
    assertThat(variant.get("mc")).hasSize(isWithout ? 0 : 1);
    assertThat(variant.get("difference")).hasSize(isWithout ? 0 : 1);
    for (int seed = 0; seed < 2; seed++) {
      double standard = variant.at("/standard/error/" + seed + "/1").asDouble();
      assertThat(variant.at("/standard/last/error/each/" + seed).asDouble()).isEqualTo(standard).isBetween(0.0, 1.0);
      if (!isWithout) {
        double mc = variant.at("/mc/0/error/" + seed + "/1").asDouble();
        assertThat(variant.at("/difference/0/error/each/" + seed).asDouble()).isEqualTo(mc - standard);
      }
    }
  }

  @Test
  void colourImagesAreTakenToo() throws Exception {
    Path output = directory.resolve("colour");
    Terminal run = command("dropout-variants-cifar10", output, "--epochs", "1");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("LeNet on CIFAR-10");
    JsonNode results = SmallRun.read(output);
    assertThat(results.get("train_images").asInt()).isEqualTo(40);
    assertThat(results.get("test_images").asInt()).isEqualTo(20);
    Document page = Pages.parse(Files.readString(output.resolve("index.html")));
    assertThat(Pages.elements(page, "svg")).hasSize(6);
    Terminal absent = Terminal.run("dropout-variants-cifar10", "--output", output.toString());
    assertThat(absent.code()).isEqualTo(1);
    assertThat(absent.err()).contains("CIFAR-10 does not travel with the program");
  }

  @Test
  void moreSeedsTakeUpTheNetworksThatThereAre() throws IOException {
    Path output = directory.resolve("more");
    assertThat(command("dropout-variants", output, "--epochs", "1").code()).isZero();
    ObjectNode one = SmallRun.read(output);
    Terminal two = command("dropout-variants", output, "--epochs", "1", "--seeds", "2");
    assertThat(two.err()).contains("all-seed-2: after 1 epoch").doesNotContain("all-seed-1: after 1 epoch");
    ObjectNode both = SmallRun.read(output);
    for (int v = 0; v < 3; v++) {
      assertThat(both.at("/variants/" + v + "/standard/error/0"))
          .isEqualTo(one.at("/variants/" + v + "/standard/error/0"));
    }
    Path fresh = directory.resolve("fresh");
    command("dropout-variants", fresh, "--epochs", "1", "--seeds", "2");
    assertThat(SmallRun.withoutMachine(both)).isEqualTo(SmallRun.withoutMachine(SmallRun.read(fresh)));
    Terminal other = command("dropout-variants", output, "--epochs", "2");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("dropout-variants: " + output.resolve("networks").resolve("none-seed-1")
        + " is of a training with");
  }

  @Test
  void settingsAreChosenWithoutTestImages() throws IOException {
    Path output = directory.resolve("held");
    assertThat(command("dropout-variants", output, "--epochs", "1", "--held", "20").code()).isZero();
    JsonNode results = SmallRun.read(output);
    assertThat(results.get("train_images").asInt()).isEqualTo(76);
    assertThat(results.get("test_images").asInt()).isEqualTo(20);
    assertThat(Files.readString(output.resolve("index.html"))).contains("held back training images");
    Terminal all = command("dropout-variants", output, "--held", "96");
    assertThat(all.code()).isEqualTo(1);
    assertThat(all.err()).contains("dropout-variants: cannot hold back 96 of 96 training images");
  }

  @Test
  void aRunThatWasStoppedInTestsGoesOnToTheSameNumbers() throws IOException {
    JsonNode whole = run("whole", SmallRun.silent(), Kernels.best().compiled(), 1);
    Progress pulled = SmallRun.pulledAt("all-seed-1: after 2 epochs");
    assertThatThrownBy(() -> run("stopped", pulled, Kernels.best().compiled(), 1)).hasMessage(SmallRun.PULLED);
    assertThat(run("stopped", SmallRun.silent(), Kernels.best().compiled(), 1)).isEqualTo(whole);
  }

  @Test
  void resultsDependOnNeitherKernelsNorThreads() throws IOException {
    JsonNode scalar = run("scalar", SmallRun.silent(), Kernels.scalar(), 1);
    assertThat(run("best-2", SmallRun.silent(), Kernels.best().compiled(), 2)).isEqualTo(scalar);
  }

  /// Runs the experiment and returns its results without what may differ.
  private static JsonNode run(String name, Progress progress, Kernels kernels, int threads) throws IOException {
    return new SmallRun(DropoutVariantsExperiment.mnist(), data,
        Map.of("seeds", 1, "epochs", 3, "batch", 32, "passes", 3, "held", 0))
        .results(directory.resolve(name), kernels, threads, 1, progress);
  }
}
