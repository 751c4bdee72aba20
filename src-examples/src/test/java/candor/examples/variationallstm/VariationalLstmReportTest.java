package candor.examples.variationallstm;

import static org.assertj.core.api.Assertions.assertThat;

import candor.examples.variationallstm.VariationalLstmResults.Candidate;
import candor.examples.variationallstm.VariationalLstmResults.Classifier;
import candor.examples.variationallstm.VariationalLstmResults.Conventions;
import candor.examples.variationallstm.VariationalLstmResults.Gain;
import candor.examples.variationallstm.VariationalLstmResults.LanguageModel;
import candor.examples.variationallstm.VariationalLstmResults.Quality;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VariationalLstmReportTest {
  /// The page of a language that needs 0.4 nats, a network without dropout that needs 0.5, and one that gains on it.
  private static String page(double gain) {
    Gain gained = new Gain(gain, gain - 0.01, gain + 0.01);
    List<Candidate> candidates = List.of(new Candidate(0, 1, 0.5, List.of(2.0, 1.0), List.of(0.5, 0.6)),
        new Candidate(0.1, 2, 0.45, List.of(2.0, 1.0), List.of(0.6, 0.45)));
    LanguageModel language =
        new LanguageModel(0.4, candidates, List.of(0.48), 0.1, 0.1, 0.5, 0.5 - gain, 0.5 - gain, gained, gained);
    Quality quality = new Quality(0.25, 0.75, 0.0625);
    Classifier author =
        new Classifier(quality, candidates, List.of(0.48), 0.1, 0.1, quality, quality, quality, gained, gained, gained,
            gained);
    VariationalLstmResults results = new VariationalLstmResults("variational-lstm", 1, 2, 7, 5, 10, 20, 30, 40, 1000,
        4000, 12.5, 3.25, "abacus", 3, new Conventions("l", "c", "a", "i", "b"), List.of("a text ."), language, author);
    // Texts may break their lines anywhere.
    return VariationalLstmReport.of(results).html().replaceAll("\\s+", " ");
  }

  @Test
  void aGainIsToldInWordsWhateverItsSign() {
    assertThat(page(0.02)).contains("Without dropout that is 0.1000,", "run once, 20.00 % less,",
        "5 passes, 20.00 % less.",
        "0.0200 <small>(0.0100 to 0.0300)</small>");
    assertThat(page(-0.02)).contains("run once, 20.00 % more,", "5 passes, 20.00 % more.",
        "-0.0200 <small>(-0.0300 to -0.0100)</small>");
  }

  @Test
  void settingsAreStated() {
    assertThat(page(0.02)).contains("at most 2 epochs, and no further after 7 epochs without a lower validation loss",
        "<code>abacus</code>, threads: 3", "Training took 12.5 seconds, testing 3.3");
  }
}
