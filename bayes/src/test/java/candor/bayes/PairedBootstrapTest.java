package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.calibration.Draws;
import candor.random.Purpose;
import candor.random.RandomStream;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class PairedBootstrapTest {
  private static final PairedBootstrap BOOTSTRAP = new PairedBootstrap(2000, 1);

  private static double precision(Ranking ranking) {
    return ranking.averagePrecision(PrecisionRule.STEP);
  }

  private static double[] uniform(String name, int count) {
    double[] result = new double[count];
    RandomStream.of(1).child(name).uniform(0, result);
    return result;
  }

  @Test
  void aScoreThatKnowsNothingHasTheShareOfErrorsAmongWhatWasDrawn() {
    boolean[] correct = new boolean[400];
    Arrays.fill(correct, 0, 300, true);
    Draws share = Draws.of(BOOTSTRAP.ofErrors(PairedBootstrapTest::precision, new double[400], correct));
    // Binomial: the variance of the share is p (1 − p) / n.
    assertThat(share.mean()).isCloseTo(0.25, within(0.002));
    assertThat(share.deviation()).isCloseTo(Math.sqrt(0.25 * 0.75 / 400), within(0.001));
  }

  @Test
  void everyScoreMeetsTheSameDraws() {
    double[] luck = uniform("luck", 500);
    double[] noise = uniform("noise", 500);
    boolean[] correct = new boolean[500];
    double[] good = new double[500];
    double[] shifted = new double[500];
    double[] better = new double[500];
    for (int i = 0; i < 500; i++) {
      correct[i] = luck[i] > 0.2;
      good[i] = -luck[i] - noise[i];
      shifted[i] = 2 + good[i] / 2;
      better[i] = good[i] - (correct[i] ? 0.05 : 0);
    }
    double[] first = BOOTSTRAP.ofErrors(PairedBootstrapTest::precision, good, correct);
    // The same order has the same numbers, to the bit.
    assertThat(BOOTSTRAP.ofErrors(PairedBootstrapTest::precision, shifted, correct)).containsExactly(first);
    double[] second = BOOTSTRAP.ofErrors(PairedBootstrapTest::precision, better, correct);
    double[] gain = new double[first.length];
    Arrays.setAll(gain, i -> second[i] - first[i]);
    assertThat(Draws.of(gain).deviation()).isLessThan(Draws.of(first).deviation() / 3);
    assertThat(new PairedBootstrap(2000, 2).ofErrors(PairedBootstrapTest::precision, good, correct))
        .isNotEqualTo(first);
  }

  /// A resample as a ranking of its own gives the same numbers as the counts at the levels of all inputs.
  @Property(tries = 50)
  void aDrawIsTheRankingOfItsInputs(@ForAll @IntRange(max = 1000) int seed,
      @ForAll @IntRange(min = 2, max = 12) int n) {
    double[] uncertainty = new double[n];
    boolean[] correct = new boolean[n];
    double[] numbers = new double[2 * n];
    RandomStream.of(seed).child("case").uniform(0, numbers);
    for (int i = 0; i < n; i++) {
      // Few levels, of which some are zeros of either sign.
      uncertainty[i] = Math.rint(4 * numbers[i] - 2) / 2;
      correct[i] = i == 0 || i > 1 && numbers[n + i] < 0.5;
    }
    double[] draws = new double[n];
    RandomStream.of(seed).purpose(Purpose.SAMPLING).child("paired bootstrap").uniform(0, draws);
    int[] drawn = Arrays.stream(draws).mapToInt(draw -> (int) (draw * n)).toArray();
    boolean[] right = new boolean[n];
    for (int i = 0; i < n; i++) {
      right[i] = correct[drawn[i]];
    }
    double[] found = new PairedBootstrap(1, seed).ofErrors(
        r -> precision(r) + 10 * r.auroc() + 100 * r.falsePositiveRateAt(0.95), uncertainty, correct);
    int errors = 0;
    for (boolean one : right) {
      errors += one ? 0 : 1;
    }
    if (errors == 0 || errors == n) {
      assertThat(found[0]).isNaN();
    } else {
      Ranking own = Ranking.ofErrors(Arrays.stream(drawn).mapToDouble(i -> uncertainty[i]).toArray(), right);
      assertThat(found[0])
          .isCloseTo(precision(own) + 10 * own.auroc() + 100 * own.falsePositiveRateAt(0.95), within(1e-12));
    }
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    assertThatThrownBy(() -> new PairedBootstrap(0, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("paired bootstrap: 0 repetitions, expected 1 or more");
    assertThatThrownBy(() -> BOOTSTRAP.ofErrors(Ranking::auroc, new double[2], new boolean[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ranking: 2 scores and 3 outcomes, expected equally many");
  }
}
