package candor.bayes.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.Belief;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResamplingTest {
  /// Each of 400 inputs has probability ½ for its first class.
  private static final Forecasts COINS =
      Forecasts.of(new Belief.Categorical(Tensor.ones(DType.F64, 400, 2).mul(0.5)), new int[400]);

  @Test
  void aCalibratedModelOfOneConfidenceErrsLikeABinomial() {
    Draws draws = Resampling.ifCalibrated(2000, 7).of(CalibrationError.EXPECTED, COINS);
    // The gap is the modulus of a nearly normal number of deviation 0.5/√400 = 0.025.
    assertThat(draws.mean()).isCloseTo(0.025 * Math.sqrt(2 / Math.PI), within(0.001));
    assertThat(draws.quantile(0.95)).isCloseTo(0.025 * 1.96, within(0.003));
    assertThat(draws.size()).isEqualTo(2000);
    assertThat(numbers(Resampling.ifCalibrated(2000, 7), COINS)).containsExactly(numbers(draws));
    assertThat(numbers(Resampling.ifCalibrated(2000, 8), COINS)).isNotEqualTo(numbers(draws));
  }

  private static double[] numbers(Resampling resampling, Forecasts forecasts) {
    return numbers(resampling.of(CalibrationError.EXPECTED, forecasts));
  }

  private static double[] numbers(Draws draws) {
    return new double[] {draws.mean(), draws.deviation(), draws.quantile(0.1), draws.quantile(0.5), draws.quantile(1)};
  }

  @Test
  void theBandOfABinIsThatOfABinomial() {
    List<Draws> bins = Resampling.ifCalibrated(2000, 3).ofBins(Binning.equalWidth(15), COINS);
    assertThat(bins).hasSize(15);
    for (int m = 0; m < 15; m++) {
      assertThat(bins.get(m).size()).isEqualTo(m == 7 ? 2000 : 0);
    }
    Draws.Interval band = bins.get(7).interval(0.95);
    assertThat(bins.get(7).mean()).isCloseTo(0.5, within(0.002));
    assertThat(bins.get(7).deviation()).isCloseTo(0.025, within(0.001));
    assertThat(band.low()).isCloseTo(0.5 - 0.049, within(0.004));
    assertThat(band.high()).isCloseTo(0.5 + 0.049, within(0.004));
    assertThat(bins.getFirst().mean()).isNaN();
    assertThat(bins.getFirst().interval(0.95)).isEqualTo(new Draws.Interval(Double.NaN, Double.NaN));
  }

  @Test
  void classesOccurAsOftenAsTheyClaim() {
    Tensor p = Tensor.of(new double[] {0.2, 0.5, 0.3}, 1, 3).expand(1000, 3);
    Forecasts forecasts = Forecasts.of(new Belief.Categorical(p), new int[1000]);
    for (int k = 0; k < 3; k++) {
      int label = k;
      Score share = Score.named("share", drawn -> {
        int count = 0;
        for (boolean occurs : drawn.occurrences(label)) {
          count += occurs ? 1 : 0;
        }
        return count / 1000.0;
      });
      double expected = p.at(0, k);
      Draws draws = Resampling.ifCalibrated(400, 5).of(share, forecasts);
      assertThat(draws.mean()).isCloseTo(expected, within(0.003));
      assertThat(draws.deviation()).isCloseTo(Math.sqrt(expected * (1 - expected) / 1000), within(0.0015));
    }
  }

  @Test
  void aSureModelWouldNotErr() {
    Forecasts sure = Forecasts.of(new Belief.Categorical(Tensor.of(new double[] {1, 0, 0, 1}, 2, 2)), 1, 1);
    Draws draws = Resampling.ifCalibrated(10, 1).of(CalibrationError.EXPECTED, sure);
    assertThat(draws.quantile(1)).isZero();
    assertThat(Resampling.ifCalibrated(10, 1).of(Score.negativeLogLikelihood(), sure).quantile(1)).isZero();
  }

  @Test
  void bootstrapsHaveTheErrorOfAMean() {
    Problems problem = Problems.of(1, 300, 4, 1);
    Forecasts forecasts = problem.forecasts();
    double rate = Score.errorRate().of(forecasts);
    Draws draws = Resampling.bootstrap(2000, 1).of(Score.errorRate(), forecasts);
    assertThat(draws.mean()).isCloseTo(rate, within(0.003));
    double error = Math.sqrt(rate * (1 - rate) / 300);
    assertThat(draws.deviation()).isCloseTo(error, within(0.05 * error));
    assertThat(draws.interval(0.95).low()).isCloseTo(rate - 1.96 * error, within(0.2 * error));
    assertThat(draws.interval(0.95).high()).isCloseTo(rate + 1.96 * error, within(0.2 * error));
  }

  @Test
  void aBootstrapOfOneInputIsThatInput() {
    Forecasts one = Forecasts.of(new Belief.Categorical(Tensor.of(new double[] {0.25, 0.75}, 1, 2)), 0);
    Draws draws = Resampling.bootstrap(5, 1).of(Score.brier(), one);
    assertThat(draws.quantile(0.01)).isEqualTo(1.125);
    assertThat(draws.quantile(1)).isEqualTo(1.125);
    assertThat(draws.deviation()).isZero();
  }

  @Test
  void binsOfAResampleAreThoseOfTheForecasts() {
    Forecasts forecasts = Problems.of(4, 50, 3, 1).forecasts();
    Binning binning = Binning.equalMass(5);
    List<Draws> bins = Resampling.bootstrap(200, 2).ofBins(binning, forecasts);
    ReliabilityDiagram diagram = ReliabilityDiagram.of(forecasts, binning);
    assertThat(bins).hasSize(diagram.bins().size());
    for (int m = 0; m < bins.size(); m++) {
      assertThat(bins.get(m).mean()).isCloseTo(diagram.bins().get(m).accuracy(), within(0.05));
    }
  }

  @Test
  void undefinedNumbersAreLeftOut() {
    Draws draws = Draws.of(3, Double.NaN, 1, 2, 4);
    assertThat(draws.size()).isEqualTo(4);
    assertThat(draws.mean()).isEqualTo(2.5);
    assertThat(draws.deviation()).isCloseTo(Math.sqrt(5.0 / 3), within(1e-15));
    assertThat(draws.quantile(0.25)).isEqualTo(1);
    assertThat(draws.quantile(0.26)).isEqualTo(2);
    assertThat(draws.interval(0.5)).isEqualTo(new Draws.Interval(1, 3));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> Resampling.bootstrap(0, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("resampling: 0 repetitions, expected 1 or more");
    assertThatThrownBy(() -> Draws.of(1).quantile(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("draws: share 0.0, expected (0, 1]");
    assertThatThrownBy(() -> Draws.of(1).interval(1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("draws: level 1.0, expected (0, 1)");
  }
}
