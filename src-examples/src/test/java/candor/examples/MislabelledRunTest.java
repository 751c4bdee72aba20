package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import candor.examples.mislabelled.MislabelledExperiment;
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
final class MislabelledRunTest {
  @TempDir
  private static Path directory;
  private static Path data;

  @BeforeAll
  static void writeImages() throws IOException {
    data = directory.resolve("data");
    TinyMnist.write(data.resolve("mnist"), 400, 60);
  }

  @Test
  void theCommandWritesResultsAndAReportAndSaysWhere() throws Exception {
    Path output = directory.resolve("command");
    Terminal run = Terminal.run("mislabelled", "--seed", "3", "--seeds", "1", "--images", "100", "--epochs", "1",
        "--data", data.toString(), "--output", output.toString());
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("mislabelled: 10 wrong labels of 100, 1 seed from 3", "found after inspecting",
        "logistic regression on pixels", "self-influence", "training loss", "random order")
        .endsWith("report: " + output.resolve("index.html") + System.lineSeparator());
    assertThat(run.err()).contains("looking for 10 wrong labels of 100, 1 seed",
        "seed 3, last layer of a convolutional network: ");
    Document page = Pages.parse(Files.readString(output.resolve("index.html")));
    assertThat(Pages.elements(page, "h2")).extracting(h -> h.getAttribute("id")).containsExactly("found", "repaired",
        "suspects", "method");
    assertThat(Pages.elements(page, "svg")).hasSize(2);
    // Ten wrong labels, first and last, and twelve right ones.
    assertThat(Pages.elements(page, "img")).hasSize(32);
  }

  @Test
  void whatIsFoundGrowsWithAnyKernelsAndThreads() throws IOException {
    JsonNode results = run("found", Kernels.best().compiled(), 2);
    assertThat(run("scalar", Kernels.scalar(), 1)).isEqualTo(results);
    for (JsonNode model : results.get("models")) {
      for (JsonNode order : model.get("orders")) {
        assertThat(order.get("curve")).extracting(JsonNode::asDouble).isSorted().hasSize(101);
        assertThat(order.at("/curve/100").asDouble()).isEqualTo(1);
        // Nothing is repaired before anything is inspected.
        assertThat(order.at("/errors/0")).isEqualTo(model.at("/orders/0/errors/0"));
      }
      assertThat(model.at("/orders/2/curve/30").asDouble()).isEqualTo(0.3);
      assertThat(model.at("/orders/0/curve/30").asDouble()).isGreaterThan(0.3);
    }
    assertThat(results.at("/suspects/0")).allSatisfy(s -> assertThat(s.get("label")).isNotEqualTo(s.get("truth")));
    assertThat(results.at("/suspects/0")).extracting(s -> -s.get("self_influence").asDouble()).isSorted();
    assertThat(results.at("/suspects/1")).allSatisfy(s -> assertThat(s.get("label")).isEqualTo(s.get("truth")));
    assertThat(results.at("/suspects/2")).extracting(s -> s.get("self_influence").asDouble()).isSorted();
  }

  private static JsonNode run(String name, Kernels kernels, int threads) throws IOException {
    return new SmallRun(new MislabelledExperiment(), data, Map.of("seeds", 1, "images", 200, "wrong", 10, "epochs", 1))
        .results(directory.resolve(name), kernels, threads, 1);
  }
}
