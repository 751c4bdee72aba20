package candor.examples.mcdropout;

import static org.assertj.core.api.Assertions.assertThat;

import candor.examples.report.Pages;
import candor.examples.report.ResultsFile;
import candor.nn.data.Images;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

final class McDropoutReportTest {
  private static final int IMAGE = 28 * 28;

  @TempDir
  private Path directory;
  private String json = "";

  @BeforeEach
  void readExample() throws IOException {
    try (InputStream in = McDropoutReportTest.class.getResourceAsStream("tiny-results.json")) {
      assertThat(in).isNotNull();
      json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String page(String results) throws IOException {
    Path file = Files.writeString(directory.resolve("results.json"), results);
    byte[] pixels = new byte[6 * IMAGE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / IMAGE * 40);
    }
    Images images = new Images(pixels, 1, 28, 28, new int[] {7, 2, 1, 0, 4, 1});
    // Texts may break their lines anywhere.
    return McDropoutReport.of(ResultsFile.read(file, McDropoutResults.class), images).html().replaceAll("\\s+", " ");
  }

  @Test
  void everySectionAndFigureIsThere() throws Exception {
    Document page = Pages.parse(page(json));
    assertThat(Pages.elements(page, "h2")).extracting(h -> h.getAttribute("id")).containsExactly("result", "measures",
        "extremes",
        "votes", "rotation", "rejection", "calibration", "method");
    assertThat(Pages.elements(page, "figure")).hasSize(7);
    assertThat(Pages.elements(page, "svg")).hasSize(3 + 2 + 2 + 1 + 1);
    // Two of the most and two of the least uncertain images, the first of both with its votes, and the digit in thirteen
    // positions.
    assertThat(Pages.elements(page, "img")).hasSize(4 + 2 + 13);
  }

  @Test
  void itsNumbersAreThoseOfTheFile() throws Exception {
    String changed = json.replaceAll("\"test_error_mc\" : [0-9.]+", "\"test_error_mc\" : 0.1234")
        .replaceAll("\"nll_deterministic\" : [0-9.]+", "\"nll_deterministic\" : 0.98765")
        .replaceAll("\"ece_mc\" : [0-9.]+", "\"ece_mc\" : 0.0543")
        .replaceAll("\"mean_mutual_information\" : [0-9.]+", "\"mean_mutual_information\" : 0.02468")
        .replace("\"kernels\" : \"scalar\"", "\"kernels\" : \"abacus\"")
        .replace("\"seconds_train\" : 12.5", "\"seconds_train\" : 77.7");
    assertThat(changed).isNotEqualTo(json);
    assertThat(page(changed)).contains("12.34 %", "0.9877", "5.43 %", "0.0247", "abacus", "77.7 seconds")
        .contains("“Without dropout” is the same network");
    assertThat(page(json)).doesNotContain("12.34 %", "0.9877", "abacus", "77.7");
  }

  @Test
  void anImageShowsItsOwnPixelsAndWhatWasThoughtOfIt() throws Exception {
    Document page = Pages.parse(page(json));
    Element wrong = Pages.elements(page, "div").stream().filter(d -> d.getAttribute("class").equals("card wrong"))
        .findFirst().orElseThrow();
    assertThat(wrong.getTextContent()).contains("2, misread as 6", "v 0.67", "H 1.884", "I 0.231", "image 1");
    assertThat(((Element) wrong.getElementsByTagName("img").item(0)).getAttribute("alt"))
        .isEqualTo("test image 1, a 2");
    Element right = Pages.elements(page, "div").stream().filter(d -> d.getAttribute("class").equals("card")).findFirst()
        .orElseThrow();
    assertThat(right.getTextContent()).contains("0, read as 0", "v 0.00", "image 3");
  }

  @Test
  void conventionsAndSettingsAreStated() throws Exception {
    assertThat(Pages.parse(page(json)).getDocumentElement().getTextContent()).contains(
        "natural, entropies and likelihoods in nats",
        "15 of equal width, open below and closed above", "the total uncertainty", "the aleatoric part",
        "the epistemic part",
        "Probabilities are averaged, not softmax inputs", "Seed 1 for initialisation", "1 epoch, batch 64",
        "learning rate 0.01, momentum 0.9 and weight decay 1e-6", "T = 3");
  }

  @Test
  void imagesOfTheUserAreNotCalledMnist() throws Exception {
    assertThat(page(json)).contains("MC dropout on images of your own", "given with <code>--data</code>")
        .doesNotContain("CC BY-SA");
    assertThat(page(json.replace("\"data\" : \"images of your own\"", "\"data\" : \"MNIST\""))).contains(
        "<h1>MC dropout on MNIST</h1>",
        "MNIST by Y. LeCun, C. Cortes and C. Burges, CC BY-SA 3.0");
  }
}
