package candor.examples.deepensembles;

import candor.examples.report.Estimate;
import java.util.List;

/// What the experiment found out. Errors are fractions, losses and entropies in nats, durations in seconds. Equal settings
/// give equal results, but for `secondsTrain`, `secondsTest`, `kernels` and `threads`.
///
/// @param experiment name of the experiment
/// @param seed seed of the first ensemble
/// @param seeds number of ensembles, of this seed and those that follow
/// @param set name of the set that is learned
/// @param epochs passes over the training images
/// @param batch images of a training step
/// @param members networks of an ensemble
/// @param passes stochastic passes through the first network of each ensemble
/// @param network what each network is
/// @param peakRate highest learning rate
/// @param weightDecay weight decay
/// @param shift pixels that a training image is moved by, at most
/// @param mirrored whether training images are mirrored at random
/// @param trainImages number of training images
/// @param testImages number of test images
/// @param secondsTrain duration of the training of all networks, each with one thread, added up
/// @param secondsTest duration of all predictions
/// @param kernels numerical loops that ran, with the width of their vectors in bits
/// @param threads threads that computed
/// @param conventions what the numbers mean
/// @param outside names of the sets from outside
/// @param ensemble quality of the mixture of the first 1, 2, … networks
/// @param mcDropout quality of the mixture of the first 1, 2, … passes, and of all
/// @param differences what the whole ensemble has more than others, each seed compared with itself
/// @param ifCalibratedMean mean calibration error of perfectly calibrated models with the confidences of the first ensemble
/// @param ifCalibratedHigh what 95 % of them stay below
/// @param histograms distributions of the measures over the images of every set, first seed
/// @param disputed test images of highest mutual information of the first ensemble
/// @param mistaken images from outside, as many of each set, of lowest predictive entropy of the first ensemble
public record DeepEnsemblesResults(String experiment, long seed, int seeds, String set, int epochs, int batch,
    int members, int passes, String network, double peakRate, double weightDecay,
    int shift, boolean mirrored, int trainImages, int testImages, double secondsTrain, double secondsTest,
    String kernels, int threads,
    Conventions conventions, List<String> outside, List<Quality> ensemble, List<Quality> mcDropout,
    List<Difference> differences, double ifCalibratedMean, double ifCalibratedHigh, List<Histogram> histograms,
    List<Shown> disputed, List<Shown> mistaken) {

  /// One network alone.
  static final String ONE = "one network";
  /// The mean over stochastic passes through it.
  static final String DROPPING = "MC dropout";
  /// The mean over all networks.
  static final String ALL = "ensemble";
  /// The entropy of the mean.
  static final String ENTROPY = "predictive entropy";
  /// What of it is disagreement.
  static final String INFORMATION = "mutual information";

  /// What papers disagree on, and what was chosen.
  ///
  /// @param logarithm unit of entropies and likelihoods
  /// @param mixture how predictions are put together
  /// @param choice what the settings were chosen by
  /// @param calibrationBins number and kind of the bins of the calibration error
  /// @param ranking which inputs are the positives of the AUROC, and what ties count
  /// @param intervals what intervals mean
  public record Conventions(String logarithm, String mixture, String choice, String calibrationBins, String ranking,
      String intervals) {
  }

  /// How good a mixture of so many predictions is, over all seeds.
  ///
  /// @param count number of networks, or of passes
  /// @param error test error
  /// @param loss negative log-likelihood
  /// @param calibration expected calibration error
  /// @param excess mean confidence minus accuracy, below 0 for a mixture that is less sure than it could be
  /// @param detections how well its uncertainty finds images from outside, for every set of these
  public record Quality(int count, Estimate error, Estimate loss, Estimate calibration, Estimate excess,
      List<Detection> detections) {
  }

  /// How well uncertainty tells images of another set from the test images.
  ///
  /// @param outside name of the other set
  /// @param byEntropy AUROC of the predictive entropy
  /// @param byInformation AUROC of the mutual information; none of a single prediction, which has nobody to agree with
  public record Detection(String outside, Estimate byEntropy, List<Estimate> byInformation) {
  }

  /// What one kind of prediction has more than another with the same seed.
  ///
  /// @param first the one
  /// @param second the other
  /// @param error difference of test errors
  /// @param loss difference of negative log-likelihoods
  /// @param calibration difference of calibration errors
  public record Difference(String first, String second, Estimate error, Estimate loss, Estimate calibration) {
  }

  /// Counts of images in bins of equal width from 0.
  ///
  /// @param prediction what predicts
  /// @param measure what is measured
  /// @param width width of a bin
  /// @param counts counts of the test images, then of those of every other set, all with as many bins
  public record Histogram(String prediction, String measure, double width, List<List<Integer>> counts) {
  }

  /// An image and what the first ensemble thinks of it.
  ///
  /// @param set name of its set
  /// @param index index in the test images of the set
  /// @param label its class there
  /// @param prediction class of highest mean probability
  /// @param confidence that probability
  /// @param predictiveEntropy predictive entropy
  /// @param mutualInformation mutual information
  public record Shown(String set, int index, int label, int prediction, double confidence, double predictiveEntropy,
      double mutualInformation) {
  }
}
