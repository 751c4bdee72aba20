package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import candor.examples.cifar.CifarExperiment;
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

/// The whole experiments on a few images.
final class CifarRunTest {
  private static final Path REAL = Path.of("..", "..", "shared", "data", "cifar10");

  @TempDir
  private static Path directory;
  private static Path data;

  @BeforeAll
  static void writeImages() throws IOException {
    data = TinyCifar.write(directory.resolve("data"), 40, 40);
  }

  @Test
  void theCommandWritesResultsAndAReportAndSaysWhere() throws Exception {
    Path output = directory.resolve("command");
    Terminal run = Terminal.run("cifar10-convnet", "--data", data.toString(), "--output", output.toString(), "--epochs",
        "2", "--images", "150", "--seed", "5");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("cifar10-convnet: three convolutions and a hidden layer, seed 5, 2 epochs",
        "test accuracy", "resumed 0 times")
        .endsWith("report: " + output.resolve("index.html") + System.lineSeparator());
    assertThat(run.err()).contains("training three convolutions and a hidden layer on 135 images", "accuracy",
        "testing on 40 images");
    JsonNode results = SmallRun.read(output);
    assertThat(results.get("experiment").asString()).isEqualTo("cifar10-convnet");
    assertThat(results.get("validation_images").asInt()).isEqualTo(15);
    int right = 0;
    int all = 0;
    for (int label = 0; label < 10; label++) {
      for (int predicted = 0; predicted < 10; predicted++) {
        int count = results.get("confusion").get(label).get(predicted).asInt();
        all += count;
        right += label == predicted ? count : 0;
      }
    }
    assertThat(all).isEqualTo(40);
    assertThat(results.get("test_accuracy").asDouble()).isEqualTo(right / 40.0);
    assertThat(results.at("/interval/low").asDouble()).isLessThan(right / 40.0);
    assertThat(results.at("/interval/high").asDouble()).isGreaterThan(right / 40.0);
    assertThat(results.get("mistakes")).hasSize(Math.min(12, 40 - right));
    Document page = Pages.parse(Files.readString(output.resolve("index.html")));
    assertThat(Pages.elements(page, "h2")).extracting(h -> h.getAttribute("id")).containsExactly("result", "curves",
        "confusion", "mistakes", "method");
    assertThat(Pages.elements(page, "svg")).hasSize(2);
    assertThat(Pages.elements(page, "img")).hasSize(Math.min(12, 40 - right));
  }

  @Test
  void theResidualNetworkIsTheOneOfThePaper() throws Exception {
    Path output = directory.resolve("residual");
    Terminal run = Terminal.run("cifar10-resnet20", "--data", data.toString(), "--output", output.toString(),
        "--epochs", "1", "--images", "40", "--batch", "8");
    assertThat(run.code()).isZero();
    assertThat(SmallRun.read(output).get("parameters").asInt()).isEqualTo(269_722);
  }

  @Test
  void trainingThatWasInterruptedGoesOnToTheSameNumbers() throws IOException {
    JsonNode whole = run("whole", SmallRun.silent(), Kernels.best().compiled(), 1);
    Progress pulled = SmallRun.pulledAt("epoch 2/3");
    assertThatThrownBy(() -> run("stopped", pulled, Kernels.best().compiled(), 1)).hasMessage(SmallRun.PULLED);
    assertThat(run("stopped", SmallRun.silent(), Kernels.best().compiled(), 1)).isEqualTo(whole);
    assertThat(SmallRun.read(directory.resolve("whole")).get("resumed_at_step")).isEmpty();
    assertThat(SmallRun.read(directory.resolve("stopped")).get("resumed_at_step")).hasSize(1).first()
        .extracting(JsonNode::asInt).isEqualTo(3);
  }

  @Test
  void resultsDependOnNeitherKernelsNorThreads() throws IOException {
    JsonNode scalar = run("scalar", SmallRun.silent(), Kernels.scalar(), 1);
    assertThat(run("best-2", SmallRun.silent(), Kernels.best().compiled(), 2)).isEqualTo(scalar);
  }

  @Test
  void aDirectoryOfAnotherTrainingIsRefused() throws IOException {
    Path output = directory.resolve("taken");
    String[] first = {"cifar10-convnet", "--data", data.toString(), "--output", output.toString(), "--epochs", "1",
      "--images", "40", "--batch", "8"};
    assertThat(Terminal.run(first).code()).isZero();
    Terminal again = Terminal.run(first);
    assertThat(again.code()).isZero();
    assertThat(again.err()).contains("going on after step 5");
    Terminal other = Terminal.run("cifar10-convnet", "--data", data.toString(), "--output", output.toString(),
        "--epochs", "2", "--images", "40", "--batch", "8");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("cifar10-convnet: " + output.resolve("checkpoints")
        + " is of a training with {experiment=cifar10-convnet, seed=1, epochs=1, batch=8, images=40}, this one has"
        + " {experiment=cifar10-convnet, seed=1, epochs=2, batch=8, images=40}; use another --output, or delete the directory");
  }

  @Test
  void aFewRealImagesAreEnoughToBeBetterThanChance() throws Exception {
    assumeTrue(Files.isDirectory(REAL), "CIFAR-10 is not at " + REAL);
    Path output = directory.resolve("real");
    Terminal run = Terminal.run("cifar10-convnet", "--data", REAL.toString(), "--output", output.toString(), "--epochs",
        "2", "--images", "1500");
    assertThat(run.code()).isZero();
    assertThat(SmallRun.read(output).get("test_accuracy").asDouble()).isGreaterThan(0.15);
  }

  @Test
  void aTrainingOfTooFewStepsIsRefused() {
    Terminal run = Terminal.run("cifar10-convnet", "--data", data.toString(), "--output",
        directory.resolve("few").toString(), "--epochs", "1", "--images", "40");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("cifar10-convnet: training of 1 step, expected 4 or more; ask for more epochs, more"
        + " images or a smaller batch");
  }

  /// Runs the experiment and returns its results without what may differ.
  private static JsonNode run(String name, Progress progress, Kernels kernels, int threads) throws IOException {
    return new SmallRun(CifarExperiment.convNet(), data, Map.of("epochs", 3, "batch", 16, "images", 40))
        .results(directory.resolve(name), kernels, threads, 1, progress);
  }
}
