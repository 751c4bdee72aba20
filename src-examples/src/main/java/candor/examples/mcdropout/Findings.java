package candor.examples.mcdropout;

import candor.bayes.Belief;
import candor.bayes.McDropout;
import candor.bayes.RejectionCurve;
import candor.bayes.Scores;
import candor.bayes.TieRule;
import candor.bayes.Uncertainty;
import candor.bayes.calibration.CalibrationError;
import candor.bayes.calibration.Draws;
import candor.bayes.calibration.Forecasts;
import candor.bayes.calibration.ReliabilityDiagram;
import candor.bayes.calibration.Resampling;
import candor.examples.mcdropout.McDropoutResults.Bin;
import candor.examples.mcdropout.McDropoutResults.Calibration;
import candor.examples.mcdropout.McDropoutResults.Conventions;
import candor.examples.mcdropout.McDropoutResults.Histogram;
import candor.examples.mcdropout.McDropoutResults.Judged;
import candor.examples.mcdropout.McDropoutResults.Rejection;
import candor.examples.mcdropout.McDropoutResults.Votes;
import candor.nn.data.Images;
import candor.tensor.DType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// What the figures of the report show, boiled down from the beliefs about all test images.
final class Findings {
  private static final Comparator<Judged> SUREST_FIRST =
      Comparator.comparingDouble(Judged::variationRatio).thenComparingDouble(Judged::mutualInformation);
  private static final int SHOWN_IMAGES = 12;
  private static final int CALIBRATED_MODELS = 1000;
  private static final int REJECTION_STEPS = 100;
  private static final double REJECTION_STEP = 0.005;

  private final Images images;
  private final TestSet tested;
  private final McDropout predictor;
  private final long seed;
  private final int[] labels;
  private final boolean[] correct;

  Findings(Images images, TestSet tested, McDropout predictor, long seed) {
    this.images = images;
    this.tested = tested;
    this.predictor = predictor;
    this.seed = seed;
    labels = images.labels();
    correct = Scores.correct(tested.mc(), labels);
  }

  static Conventions conventions() {
    return new Conventions("natural, entropies and likelihoods in nats",
        "class of highest mean probability, " + TieRule.FIRST,
        "class of highest probability in the pass, " + TieRule.FIRST, Scores.FLOOR,
        CalibrationError.BINNING.name(),
        "rejected in random order; the curve is the expected value");
  }

  static double mean(double[] numbers) {
    return Arrays.stream(numbers).sum() / numbers.length;
  }

  List<Judged> mostUncertain() {
    return first(SUREST_FIRST.reversed());
  }

  List<Judged> leastUncertain() {
    return first(SUREST_FIRST);
  }

  private List<Judged> first(Comparator<Judged> order) {
    return tested.judged().stream().sorted(order.thenComparingInt(Judged::index)).limit(SHOWN_IMAGES).toList();
  }

  /// As many bins as the largest number needs.
  Histogram histogram(double[] numbers, double width) {
    // A little more than the quotient, so that rounding does not tear apart the levels t/T at the end of a bin.
    int[] bins = Arrays.stream(numbers).mapToInt(x -> (int) (x / width + 1e-9)).toArray();
    int[] right = new int[Arrays.stream(bins).max().orElse(0) + 1];
    int[] wrong = new int[right.length];
    for (int i = 0; i < bins.length; i++) {
      (correct[i] ? right : wrong)[bins[i]]++;
    }
    return new Histogram(width, Arrays.stream(right).boxed().toList(), Arrays.stream(wrong).boxed().toList());
  }

  /// Predicts one image again, which gives the same passes as among all others.
  Votes votes(Judged image) {
    Belief.Samples belief = predictor.predict(images.batch(image.index()).input(), image.index());
    return new Votes(image, Arrays.stream(belief.summary().votes().toInts()).boxed().toList(),
        Arrays.stream(belief.mean().to(DType.F64).toDoubles()).boxed().toList());
  }

  Rejection rejection() {
    return new Rejection(shares().boxed().toList(), curve(tested.variationRatio()), curve(tested.predictiveEntropy()),
        curve(tested.mutualInformation()), curve(Uncertainty.maxProbability().uncertainty(tested.mc())));
  }

  private List<Double> curve(double[] uncertainty) {
    RejectionCurve curve = RejectionCurve.of(uncertainty, correct);
    return shares().mapToObj(curve::accuracyAt).toList();
  }

  private static DoubleStream shares() {
    return IntStream.rangeClosed(0, REJECTION_STEPS).mapToDouble(step -> Math.rint(step * REJECTION_STEP * 1e3) / 1e3);
  }

  Calibration calibration(Belief.OfClasses belief) {
    Forecasts forecasts = Forecasts.of(belief, labels);
    List<Bin> bins = ReliabilityDiagram.of(forecasts, CalibrationError.BINNING).bins().stream()
        .filter(b -> b.count() > 0).map(b -> new Bin(b.low(), b.high(), b.count(), b.confidence(), b.accuracy()))
        .toList();
    Draws perfect = Resampling.ifCalibrated(CALIBRATED_MODELS, seed).of(CalibrationError.EXPECTED, forecasts);
    return new Calibration(bins, perfect.mean(), perfect.quantile(0.95));
  }
}
