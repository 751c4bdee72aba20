package candor.examples.calibration;

import candor.bayes.calibration.BrierDecomposition;
import candor.examples.calibration.CalibrationResults.Brier;
import candor.examples.calibration.CalibrationResults.Chance;
import candor.examples.calibration.CalibrationResults.MeasureResults;
import candor.examples.calibration.CalibrationResults.MethodResults;
import candor.examples.calibration.CalibrationResults.SetResults;
import candor.examples.calibration.Examination.Detail;
import candor.examples.calibration.Examination.Finding;
import candor.examples.report.Estimate;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// Puts the networks of a set together.
///
/// @param training how they were trained
/// @param trials the networks by seed, the first one in detail
record Summary(Training training, List<Trial> trials) {
  private static final double LEVEL = 0.95;

  SetResults results() {
    Task task = training.task();
    Trial first = trials.getFirst();
    return new SetResults(task.id(), task.title(), task.description(), training.epochs(), task.rate(), task.decay(),
        training.size(), training.validation(), training.test().size(),
        trials.stream().map(trial -> trial.history().losses()).toList(),
        Estimate.of(trials.stream().map(Trial::temperature).toList()),
        Stream.of(Method.values()).map(this::method).toList(), first.curve(), first.changes());
  }

  private MethodResults method(Method method) {
    List<Finding> findings = findings(method);
    Detail detail = findings.getFirst().detail().getFirst();
    return new MethodResults(method.id(), method.title(), findings.stream().map(Finding::outcome).toList(),
        over(findings, Finding::validationLoss),
        Stream.of(Measure.values()).map(measure -> measure(method, measure, detail)).toList(), brier(findings),
        chance(findings), detail.bins());
  }

  private List<Finding> findings(Method method) {
    return trials.stream().map(trial -> trial.of(method)).toList();
  }

  private MeasureResults measure(Method method, Measure measure, Detail detail) {
    List<Double> each = numbers(method, measure);
    return new MeasureResults(measure.id(), Estimate.of(each),
        method == Method.NONE
            ? List.of()
            : List.of(Estimate.ofDifferences(each, numbers(Method.NONE, measure))),
        Objects.requireNonNull(detail.bootstrap().get(measure)),
        Objects.requireNonNull(detail.ifCalibrated().get(measure)));
  }

  private List<Double> numbers(Method method, Measure measure) {
    return findings(method).stream().map(finding -> finding.of(measure)).toList();
  }

  private static Brier brier(List<Finding> findings) {
    List<BrierDecomposition> terms = findings.stream().map(Finding::brier).toList();
    return new Brier(over(terms, BrierDecomposition::reliability), over(terms, BrierDecomposition::resolution),
        over(terms, BrierDecomposition::uncertainty), over(terms, t -> t.withinVariance() - t.withinCovariance()));
  }

  private static Chance chance(List<Finding> findings) {
    int inside = (int) findings.stream()
        .filter(f -> f.of(Measure.ECE) <= f.chance().quantile(LEVEL)).count();
    return new Chance(over(findings, f -> f.chance().mean()), over(findings, f -> f.chance().quantile(LEVEL)), inside);
  }

  private static <T> Estimate over(List<T> seeds, ToDoubleFunction<T> number) {
    return Estimate.of(seeds.stream().map(number::applyAsDouble).toList());
  }
}
