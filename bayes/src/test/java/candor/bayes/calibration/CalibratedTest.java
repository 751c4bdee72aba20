package candor.bayes.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.bayes.Belief;
import candor.bayes.Deterministic;
import candor.bayes.Ensemble;
import candor.bayes.McDropout;
import candor.bayes.Predictive;
import candor.nn.Context;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.Dropout;
import candor.nn.layer.Linear;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibratedTest {
  private final Tensor validation = inputs(1);
  private final Tensor test = inputs(2);
  private final int[] labels = IntStream.range(0, 100).map(i -> validation.at(i, 0) > 0.3 ? 1 : i % 3).toArray();

  private static Tensor inputs(long seed) {
    float[] x = new float[600];
    RandomStream.of(seed).normal(0, x);
    return Tensor.of(x, 100, 6);
  }

  private static Sequential network(long seed) {
    Sequential model = Sequential.of(new Linear(6, 20), Activation.relu(), new Dropout(0.5), new Linear(20, 3));
    model.initialise(seed);
    return model;
  }

  @Test
  void aNetworksLogitsAreCalibrated() {
    Sequential model = network(1);
    Logits logits = Logits.of(model.apply(validation, Context.evaluate()));
    for (Calibrator calibrator : List.of(TemperatureScaling.fit(logits, labels), MatrixScaling.fit(logits, labels))) {
      Belief.Categorical belief = Calibrated.network(model, calibrator).predict(test);
      assertThat(belief.mean().hasSameBits(calibrator.apply(model.apply(test, Context.evaluate())).mean())).isTrue();
    }
  }

  @Test
  void withoutACalibratorTheBeliefIsTheNetworks() {
    Sequential model = network(1);
    Tensor plain = new Deterministic(model).predict(test).mean();
    assertThat(Calibrated.network(model, Calibrator.identity()).predict(test).mean().isClose(plain.to(DType.F64), 1e-7,
        0)).isTrue();
    assertThat(Calibrated.of(new Deterministic(model), Calibrator.identity()).predict(test).mean()
        .hasSameBits(plain.to(DType.F64))).isTrue();
  }

  @Test
  void ensemblesArePooledThenCalibrated() {
    Ensemble<Belief.Samples> ensemble = Ensemble.of(List.of(network(1), network(2), network(3)));
    TemperatureScaling scaling = TemperatureScaling.fit(Logits.of(ensemble.predict(validation)), labels);
    Belief.Categorical belief = Calibrated.of(ensemble, scaling).predict(test);
    Tensor pooled = ensemble.predict(test).summary().mean();
    assertThat(belief.mean().isClose(pooled.log().div(scaling.temperature()).softmax(1), 1e-14, 0)).isTrue();
    // On the data itself it is better than the pool.
    Score score = Score.negativeLogLikelihood();
    assertThat(score.of(Calibrated.of(ensemble, scaling).predict(validation), labels))
        .isLessThan(score.of(ensemble.predict(validation), labels));
  }

  @Test
  void passesKeepTheirIdentities() {
    McDropout dropout = new McDropout(network(1), 10, 4);
    Predictive<Belief.Categorical> calibrated =
        Calibrated.of(dropout, TemperatureScaling.fit(Logits.of(dropout.predict(validation)), labels));
    Tensor all = calibrated.predict(test).mean();
    assertThat(calibrated.predict(test.slice(0, 7, 8), 7).mean().hasSameBits(all.slice(0, 7, 8))).isTrue();
  }

  @Test
  void everyMethodSideBySide() {
    Problems validated = Problems.of(1, 400, 4, 3);
    Problems tested = Problems.of(2, 400, 4, 3);
    Logits logits = Logits.of(validated.logits());
    Map<String, Calibrator> methods = new LinkedHashMap<>();
    methods.put("temperature", TemperatureScaling.fit(logits, validated.labels()));
    methods.put("vector", VectorScaling.fit(logits, validated.labels()));
    methods.put("matrix", MatrixScaling.fit(logits, validated.labels()));
    methods.put("matrix, held", MatrixScaling.fit(new MatrixScaling.Odir(0.1, 0.1), logits, validated.labels()));
    methods.put("histogram", HistogramBinning.fit(Binning.equalMass(15), logits, validated.labels()));
    methods.put("isotonic", IsotonicRegression.fit(logits, validated.labels()));
    Forecasts before = Forecasts.of(Calibrator.identity().apply(tested.logits()), tested.labels());
    methods.forEach((name, calibrator) -> {
      Forecasts after = Forecasts.of(calibrator.apply(tested.logits()), tested.labels());
      // Logits three times too large are far from calibrated, and each method mends most of it.
      for (Score score : List.of(CalibrationError.EXPECTED,
          CalibrationError.classwise(CalibrationError.BINNING, Norm.L1),
          CalibrationError.debiased(Binning.equalMass(15)), Score.brier())) {
        assertThat(score.of(after)).as(name + ", " + score.name()).isLessThan(score.of(before));
      }
      Draws perfect = Resampling.ifCalibrated(200, 1).of(CalibrationError.EXPECTED, after);
      assertThat(CalibrationError.EXPECTED.of(after)).as(name).isLessThan(2 * perfect.quantile(0.95));
      assertThat(CalibrationError.EXPECTED.of(before)).isGreaterThan(2 * perfect.quantile(0.95));
    });
  }

  @Test
  void everySampleNeedsAnIdentity() {
    Calibrated calibrated = Calibrated.network(network(1), Calibrator.identity());
    assertThatThrownBy(() -> calibrated.predict(test, 1, 2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("calibrated: 2 identities for 100 samples");
  }
}
