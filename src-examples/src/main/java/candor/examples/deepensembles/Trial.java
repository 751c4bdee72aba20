package candor.examples.deepensembles;

import candor.bayes.Belief;
import candor.bayes.Ensemble;
import candor.bayes.LogBase;
import candor.bayes.McDropout;
import candor.bayes.Ranking;
import candor.bayes.Scores;
import candor.bayes.Uncertainty;
import candor.bayes.calibration.CalibrationError;
import candor.bayes.calibration.Draws;
import candor.bayes.calibration.Forecasts;
import candor.bayes.calibration.Resampling;
import candor.examples.data.ImageSet;
import candor.examples.deepensembles.DeepEnsemblesResults.Histogram;
import candor.examples.deepensembles.DeepEnsemblesResults.Shown;
import candor.nn.Sequential;
import candor.nn.data.Batch;
import candor.nn.data.Images;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/// What the networks of one seed, and stochastic passes through the first of them, believe about the test images and about
/// images from outside.
final class Trial {
  private static final int SHOWN = 12;
  private static final double ENTROPY_BIN = 0.1;
  private static final double INFORMATION_BIN = 0.05;

  private final long seed;
  private final List<Seen> seen;

  /// A set of images.
  ///
  /// @param set which one
  /// @param labels classes of its images
  /// @param networks what the networks believe, a sample for each
  /// @param passes what the passes believe
  private record Seen(ImageSet set, int[] labels, Belief.Samples networks, Belief.Samples passes) {
  }

  /// Measures of a mixture.
  ///
  /// @param count of how many
  /// @param error test error
  /// @param loss negative log-likelihood
  /// @param calibration expected calibration error
  /// @param excess mean confidence minus accuracy
  /// @param byEntropy AUROC of the predictive entropy for each set from outside
  /// @param byInformation AUROC of the mutual information; none of a single prediction
  record Measured(int count, double error, double loss, double calibration, double excess, List<Double> byEntropy,
      List<Double> byInformation) {
  }

  private Trial(long seed, List<Seen> seen) {
    this.seed = seed;
    this.seen = seen;
  }

  /// Predicts all images.
  ///
  /// @param networks the ensemble
  /// @param passes number of passes through its first network
  /// @param seed seed of the passes
  /// @param sets the test images, then those from outside, in the order of the map
  static Trial of(List<Sequential> networks, int passes, long seed, Map<ImageSet, Images> sets) {
    Ensemble<Belief.Samples> ensemble = Ensemble.of(networks);
    McDropout dropping = new McDropout(networks.getFirst(), passes, seed);
    List<Seen> seen = new ArrayList<>();
    sets.forEach((set, images) -> {
      Batch all = images.all();
      seen.add(new Seen(set, images.labels(), ensemble.predict(all.input(), all.ids()),
          dropping.predict(all.input(), all.ids())));
    });
    return new Trial(seed, seen);
  }

  int testImages() {
    return seen.getFirst().labels().length;
  }

  /// The mixtures of the first networks.
  ///
  /// @param counts of how many, for each mixture
  List<Measured> ensembles(List<Integer> counts) {
    return counts.stream().map(count -> measure(count, Seen::networks)).toList();
  }

  /// The mixtures of the first passes.
  ///
  /// @param counts of how many, for each mixture
  List<Measured> passes(List<Integer> counts) {
    return counts.stream().map(count -> measure(count, Seen::passes)).toList();
  }

  private Measured measure(int count, Function<Seen, Belief.Samples> samples) {
    List<Belief.Summary> beliefs = seen.stream().map(s -> first(count, samples.apply(s))).toList();
    Belief.Summary inside = beliefs.getFirst();
    List<Belief.Summary> outside = beliefs.subList(1, beliefs.size());
    int[] labels = seen.getFirst().labels();
    double error = Scores.errorRate(inside, labels);
    double confidence = Arrays.stream(Uncertainty.maxProbability().of(inside)).sum() / labels.length;
    return new Measured(count, error, Scores.negativeLogLikelihood(inside, labels),
        CalibrationError.EXPECTED.of(inside, labels), confidence - (1 - error),
        aurocs(inside, outside, Trial::entropy),
        count == 1 ? List.of() : aurocs(inside, outside, Trial::information));
  }

