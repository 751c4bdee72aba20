package candor.examples.uciregression;

import candor.bayes.Belief;
import candor.bayes.Predictive;
import candor.examples.uciregression.UciRegressionResults.Outcome;
import candor.examples.uciregression.UciRegressionResults.Shown;
import candor.nn.data.Batch;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// What a predictor said of held-out samples, in the targets' own unit.
///
/// @param truth targets
/// @param mean mean of each prediction
/// @param deviation its standard deviation
/// @param logLikelihood logarithm of its density at the target, in nats
/// @param percentile probability that it gave to what is below the target
record Predictions(double[] truth, double[] mean, double[] deviation, double[] logLikelihood, double[] percentile) {
  /// Levels of central intervals whose coverage is measured.
  static final List<Double> LEVELS = List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99);

  private static final double LOG_TWO_PI = 1.8378770664093453;
  /// Thousands of passes over as many samples are computed together.
  private static final int PIECE = 256;
  /// Samples that plots show, at most.
  private static final int SHOWN = 150;

  /// Predicts the held-out samples of a fold.
  static Predictions of(Predictive<Belief.GaussianMixture> predictor, Fold fold) {
    Batch held = fold.held();
    Tensor targets = fold.targets().invert(held.target().to(DType.F64));
    List<double[]> means = new ArrayList<>();
    List<double[]> variances = new ArrayList<>();
    List<double[]> likelihoods = new ArrayList<>();
    List<double[]> percentiles = new ArrayList<>();
    for (int from = 0; from < held.size(); from += PIECE) {
      int to = Math.min(held.size(), from + PIECE);
      Belief.GaussianMixture belief = fold.inUnits(
          predictor.predict(held.input().slice(0, from, to), Arrays.copyOfRange(held.ids(), from, to)));
      Tensor truth = targets.slice(0, from, to);
      means.add(belief.mean().toDoubles());
      variances.add(belief.variance().toDoubles());
      likelihoods.add(belief.logLikelihood(truth));
      percentiles.add(belief.cumulative(truth).toDoubles());
    }
    return new Predictions(targets.toDoubles(), joined(means),
        DoubleStream.of(joined(variances)).map(Math::sqrt).toArray(), joined(likelihoods), joined(percentiles));
  }

  private static double[] joined(List<double[]> pieces) {
    return pieces.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /// What is measured on them.
  ///
  /// @param learned what made them
  /// @param isShown whether plots show some of the samples
  /// @param secondsTrain how long learning took
  /// @param secondsTest how long predicting took
  Outcome outcome(Method.Learned learned, boolean isShown, double secondsTrain, double secondsTest) {
    double squares = IntStream.range(0, truth.length).mapToDouble(i -> truth[i] - mean[i]).map(e -> e * e).sum();
    int shown = isShown ? Math.min(SHOWN, truth.length) : 0;
    return new Outcome(learned.setting(), learned.precision(), learned.heldNll(), Math.sqrt(squares / truth.length),
        -DoubleStream.of(logLikelihood).sum() / truth.length, normalNll(), LEVELS.stream().map(this::coverage).toList(),
        new Shown(rounded(truth, shown), rounded(mean, shown), rounded(deviation, shown)), secondsTrain, secondsTest);
  }

  private double normalNll() {
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      double z = (truth[i] - mean[i]) / deviation[i];
      sum += 0.5 * (z * z + LOG_TWO_PI) + StrictMath.log(deviation[i]);
    }
    return sum / truth.length;
  }

  /// The share of targets in their central intervals.
  private double coverage(double level) {
    double tail = (1 - level) / 2;
    return (double) DoubleStream.of(percentile).filter(p -> p >= tail && p <= 1 - tail).count() / truth.length;
  }

  /// The first of some numbers, to four decimals.
  static List<Double> rounded(double[] numbers, int count) {
    return Arrays.stream(numbers, 0, count).map(x -> Math.rint(x * 1e4) / 1e4).boxed().toList();
  }
}
