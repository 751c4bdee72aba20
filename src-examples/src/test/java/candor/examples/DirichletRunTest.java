package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import candor.examples.dirichlet.DirichletExperiment;
import candor.examples.report.Pages;
import candor.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

/// The whole experiment with some dice.
final class DirichletRunTest {

  @TempDir
  private static Path directory;

  @Test
  void theCommandWritesResultsAndAReportAndSaysWhere() throws Exception {
    Path output = directory.resolve("command");
    Terminal run =
        Terminal.run("dirichlet", "--output", output.toString(), "--dice", "400", "--rolls", "200", "--seed", "7");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("seed 7, 400 dice", "variance claimed")
        .endsWith("report: " + output.resolve("index.html") + System.lineSeparator());
    JsonNode results = SmallRun.read(output);
    assertThat(results.get("experiment").asString()).isEqualTo("dirichlet");
    JsonNode posteriors = results.at("/shown/posteriors");
    assertThat(posteriors).hasSize(9);
    double before = Double.POSITIVE_INFINITY;
    for (JsonNode posterior : posteriors) {
      double sum = 0;
      for (JsonNode concentration : posterior.get("concentrations")) {
        sum += concentration.asDouble();
      }
      assertThat(sum).isEqualTo(3 + posterior.get("rolls").asInt());
      assertThat(posterior.get("total").asDouble()).isCloseTo(
          posterior.get("aleatoric").asDouble() + posterior.get("epistemic").asDouble(), within(1e-14));
      assertThat(posterior.get("epistemic").asDouble()).isLessThan(before);
      before = posterior.get("epistemic").asDouble();
    }
  }

  @Test
  void thePosteriorIsHonestAndBeforeTheFirstRollItIsThePrior() throws Exception {
    Path output = directory.resolve("honest");
    Terminal.run("dirichlet", "--output", output.toString(), "--dice", "2000", "--rolls", "50");
    JsonNode averages = SmallRun.read(output).get("averages");
    for (int i = 0; i < averages.get("rolls").size(); i++) {
      double error = averages.get("squared_error").get(i).asDouble();
      double claimed = averages.get("variance").get(i).asDouble();
      assertThat(error).isCloseTo(claimed, within(4 * averages.get("squared_error_deviation").get(i).asDouble()));
    }
    // Three times (1/3 · 2/3) / 4, and −ln Γ(3).
    assertThat(averages.get("variance").get(0).asDouble()).isCloseTo(1 / 6.0, within(1e-15));
    assertThat(averages.get("differential_entropy").get(0).asDouble()).isCloseTo(-StrictMath.log(2), within(1e-14));
  }

  @Test
  void theReportIsThere() throws Exception {
    Path output = directory.resolve("report");
    Terminal.run("dirichlet", "--output", output.toString(), "--dice", "10", "--rolls", "100");
    Document page = Pages.parse(Files.readString(output.resolve("index.html")));
    assertThat(Pages.elements(page, "h2")).extracting(h -> h.getAttribute("id")).containsExactly("die",
        "uncertainties", "honesty", "method");
    assertThat(Pages.elements(page, "figure")).hasSize(2);
    assertThat(Pages.elements(page, "svg")).hasSize(2);
    assertThat(Pages.elements(page, "img")).hasSize(8);
    assertThat(Pages.elements(page, "table")).hasSize(2);
    assertThat(page.getDocumentElement().getTextContent()).contains("0.5, 0.3, 0.2", "10 dice");
  }

  @Test
  void resultsDependOnNeitherKernelsNorThreads() throws IOException {
    JsonNode scalar = run("scalar", Kernels.scalar(), 1, 1);
    assertThat(run("best-2", Kernels.best().compiled(), 2, 1)).isEqualTo(scalar);
    assertThat(run("other-seed", Kernels.best().compiled(), 2, 2)).isNotEqualTo(scalar);
  }

  /// Runs the experiment and returns its results without what names the machine.
  private static JsonNode run(String name, Kernels kernels, int threads, long seed) throws IOException {
    return new SmallRun(new DirichletExperiment(), null, Map.of("dice", 100, "rolls", 50))
        .results(directory.resolve(name), kernels, threads, seed);
  }
}
