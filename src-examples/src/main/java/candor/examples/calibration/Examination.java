package candor.examples.calibration;

import candor.bayes.Argsort;
import candor.bayes.Belief;
import candor.bayes.calibration.BrierDecomposition;
import candor.bayes.calibration.CalibrationError;
import candor.bayes.calibration.Calibrator;
import candor.bayes.calibration.Draws;
import candor.bayes.calibration.Forecasts;
import candor.bayes.calibration.Logits;
import candor.bayes.calibration.ReliabilityDiagram;
import candor.bayes.calibration.Resampling;
import candor.bayes.calibration.Score;
import candor.bayes.calibration.TemperatureScaling;
import candor.examples.calibration.CalibrationResults.Bin;
import candor.examples.calibration.CalibrationResults.Change;
import candor.examples.calibration.CalibrationResults.CurvePoint;
import candor.examples.report.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Calibrates one network by every method and measures what comes of it.
///
/// @param validation what calibrators are fitted on
/// @param test what is measured
/// @param resamples draws of the bootstrap, and of what a calibrated model would show
/// @param seed seed of the draws
record Examination(Outputs validation, Outputs test, int resamples, long seed) {
  private static final double LEVEL = 0.95;
  private static final int SHOWN = 8;
  /// Temperatures of the curve: powers of two from one exponent to another, in steps of an eighth.
  private static final int STEPS = 8;
  private static final int COLDEST = -12;
  private static final int WARMEST = 20;

  /// What a network says of some images.
  ///
  /// @param logits its outputs
  /// @param labels the true classes
  record Outputs(Logits logits, int[] labels) {
    Forecasts by(Calibrator calibrator) {
      return Forecasts.of(calibrator.apply(logits), labels);
    }

    /// At a temperature, which need not be the best.
    Forecasts at(double temperature) {
      return Forecasts.of(new Belief.Categorical(Logits.of(logits.values().div(temperature)).probabilities()), labels);
    }
  }

  /// What one method gives.
  ///
  /// @param outcome how its fit ended
  /// @param validationLoss negative log-likelihood of the validation images
  /// @param measures numbers of the test images
  /// @param brier what the Brier score is made of
  /// @param chance calibration error of calibrated models with the same confidences
  /// @param detail diagram and intervals; empty if they were not asked for
  record Finding(String outcome, double validationLoss, Map<Measure, Double> measures, BrierDecomposition brier,
      Draws chance, List<Detail> detail) {
    double of(Measure measure) {
      return Objects.requireNonNull(measures.get(measure));
    }
  }

  /// What takes longer.
  ///
  /// @param bins reliability diagram
  /// @param bootstrap interval of each measure over test images
  /// @param ifCalibrated interval of each measure of calibrated models
  record Detail(List<Bin> bins, Map<Measure, Interval> bootstrap, Map<Measure, Interval> ifCalibrated) {
  }

  /// Fits and measures every method.
  ///
  /// @param inDetail whether diagrams and intervals are wanted
  Map<Method, Finding> findings(boolean inDetail) {
    Map<Method, Finding> findings = new EnumMap<>(Method.class);
    for (Method method : Method.values()) {
      findings.put(method, finding(method, inDetail));
    }
    return findings;
  }

  private Finding finding(Method method, boolean inDetail) {
    Method.Fit fit = method.fit(validation.logits, validation.labels);
    Forecasts forecasts = test.by(fit.calibrator());
    return new Finding(fit.outcome(), Score.negativeLogLikelihood().of(validation.by(fit.calibrator())),
        ofMeasures(measure -> measure.score().of(forecasts)),
        BrierDecomposition.of(forecasts, CalibrationError.BINNING),
        Resampling.ifCalibrated(resamples, seed).of(CalibrationError.EXPECTED, forecasts),
        inDetail ? List.of(detail(forecasts)) : List.of());
  }

  /// The temperature that fits best.
  double temperature() {
    return TemperatureScaling.fit(validation.logits, validation.labels).temperature();
  }

  private Detail detail(Forecasts forecasts) {
    return new Detail(bins(forecasts), intervals(Resampling.bootstrap(resamples, seed), forecasts),
        intervals(Resampling.ifCalibrated(resamples, seed), forecasts));
  }

  private static Map<Measure, Interval> intervals(Resampling resampling, Forecasts forecasts) {
    return ofMeasures(measure -> interval(resampling.of(measure.score(), forecasts)));
  }

  private static <T> Map<Measure, T> ofMeasures(Function<Measure, T> number) {
    Map<Measure, T> numbers = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      numbers.put(measure, number.apply(measure));
    }
    return numbers;
  }

  private static Interval interval(Draws draws) {
    Draws.Interval interval = draws.interval(LEVEL);
    return new Interval(interval.low(), interval.high());
  }

  private List<Bin> bins(Forecasts forecasts) {
    List<ReliabilityDiagram.Bin> found = ReliabilityDiagram.of(forecasts, CalibrationError.BINNING).bins();
    List<Draws> chance = Resampling.ifCalibrated(resamples, seed).ofBins(CalibrationError.BINNING, forecasts);
    return IntStream.range(0, found.size()).filter(m -> found.get(m).count() > 0).mapToObj(m -> {
      ReliabilityDiagram.Bin bin = found.get(m);
      return new Bin(bin.low(), bin.high(), bin.count(), bin.confidence(), bin.accuracy(), interval(chance.get(m)));
    }).toList();
  }

  /// Likelihood and calibration by temperature.
  List<CurvePoint> curve() {
    List<CurvePoint> points = new ArrayList<>();
    for (int i = COLDEST; i <= WARMEST; i++) {
      double temperature = StrictMath.pow(2, (double) i / STEPS);
      Forecasts fitted = validation.at(temperature);
      Forecasts tested = test.at(temperature);
      points.add(new CurvePoint(temperature, Score.negativeLogLikelihood().of(fitted),
          Score.negativeLogLikelihood().of(tested), CalibrationError.EXPECTED.of(fitted),
          CalibrationError.EXPECTED.of(tested)));
    }
    return points;
  }

  /// The images whose confidence temperature scaling changes most.
  List<Change> changes() {
    Forecasts before = test.by(Calibrator.identity());
    double[] from = before.confidences();
    double[] to = test.by(TemperatureScaling.fit(validation.logits, validation.labels)).confidences();
    double[] changes = IntStream.range(0, from.length).mapToDouble(i -> to[i] - from[i]).toArray();
    return Arrays.stream(Argsort.descendingMagnitude(changes)).limit(SHOWN)
        .mapToObj(i -> new Change(i, before.label(i), before.prediction(i), from[i], to[i])).toList();
  }
}