  /// The mixture of the first samples.
  private static Belief.Summary first(int count, Belief.Samples samples) {
    return new Belief.Samples(samples.probabilities().slice(0, 0, count)).summary();
  }

  private static double[] entropy(Belief.Summary belief) {
    return Uncertainty.predictiveEntropy(LogBase.NATS).of(belief);
  }

  private static double[] information(Belief.Summary belief) {
    return Uncertainty.mutualInformation(LogBase.NATS).of(belief);
  }

  private static List<Double> aurocs(Belief.Summary inside, List<Belief.Summary> outside,
      Function<Belief.Summary, double[]> measure) {
    double[] known = measure.apply(inside);
    return outside.stream().map(other -> Ranking.ofOutside(known, measure.apply(other)).auroc()).toList();
  }

  /// What the calibration error would be if the whole ensemble were calibrated.
  ///
  /// @param models number of simulated models
  Draws ifCalibrated(int models) {
    Seen test = seen.getFirst();
    return Resampling.ifCalibrated(models, seed).of(CalibrationError.EXPECTED,
        Forecasts.of(test.networks().summary(), test.labels()));
  }

  /// How entropy and mutual information are distributed over the images of each set.
  List<Histogram> histograms() {
    List<Belief.Summary> one = seen.stream().map(s -> first(1, s.networks())).toList();
    List<Belief.Summary> dropping = seen.stream().map(s -> s.passes().summary()).toList();
    List<Belief.Summary> all = seen.stream().map(s -> s.networks().summary()).toList();
    return List.of(
        histogram(DeepEnsemblesResults.ONE, DeepEnsemblesResults.ENTROPY, ENTROPY_BIN, one, Trial::entropy),
        histogram(DeepEnsemblesResults.DROPPING, DeepEnsemblesResults.ENTROPY, ENTROPY_BIN, dropping, Trial::entropy),
        histogram(DeepEnsemblesResults.ALL, DeepEnsemblesResults.ENTROPY, ENTROPY_BIN, all, Trial::entropy),
        histogram(DeepEnsemblesResults.DROPPING, DeepEnsemblesResults.INFORMATION, INFORMATION_BIN, dropping,
            Trial::information),
        histogram(DeepEnsemblesResults.ALL, DeepEnsemblesResults.INFORMATION, INFORMATION_BIN, all,
            Trial::information));
  }

  /// As many bins as the largest number of all sets needs.
  private static Histogram histogram(String prediction, String measure, double width, List<Belief.Summary> beliefs,
      Function<Belief.Summary, double[]> of) {
    List<int[]> bins =
        beliefs.stream().map(b -> Arrays.stream(of.apply(b)).mapToInt(x -> (int) (x / width)).toArray()).toList();
    int count = 1 + bins.stream().flatMapToInt(Arrays::stream).max().orElse(0);
    return new Histogram(prediction, measure, width, bins.stream().map(b -> counts(b, count)).toList());
  }

  private static List<Integer> counts(int[] bins, int count) {
    int[] counts = new int[count];
    for (int bin : bins) {
      counts[bin]++;
    }
    return Arrays.stream(counts).boxed().toList();
  }

  /// The test images that the networks of the ensemble disagree most on.
  List<Shown> disputed() {
    return shown(seen.getFirst(), Comparator.comparingDouble(Shown::mutualInformation).reversed(), SHOWN);
  }

  /// The images from outside that the ensemble is surest of.
  List<Shown> mistaken() {
    List<Seen> outside = seen.subList(1, seen.size());
    return outside.stream()
        .flatMap(s -> shown(s, Comparator.comparingDouble(Shown::predictiveEntropy), SHOWN / outside.size()).stream())
        .toList();
  }

  private static List<Shown> shown(Seen of, Comparator<Shown> order, int count) {
    Belief.Summary belief = of.networks().summary();
    int[] predictions = Scores.predictions(belief);
    double[] confidence = Uncertainty.maxProbability().of(belief);
    double[] entropy = entropy(belief);
    double[] information = information(belief);
    return IntStream.range(0, predictions.length)
        .mapToObj(i -> new Shown(of.set().id(), i, of.labels()[i], predictions[i], confidence[i], entropy[i],
            information[i]))
        .sorted(order.thenComparingInt(Shown::index)).limit(count).toList();
  }
}
