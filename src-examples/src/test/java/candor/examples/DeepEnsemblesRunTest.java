package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.examples.data.ImageSet;
import candor.examples.deepensembles.DeepEnsemblesExperiment;
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
final class DeepEnsemblesRunTest {
  @TempDir
  private static Path directory;
  private static Path data;

  @BeforeAll
  static void writeImages() throws IOException {
    data = directory.resolve("data");
    TinyMnist.write(data.resolve("mnist"), 96, 48);
    TinyMnist.write(data.resolve("fashion-mnist"), 96, 40);
    TinyMnist.write(data.resolve("kmnist"), 1, 32);
  }

  @Test
  void theCommandWritesResultsAndAReportAndSaysWhere() throws Exception {
    Path output = directory.resolve("command");
    Terminal run = Terminal.run("deep-ensembles", "--set", "fashion-mnist", "--seed", "7", "--members", "2", "--passes",
        "3", "--epochs", "2", "--batch", "16", "--data", data.toString(), "--output", output.toString());
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("deep-ensembles: fashion-mnist, 1 seed from 7, 2 epochs", "MC dropout x3",
        "ensemble x2", "test error", "AUROC of entropy, mnist", "AUROC of entropy, kmnist", "of mutual information")
        .endsWith("report: " + output.resolve("index.html") + System.lineSeparator());
    assertThat(run.err()).contains("seed 7: training 2 networks on 96 images", "network 700: loss ",
        "network 701: loss ", "seed 7: testing, with 3 stochastic passes");
    JsonNode results = SmallRun.read(output);
    assertThat(results.get("mirrored").asBoolean()).isTrue();
    assertThat(results.get("test_images").asInt()).isEqualTo(40);
    Document page = Pages.parse(Files.readString(output.resolve("index.html")));
    assertThat(Pages.elements(page, "h2")).extracting(h -> h.getAttribute("id")).containsExactly("result", "members",
        "outside", "pictures", "method");
    assertThat(Pages.elements(page, "svg")).hasSize(10);
    assertThat(Pages.elements(page, "img")).hasSize(24);
    assertThat(page.getDocumentElement().getTextContent()).contains("Published: ensemble of 10 LeNet-5",
        "one seed, which tells nothing of others", "Ensemble minus MC dropout");
  }

  @Test
  void theNumbersOfTheFileAreConsistent() throws IOException {
    JsonNode results = run("consistent", 2, 3, 4, SmallRun.silent(), Kernels.best().compiled(), 2);
    assertThat(results.get("outside")).extracting(JsonNode::asString).containsExactly("fashion-mnist", "kmnist");
    assertThat(results.get("ensemble")).extracting(q -> q.get("count").asInt()).containsExactly(1, 2, 3);
    assertThat(results.get("mc_dropout")).extracting(q -> q.get("count").asInt()).containsExactly(1, 2, 3, 4);
    JsonNode one = results.at("/ensemble/0");
    JsonNode all = results.at("/ensemble/2");
    for (String number : new String[] {"error", "loss", "calibration"}) {
      for (int seed = 0; seed < 2; seed++) {
        assertThat(results.at("/differences/0/" + number + "/each/" + seed).asDouble())
            .isEqualTo(all.at("/" + number + "/each/" + seed).asDouble()
                - one.at("/" + number + "/each/" + seed).asDouble());
      }
    }
    assertThat(one.at("/detections/0/by_information")).isEmpty();
    assertThat(all.at("/detections/0/by_information")).hasSize(1);
    for (JsonNode histogram : results.get("histograms")) {
      assertThat(sum(histogram.at("/counts/0"))).isEqualTo(48);
      assertThat(sum(histogram.at("/counts/1"))).isEqualTo(40);
      assertThat(sum(histogram.at("/counts/2"))).isEqualTo(32);
    }
    assertThat(results.get("disputed")).hasSize(12)
        .extracting(i -> -i.get("mutual_information").asDouble()).isSorted();
    assertThat(results.get("mistaken")).hasSize(12).extracting(i -> i.get("set").asString())
        .containsOnly("fashion-mnist", "kmnist");
  }

  private static int sum(JsonNode numbers) {
    int sum = 0;
    for (JsonNode number : numbers) {
      sum += number.asInt();
    }
    return sum;
  }

  @Test
  void inAndOutOfTheSameImagesCannotBeToldApart() throws IOException {
    Path same = directory.resolve("same");
    for (ImageSet set : ImageSet.values()) {
      TinyMnist.write(same.resolve(set.id()), 96, 48);
    }
    JsonNode results = new SmallRun(new DeepEnsemblesExperiment(), same, options(ImageSet.MNIST, 1, 2, 2))
        .results(directory.resolve("same-results"), Kernels.best().compiled(), 2, 1);
    assertThat(results.at("/ensemble/1/detections/0/by_information/0/mean").asDouble()).isEqualTo(0.5);
    assertThat(results.at("/mc_dropout/1/detections/1/by_entropy/mean").asDouble()).isEqualTo(0.5);
  }

