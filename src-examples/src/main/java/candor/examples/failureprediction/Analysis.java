package candor.examples.failureprediction;

import candor.bayes.Argsort;
import candor.bayes.PairedBootstrap;
import candor.bayes.PrecisionRule;
import candor.bayes.Ranking;
import candor.bayes.RejectionCurve;
import candor.bayes.SelectionRule;
import candor.bayes.SelectionThreshold;
import candor.examples.failureprediction.FailurePredictionResults.Accepted;
import candor.examples.failureprediction.FailurePredictionResults.Curve;
import candor.examples.failureprediction.FailurePredictionResults.Findings;
import candor.examples.failureprediction.FailurePredictionResults.Histogram;
import candor.examples.failureprediction.FailurePredictionResults.MethodFindings;
import candor.examples.failureprediction.FailurePredictionResults.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Measures how well the methods find the errors of one network.
///
/// @param validation what they say of the validation images
/// @param test what they say of the test images
/// @param labels classes of the test images
/// @param ids identities of the test images
record Analysis(Verdicts validation, Verdicts test, int[] labels, int[] ids) {
  /// Test sets of the bootstrap; all networks meet the same ones.
  static final PairedBootstrap BOOTSTRAP = new PairedBootstrap(1000, 1);
  /// Share of errors that accepted answers may have.
  static final double RISK = 0.005;
  static final PrecisionRule AREA = PrecisionRule.STEP;
  static final String LEAST_SURE = "least sure by ConfidNet";
  static final String MOST_SURE = "surest by ConfidNet";
  static final String EXPOSED = "errors that MCP trusts and ConfidNet does not";
  private static final double RECALL = 0.95;
  private static final int BINS = 20;
  private static final int SHOWN = 8;
  /// Coverages of a curve, in steps of half a per cent from a half.
  private static final int COVERAGES = 100;

  /// The rules by which thresholds are chosen.
  static Map<String, SelectionRule> rules() {
    Map<String, SelectionRule> rules = new LinkedHashMap<>();
    rules.put("empirical", new SelectionRule.Empirical());
    rules.put("guaranteed", new SelectionRule.Guaranteed(0.05));
    return rules;
  }

  Findings findings(double trainingError, double validationHead, double validationWhole, double secondsTrain,
      double secondsTest) {
    List<Curve> precision = Stream.of(Method.values()).filter(m -> !m.hasOwnErrors()).map(this::precision).toList();
    List<Curve> risk = Stream.of(Method.values()).filter(m -> !m.hasOwnErrors()).map(this::risk).toList();
    return new Findings(trainingError, Verdicts.error(test.correct()), Verdicts.error(test.correctByPasses()),
        validationHead, validationWhole, secondsTrain, secondsTest,
        Stream.of(Method.values()).map(this::method).toList(),
        List.of(histogram(Method.MCP), histogram(Method.TCP)), precision, risk, shown());
  }

  private MethodFindings method(Method method) {
    double[] uncertainty = test.of(method);
    boolean[] correct = test.correct(method);
    Ranking errors = Ranking.ofErrors(uncertainty, correct);
    RejectionCurve curve = RejectionCurve.of(uncertainty, correct);
    List<Accepted> accepted = new ArrayList<>();
    rules().forEach((name, rule) -> accepted.add(accepted(name, SelectionThreshold.forRisk(RISK, validation.of(method),
        validation.correct(method), rule), uncertainty, correct)));
    double[] resampled = BOOTSTRAP.ofErrors(r -> r.averagePrecision(AREA), uncertainty, correct);
    return new MethodFindings(method.title(), errors.averagePrecision(AREA), errors.swapped().averagePrecision(AREA),
        errors.auroc(), errors.swapped().falsePositiveRateAt(RECALL), curve.riskArea(), curve.excessRiskArea(),
        accepted, Arrays.stream(resampled).boxed().toList());
  }

  private static Accepted accepted(String rule, SelectionThreshold threshold, double[] uncertainty, boolean[] correct) {
    int answered = 0;
    int wrong = 0;
    for (int i = 0; i < correct.length; i++) {
      if (threshold.accepts(uncertainty[i])) {
        answered++;
        wrong += correct[i] ? 0 : 1;
      }
    }
    return new Accepted(rule, (double) answered / correct.length, answered == 0 ? 0 : (double) wrong / answered);
  }

  private Histogram histogram(Method method) {
    int[][] counts = new int[2][BINS];
    double[] uncertainty = test.of(method);
    for (int i = 0; i < uncertainty.length; i++) {
      int bin = (int) Math.min(BINS - 1, -uncertainty[i] * BINS);
      counts[test.correct()[i] ? 0 : 1][bin]++;
    }
    return new Histogram(method.title(), Arrays.stream(counts[0]).boxed().toList(),
        Arrays.stream(counts[1]).boxed().toList());
  }

  /// The points at which an error is found, which are those that the area is made of.
  private Curve precision(Method method) {
    List<Double> recall = new ArrayList<>(List.of(0.0));
    List<Double> precision = new ArrayList<>(List.of(1.0));
    for (Ranking.Point point : Ranking.ofErrors(test.of(method), test.correct()).points()) {
      if (point.truePositiveRate() > recall.getLast()) {
        recall.add(point.truePositiveRate());
        precision.add(point.precision());
      }
    }
    return new Curve(method.title(), recall, precision);
  }

  private Curve risk(Method method) {
    RejectionCurve curve = RejectionCurve.of(test.of(method), test.correct());
    List<Double> coverage = new ArrayList<>();
    List<Double> risk = new ArrayList<>();
    for (int i = 0; i <= COVERAGES; i++) {
      double rejected = (double) (COVERAGES - i) / (2 * COVERAGES);
      coverage.add(1 - rejected);
      risk.add(1 - curve.accuracyAt(rejected));
    }
    return new Curve(method.title(), coverage, risk);
  }

  private List<Shown> shown() {
    double[] doubt = test.of(Method.CONFIDNET);
    double[] ranks = ranks(doubt);
    double[] others = ranks(test.of(Method.MCP));
    List<Shown> shown = new ArrayList<>(rowOf(LEAST_SURE, i -> true, i -> -doubt[i]));
    shown.addAll(rowOf(EXPOSED, i -> !test.correct()[i], i -> others[i] - ranks[i]));
    shown.addAll(rowOf(MOST_SURE, i -> true, i -> doubt[i]));
    return shown;
  }

  private List<Shown> rowOf(String row, IntPredicate wanted, IntToDoubleFunction order) {
    return IntStream.range(0, labels.length).filter(wanted).boxed()
        .sorted(Comparator.comparingDouble(order::applyAsDouble)).limit(SHOWN)
        .map(i -> new Shown(row, ids[i], labels[i], test.predictions()[i], -test.of(Method.MCP)[i],
            -test.of(Method.CONFIDNET)[i]))
        .toList();
  }

  /// The place of every number among all in ascending order, of equal ones in the order of the images.
  private static double[] ranks(double... numbers) {
    int[] order = Argsort.ascending(numbers);
    double[] ranks = new double[numbers.length];
    for (int r = 0; r < order.length; r++) {
      ranks[order[r]] = r;
    }
    return ranks;
  }
}
