package candor.examples.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.calibration.CalibrationError;
import candor.bayes.calibration.Forecasts;
import candor.bayes.calibration.Logits;
import candor.bayes.calibration.Score;
import candor.bayes.calibration.TemperatureScaling;
import candor.examples.calibration.CalibrationResults.Bin;
import candor.examples.calibration.CalibrationResults.Change;
import candor.examples.calibration.CalibrationResults.CurvePoint;
import candor.examples.calibration.Examination.Detail;
import candor.examples.calibration.Examination.Finding;
import candor.examples.calibration.Examination.Outputs;
import candor.random.RandomStream;
import candor.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A network whose logits are those that its classes are drawn from, times a number.
final class ExaminationTest {
  private static final int CLASSES = 4;
  private static final double FACTOR = 3;

  private static Outputs outputs(long seed, int n) {
    RandomStream stream = RandomStream.of(seed);
    double[] z = new double[n * CLASSES];
    stream.normal(0, z);
    double[] uniform = new double[n];
    stream.child("labels").uniform(0, uniform);
    Tensor logits = Tensor.of(z, n, CLASSES);
    double[] p = logits.softmax(1).toDoubles();
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      double left = uniform[i];
      while (labels[i] < CLASSES - 1 && (left -= p[i * CLASSES + labels[i]]) >= 0) {
        labels[i]++;
      }
    }
    return new Outputs(Logits.of(logits.mul(FACTOR)), labels);
  }

  private static final Examination EXAMINATION = new Examination(outputs(1, 3000), outputs(2, 2000), 60, 5);

  private static Finding of(Map<Method, Finding> findings, Method method) {
    return Objects.requireNonNull(findings.get(method));
  }

  @Test
  void everyMethodMendsWhatATemperatureBroke() {
    assertThat(EXAMINATION.temperature()).isCloseTo(FACTOR, within(0.2));
    Map<Method, Finding> findings = EXAMINATION.findings(false);
    assertThat(findings.keySet()).containsExactly(Method.values());
    Finding none = of(findings, Method.NONE);
    assertThat(none.of(Measure.ECE)).isGreaterThan(0.2);
    for (Method method : Method.values()) {
      Finding found = of(findings, method);
      assertThat(found.measures().keySet()).containsExactly(Measure.values());
      assertThat(found.brier().score()).isCloseTo(found.of(Measure.BRIER), within(1e-12));
      assertThat(found.detail()).isEmpty();
      if (method != Method.NONE) {
        assertThat(found.of(Measure.ECE)).isLessThan(0.05);
        assertThat(found.of(Measure.BRIER)).isLessThan(none.of(Measure.BRIER));
      }
    }
    // Each of these contains the one before it.
    double temperature = of(findings, Method.TEMPERATURE).validationLoss();
    double vector = of(findings, Method.VECTOR).validationLoss();
    assertThat(temperature).isLessThan(none.validationLoss());
    assertThat(vector).isLessThan(temperature);
    assertThat(of(findings, Method.MATRIX).validationLoss()).isLessThan(vector);
    assertThat(of(findings, Method.TEMPERATURE).of(Measure.ERROR)).isEqualTo(none.of(Measure.ERROR));
    assertThat(of(findings, Method.MATRIX).outcome()).isEqualTo("the minimum");
  }

  @Test
  void chanceExplainsACalibratedNetworkAndNoOther() {
    Map<Method, Finding> findings = EXAMINATION.findings(true);
    Finding none = of(findings, Method.NONE);
    Finding temperature = of(findings, Method.TEMPERATURE);
    assertThat(none.chance().quantile(1)).isLessThan(none.of(Measure.ECE));
    assertThat(temperature.chance().quantile(1)).isGreaterThan(temperature.of(Measure.ECE));
    Detail detail = temperature.detail().getFirst();
    assertThat(detail.bins().stream().mapToInt(Bin::count).sum()).isEqualTo(2000);
    assertThat(detail.bins()).allMatch(bin -> bin.count() > 0 && bin.ifCalibrated().low() <= bin.ifCalibrated().high());
    assertThat(detail.bins().stream().filter(bin -> bin.count() > 50)
        .filter(bin -> bin.accuracy() < bin.ifCalibrated().low() || bin.accuracy() > bin.ifCalibrated().high()))
        .hasSizeLessThanOrEqualTo(2);
    for (Measure measure : List.of(Measure.ERROR, Measure.LOSS, Measure.BRIER)) {
      assertThat(temperature.of(measure)).isBetween(Objects.requireNonNull(detail.bootstrap().get(measure)).low(),
          Objects.requireNonNull(detail.bootstrap().get(measure)).high());
    }
    assertThat(detail.ifCalibrated().keySet()).containsExactly(Measure.values());
  }

  @Test
  void theCurveIsLowestAtTheTemperatureThatWasFound() {
    List<CurvePoint> curve = EXAMINATION.curve();
    CurvePoint best = curve.stream().min(Comparator.comparingDouble(CurvePoint::validationLoss)).orElseThrow();
    assertThat(Math.abs(StrictMath.log(best.temperature() / EXAMINATION.temperature())))
        .isLessThan(StrictMath.log(2) / 8);
    CurvePoint one = curve.stream().filter(point -> point.temperature() == 1).findFirst().orElseThrow();
    Finding none = of(EXAMINATION.findings(false), Method.NONE);
    assertThat(one.testLoss()).isEqualTo(none.of(Measure.LOSS));
    assertThat(one.validationLoss()).isEqualTo(none.validationLoss());
    assertThat(one.testCalibration()).isEqualTo(none.of(Measure.ECE));
  }

  @Test
  void theImagesThatChangeMostComeFirst() {
    List<Change> changes = EXAMINATION.changes();
    assertThat(changes).hasSize(8).isSortedAccordingTo(
        Comparator.comparingDouble(change -> -Math.abs(change.after() - change.before())));
    Outputs test = outputs(2, 2000);
    TemperatureScaling scaling = TemperatureScaling.fit(outputs(1, 3000).logits(), outputs(1, 3000).labels());
    Forecasts after = test.by(scaling);
    Change first = changes.getFirst();
    assertThat(first.after()).isEqualTo(after.confidences()[first.index()]);
    assertThat(first.prediction()).isEqualTo(after.prediction(first.index()));
    assertThat(first.label()).isEqualTo(test.labels()[first.index()]);
  }

  @Test
  void measuresSayHowTheyAreComputed() {
    assertThat(Measure.ECE.score()).isEqualTo(CalibrationError.EXPECTED);
    assertThat(Measure.LOSS.score().name()).isEqualTo(Score.negativeLogLikelihood().name());
    assertThat(Measure.ECE_MASS.score().name()).contains("expected calibration error", "15");
    assertThat(Measure.DEBIASED.score().name()).startsWith("debiased root mean square calibration error");
    assertThat(Measure.ECE.text(0.0123)).isEqualTo("1.23 %");
    assertThat(Measure.BRIER.text(0.0123)).isEqualTo("0.0123");
  }
}
