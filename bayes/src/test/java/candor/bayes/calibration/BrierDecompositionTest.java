package candor.bayes.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.Belief;
import candor.tensor.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BrierDecompositionTest {
  @Test
  void ofForecastsWithTwoValuesTheTermsAreMurphys() {
    double[] p = {0.25, 0.25, 0.25, 0.25, 0.75, 0.75};
    boolean[] o = {true, false, false, false, true, false};
    BrierDecomposition terms = BrierDecomposition.of(p, o, Binning.equalWidth(2));
    assertThat(terms.reliability()).isCloseTo(2.0 / 6 / 16, within(1e-16));
    assertThat(terms.resolution()).isCloseTo(4.0 / 6 / 144 + 2.0 / 6 / 36, within(1e-16));
    assertThat(terms.uncertainty()).isCloseTo(2.0 / 9, within(1e-16));
    assertThat(terms.withinVariance()).isZero();
    assertThat(terms.withinCovariance()).isZero();
    assertThat(terms.score()).isCloseTo((0.5625 + 3 * 0.0625 + 0.0625 + 0.5625) / 6, within(1e-15));
  }

  @Test
  void theTermsAreThoseOfNumpy() {
    for (References.Value value : References.values("brier terms")) {
      BrierDecomposition terms =
          BrierDecomposition.of(References.data(value.data()).forecasts(), value.binning());
      assertThat(new double[] {terms.reliability(), terms.resolution(), terms.uncertainty(), terms.withinVariance(),
        terms.withinCovariance()}).as(value.toString()).containsExactly(value.numbers(), within(1e-14));
    }
  }

  @Property(tries = 200)
  void theTermsAddUpToTheScore(@ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int n,
      @ForAll @IntRange(min = 1, max = 6) int classes, @ForAll @IntRange(min = 1, max = 20) int bins,
      @ForAll boolean even) {
    Forecasts forecasts = Problems.of(seed, n, classes, 3).forecasts();
    BrierDecomposition terms =
        BrierDecomposition.of(forecasts, even ? Binning.equalWidth(bins) : Binning.equalMass(bins));
    assertThat(terms.score()).isCloseTo(Score.brier().of(forecasts), within(1e-14));
    assertThat(terms.reliability()).isNotNegative();
    assertThat(terms.resolution()).isBetween(0.0, terms.uncertainty() + 1e-15);
    assertThat(terms.withinVariance()).isNotNegative();
  }

  @Test
  void whoSaysHowFrequentClassesAreIsReliableAndKnowsNothing() {
    Belief.OfClasses belief =
        new Belief.Categorical(Tensor.of(new double[] {0.5, 0.25, 0.25}, 1, 3).expand(4, 3));
    BrierDecomposition terms = BrierDecomposition.of(Forecasts.of(belief, 0, 1, 2, 0), CalibrationError.BINNING);
    assertThat(terms).isEqualTo(new BrierDecomposition(0, 0, 0.25 + 2 * 3.0 / 16, 0, 0));
  }

  @Test
  void whatIsNoForecastIsRefused() {
    assertThatThrownBy(() -> BrierDecomposition.of(new double[] {-0.1}, new boolean[1], Binning.equalWidth(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("brier decomposition: number -0.1 of input 0, expected a probability");
  }
}