  @Test
  void moreSeedsAndMoreMembersTakeUpTheNetworksThereAre() throws IOException {
    JsonNode whole = run("at-once", 2, 3, 4, SmallRun.silent(), Kernels.best().compiled(), 1);
    run("grown", 1, 2, 4, SmallRun.silent(), Kernels.best().compiled(), 1);
    Path kept = directory.resolve("grown").resolve("networks").resolve("network-101");
    assertThat(kept).isDirectory();
    assertThat(run("grown", 2, 3, 4, SmallRun.silent(), Kernels.best().compiled(), 2)).isEqualTo(whole);
  }

  @Test
  void trainingThatWasInterruptedGoesOnToTheSameNumbers() throws IOException {
    JsonNode whole = run("through", 1, 3, 2, SmallRun.silent(), Kernels.best().compiled(), 1);
    Progress pulled = SmallRun.pulledAt("network 101: loss");
    assertThatThrownBy(() -> run("stopped", 1, 3, 2, pulled, Kernels.best().compiled(), 1)).hasMessage(SmallRun.PULLED);
    assertThat(run("stopped", 1, 3, 2, SmallRun.silent(), Kernels.best().compiled(), 1)).isEqualTo(whole);
  }

  @Test
  void resultsDependOnNeitherKernelsNorThreads() throws IOException {
    JsonNode scalar = run("scalar", 1, 3, 2, SmallRun.silent(), Kernels.scalar(), 1);
    assertThat(run("best-2", 1, 3, 2, SmallRun.silent(), Kernels.best().compiled(), 2)).isEqualTo(scalar);
    assertThat(run("best-3", 1, 3, 2, SmallRun.silent(), Kernels.best().compiled(), 3)).isEqualTo(scalar);
  }

  @Test
  void networksOfOtherTrainingsAreRefusedBeforeAnyTraining() throws IOException {
    Path output = directory.resolve("taken");
    run("taken", 1, 2, 2, SmallRun.silent(), Kernels.best().compiled(), 1);
    Terminal other = Terminal.run("deep-ensembles", "--members", "3", "--epochs", "3", "--batch", "16", "--data",
        data.toString(), "--output", output.toString());
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("deep-ensembles: " + output.resolve("networks").resolve("network-100")
        + " is of a training with ", "epochs=2", "epochs=3", "; use another --output, or delete the directory")
        .doesNotContain("loss");
    assertThat(output.resolve("networks").resolve("network-102")).doesNotExist();
  }

  @Test
  void aDamagedNetworkIsReportedAsSuch() throws IOException {
    Path output = directory.resolve("damaged");
    run("damaged", 1, 2, 2, SmallRun.silent(), Kernels.best().compiled(), 1);
    Path network = output.resolve("networks").resolve("network-101");
    try (var files = Files.list(network)) {
      Files.writeString(files.findFirst().orElseThrow(), "no network");
    }
    Terminal run = Terminal.run("deep-ensembles", "--members", "2", "--passes", "2", "--epochs", "2", "--batch", "16",
        "--data", data.toString(), "--output", output.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(network.toString());
  }

  @Test
  void whatTheExperimentCannotDoIsRefusedInOneLine() throws IOException {
    Terminal set = Terminal.run("deep-ensembles", "--set", "kmnist");
    assertThat(set.code()).isEqualTo(2);
    assertThat(set.err())
        .startsWith("Invalid value for option '--set': \"kmnist\" is not mnist or fashion-mnist");
    Terminal few = Terminal.run("deep-ensembles", "--epochs", "1", "--data", data.toString(), "--output",
        directory.resolve("few").toString());
    assertThat(few.code()).isEqualTo(1);
    assertThat(few.err()).contains("deep-ensembles: training of 2 steps, expected 4 or more; ask for more epochs or a"
        + " smaller batch");
    Terminal missing = Terminal.run("deep-ensembles", "--output", directory.resolve("missing").toString());
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains("data: the test images of kmnist do not travel with the program");
  }

  /// Runs the experiment and returns its results without what may differ.
  private static JsonNode run(String name, int seeds, int members, int passes, Progress progress, Kernels kernels,
      int threads) throws IOException {
    return new SmallRun(new DeepEnsemblesExperiment(), data, options(ImageSet.MNIST, seeds, members, passes))
        .results(directory.resolve(name), kernels, threads, 1, progress);
  }

  private static Map<String, Object> options(ImageSet set, int seeds, int members, int passes) {
    return Map.of("set", set, "seeds", seeds, "members", members, "passes", passes, "epochs", 2, "batch", 16);
  }
}
