package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.examples.calibration.CalibrationExperiment;
import candor.examples.report.Pages;
import candor.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

/// The whole experiment on a few images.
final class CalibrationRunTest {
  @TempDir
  private static Path directory;
  private static Path data;

  @BeforeAll
  static void writeImages() throws IOException {
    data = TinySets.write(directory.resolve("data"), 80, 24);
    TinyCifar.write(data.resolve("cifar10"), 16, 20);
  }

  private static Terminal command(Path output, String... more) {
    String[] args = {"calibration", "--data", data.toString(), "--output", output.toString(), "--batch", "16",
      "--validation", "30", "--resamples", "5"};
    String[] all = new String[args.length + more.length];
    System.arraycopy(args, 0, all, 0, args.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Terminal.run(all);
  }

  @Test
  void theCommandWritesResultsAndAReportAndSaysWhere() throws Exception {
    Path output = directory.resolve("command");
    Terminal run = command(output, "--epochs", "2", "--seeds", "2", "--seed", "7");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("calibration: 2 networks of each set, seed 7", "CIFAR-10: temperature",
        "isotonic regression").endsWith("report: " + output.resolve("index.html") + System.lineSeparator());
    assertThat(run.err()).contains("training 6 networks", "MNIST, seed 8: wrong on", "CIFAR-10, seed 7: wrong on");
    JsonNode results = SmallRun.read(output);
    assertThat(results.get("experiment").asString()).isEqualTo("calibration");
    assertThat(results.get("measures")).hasSize(10);
    assertThat(results.get("sets").valueStream().map(set -> set.get("set").asString())).containsExactly("mnist",
        "fashion-mnist", "cifar-10");
    for (JsonNode set : results.get("sets")) {
      assertThat(set.get("train_images").asInt()).isEqualTo(50);
      assertThat(set.get("validation_images").asInt()).isEqualTo(30);
      assertThat(set.at("/training_loss/1")).hasSize(2);
      assertThat(set.at("/temperature/each")).hasSize(2);
      assertThat(set.get("methods")).hasSize(6);
      set.get("methods").forEach(method -> requireSound(method, set));
      assertThat(set.get("changes")).hasSize(8);
      assertThat(set.get("curve")).hasSize(33);
    }
    requireReport(Pages.parse(Files.readString(output.resolve("index.html"))));
  }

  private static void requireSound(JsonNode method, JsonNode set) {
    JsonNode none = set.at("/methods/0");
    boolean isNone = method.get("method").asString().equals("none");
    assertThat(method.get("outcomes")).hasSize(2);
    assertThat(method.get("measures")).hasSize(10);
    for (int m = 0; m < 10; m++) {
      JsonNode measure = method.get("measures").get(m);
      assertThat(measure.get("difference")).hasSize(isNone ? 0 : 1);
      if (!isNone) {
        assertThat(measure.at("/difference/0/each/1").asDouble())
            .isEqualTo(measure.at("/value/each/1").asDouble() - none.at("/measures/" + m + "/value/each/1").asDouble());
      }
    }
    assertThat(method.get("bins").valueStream().mapToInt(bin -> bin.get("count").asInt()).sum())
        .isEqualTo(set.get("test_images").asInt());
    if (!method.get("method").asString().equals("histogram") && !method.get("method").asString().equals("isotonic")) {
      for (int seed = 0; seed < 2; seed++) {
        assertThat(method.at("/validation_loss/each/" + seed).asDouble())
            .isLessThanOrEqualTo(none.at("/validation_loss/each/" + seed).asDouble());
      }
    }
  }

  private static void requireReport(Document page) {
    assertThat(Pages.elements(page, "h2")).extracting(h -> h.getAttribute("id")).containsExactly("result", "mnist",
        "fashion-mnist", "cifar-10", "method");
    assertThat(Pages.elements(page, "figure")).hasSize(3 * 5);
    // An overview, six diagrams with shares below, and two curves.
    assertThat(Pages.elements(page, "svg")).hasSize(3 * (1 + 12 + 2));
    assertThat(Pages.elements(page, "img")).hasSize(3 * 8);
    assertThat(Pages.elements(page, "table")).hasSize(1 + 3 * 6);
  }

  @Test
  void moreSeedsAndMoreSetsTakeUpTheNetworksThatThereAre() throws IOException {
    Path output = directory.resolve("more");
    assertThat(command(output, "--set", "mnist", "--epochs", "1", "--seeds", "1").code()).isZero();
    JsonNode one = SmallRun.read(output);
    assertThat(one.get("sets")).hasSize(1);
    assertThat(command(output, "--epochs", "1", "--seeds", "2").code()).isZero();
    JsonNode both = SmallRun.read(output);
    assertThat(both.get("sets")).hasSize(3);
    assertThat(both.at("/sets/0/training_loss/0")).isEqualTo(one.at("/sets/0/training_loss/0"));
    assertThat(both.at("/sets/0/methods/3/measures/3/value/each/0"))
        .isEqualTo(one.at("/sets/0/methods/3/measures/3/value/each/0"));
    Terminal other = command(output, "--set", "mnist", "--epochs", "2");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("calibration: " + output.resolve("networks").resolve("mnist-seed-1")
        + " is of a training with");
  }

  @Test
  void settingsAreChosenWithoutTestImages() throws IOException {
    Path output = directory.resolve("held");
    assertThat(command(output, "--set", "mnist", "--epochs", "1", "--seeds", "1", "--held", "20").code()).isZero();
    JsonNode set = SmallRun.read(output).at("/sets/0");
    assertThat(set.get("train_images").asInt()).isEqualTo(30);
    assertThat(set.get("test_images").asInt()).isEqualTo(20);
    assertThat(Files.readString(output.resolve("index.html"))).contains("on training images that were held back");
  }

  @Test
  void whatCannotBeDoneIsOneClearLine() {
    Path output = directory.resolve("wrong");
    assertThat(command(output, "--set", "kmnist").err())
        .contains("\"kmnist\" is not all or mnist or fashion-mnist or cifar-10");
    Terminal held = command(output, "--set", "mnist", "--held", "80");
    assertThat(held.code()).isEqualTo(1);
    assertThat(held.err()).contains("calibration: cannot hold back 80 of 80 training images of MNIST");
    assertThat(command(output, "--set", "mnist", "--held", "50").err())
        .contains("calibration: cannot hold back 30 of 30 training images of MNIST for validation");
    assertThat(Terminal.run("calibration", "--set", "cifar-10", "--output", output.toString()).err())
        .contains("CIFAR-10 does not travel with the program");
  }

  @Test
  void aRunThatWasStoppedGoesOnToTheSameNumbers() throws IOException {
    JsonNode whole = run("whole", SmallRun.silent(), Kernels.best().compiled(), 1);
    Progress pulled = SmallRun.pulledAt("MNIST, seed 2: epoch 2 of 2");
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
    Map<String, Object> options = new HashMap<>(Map.of("seeds", 2, "epochs", 2, "batch", 16, "validation", 30,
        "resamples", 5, "held", 0));
    options.put("set", "mnist");
    return new SmallRun(new CalibrationExperiment(), data, options)
        .results(directory.resolve(name), kernels, threads, 1, progress);
  }
}
