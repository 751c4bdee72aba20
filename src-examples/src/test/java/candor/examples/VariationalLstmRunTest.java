package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import candor.examples.report.Pages;
import candor.examples.variationallstm.VariationalLstmExperiment;
import candor.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

/// The whole experiment on a few texts.
final class VariationalLstmRunTest {

  @TempDir
  private static Path directory;

  @Test
  void theCommandWritesResultsAndAReportAndSaysWhere() throws Exception {
    Path output = directory.resolve("command");
    Terminal run = Terminal.run("variational-lstm", "--output", output.toString(), "--epochs", "2", "--texts", "8",
        "--signed", "8", "--held", "4", "--test", "8", "--passes", "2", "--seed", "7");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("seed 7, 8 texts to continue, 8 to attribute, T = 2", "nats per character",
        "author, nats", "author, error").endsWith("report: " + output.resolve("index.html") + System.lineSeparator());
    assertThat(run.err()).contains("training language models on 8 texts, at 6 rates of dropout",
        "rate 0.1: ", "training classifiers on 8 texts", "testing on 8 texts, with 2 stochastic passes");
    JsonNode results = SmallRun.read(output);
    assertThat(results.get("experiment").asString()).isEqualTo("variational-lstm");
    assertThat(results.get("seed").asInt()).isEqualTo(7);
    for (String task : List.of("language", "author")) {
      JsonNode candidates = results.get(task).get("candidates");
      assertThat(candidates).hasSize(6);
      double best = Double.POSITIVE_INFINITY;
      double rate = 0;
      for (JsonNode candidate : candidates) {
        JsonNode validation = candidate.get("validation");
        assertThat(validation).hasSize(2);
        double lowest = Math.min(validation.get(0).asDouble(), validation.get(1).asDouble());
        assertThat(candidate.get("best_validation").asDouble()).isEqualTo(lowest);
        assertThat(validation.get(candidate.get("best_epoch").asInt() - 1).asDouble()).isEqualTo(lowest);
        if (candidate.get("rate").asDouble() > 0 && lowest < best) {
          best = lowest;
          rate = candidate.get("rate").asDouble();
        }
      }
      assertThat(results.get(task).get("rate").asDouble()).isEqualTo(rate);
      List<Double> averaged = new ArrayList<>();
      results.get(task).get("validation_mc").forEach(loss -> averaged.add(loss.asDouble()));
      int lowest = averaged.indexOf(Collections.min(averaged));
      assertThat(averaged).hasSize(5);
      assertThat(results.get(task).get("rate_mc")).isEqualTo(candidates.get(1 + lowest).get("rate"));
    }
    JsonNode language = results.get("language");
    assertThat(language.at("/gain_mc/mean").asDouble()).isCloseTo(
        language.get("without").asDouble() - language.get("mc").asDouble(), within(1e-6));
    assertThat(language.get("source").asDouble()).isBetween(0.2, language.get("without").asDouble());
  }

  @Test
  void networksThatWereTrainedAreKept() throws IOException {
    String[] options = {"variational-lstm", "--output", directory.resolve("kept").toString(), "--epochs", "2",
      "--patience", "1", "--texts", "4", "--signed", "4", "--held", "4", "--test", "4", "--passes", "1", "--seed", "3"};
    Path networks = directory.resolve("kept").resolve("networks");
    assertThat(Terminal.run(options).err()).doesNotContain("kept in");
    JsonNode first = SmallRun.withoutMachine(SmallRun.read(directory.resolve("kept")));
    Path lost = networks.resolve("language-0.3.safetensors");
    Files.delete(lost);
    String shown = Terminal.run(options).err();
    assertThat(shown.lines().filter(line -> line.contains("kept in"))).hasSize(11);
    assertThat(shown).contains("kept in " + networks.resolve("author-0.5.safetensors"))
        .doesNotContain("kept in " + lost);
    JsonNode again = SmallRun.withoutMachine(SmallRun.read(directory.resolve("kept")));
    assertThat(again).isEqualTo(first);
    options[options.length - 1] = "4";
    assertThat(Terminal.run(options).err()).doesNotContain("kept in");
    Files.write(lost, new byte[] {1, 2, 3});
    Terminal damaged = Terminal.run(options);
    assertThat(damaged.code()).isEqualTo(1);
    assertThat(damaged.err()).contains("safetensors: " + lost + " has 3 bytes, expected the header's length in 8");
  }

  @Test
  void theReportIsThere() throws Exception {
    Path output = directory.resolve("report");
    Terminal.run("variational-lstm", "--output", output.toString(), "--epochs", "1", "--texts", "4", "--signed", "4",
        "--held", "4", "--test", "4", "--passes", "1");
    Document page = Pages.parse(Files.readString(output.resolve("index.html")));
    assertThat(Pages.elements(page, "h2")).extracting(h -> h.getAttribute("id")).containsExactly("result", "curves",
        "rates", "texts", "method");
    assertThat(Pages.elements(page, "figure")).hasSize(3);
    assertThat(Pages.elements(page, "svg")).hasSize(6);
    assertThat(Pages.elements(page, "table")).hasSize(2);
    double source = SmallRun.read(output).at("/language/source").asDouble();
    assertThat(page.getDocumentElement().getTextContent()).contains("%.4f".formatted(source), "Adam", "T",
        "drawn again, with replacement, 1000 times");
  }

  @Test
  void resultsDependOnNeitherKernelsNorThreads() throws IOException {
    JsonNode scalar = run("scalar", Kernels.scalar(), 1, 1);
    assertThat(run("best-2", Kernels.best().compiled(), 2, 1)).isEqualTo(scalar);
    assertThat(run("other-seed", Kernels.best().compiled(), 2, 2)).isNotEqualTo(scalar);
  }

  /// Runs the experiment and returns its results without what names the machine.
  private static JsonNode run(String name, Kernels kernels, int threads, long seed) throws IOException {
    return new SmallRun(new VariationalLstmExperiment(), null,
        Map.of("epochs", 1, "patience", 1, "texts", 4, "signed", 4, "held", 4, "test", 4, "passes", 2))
        .results(directory.resolve(name), kernels, threads, seed);
  }
}
