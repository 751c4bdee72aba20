package candor.examples.mcdropout;

import java.util.List;

/// What the experiment found out. Errors are fractions, entropies in nats, durations in seconds. Equal settings give
/// equal results, but for the durations, `kernels` and `threads`.
///
/// @param experiment name of the experiment
/// @param seed seed of initialisation, shuffling, dropout and passes
/// @param epochs passes over the training images
/// @param batch images of a training step
/// @param passes stochastic passes `T`
/// @param data `MNIST`, or a name for files of the user's own
/// @param trainImages number of training images
/// @param testImages number of test images
/// @param testErrorDeterministic test error without dropout
/// @param testErrorMc test error of the mean over the passes
/// @param nllDeterministic negative log-likelihood without dropout
/// @param nllMc negative log-likelihood of the mean over the passes
/// @param eceDeterministic expected calibration error without dropout
/// @param eceMc expected calibration error of the mean over the passes
/// @param meanVariationRatio mean variation ratio over the test images
/// @param meanPredictiveEntropy mean predictive entropy over the test images
/// @param meanMutualInformation mean mutual information over the test images
/// @param secondsTrain duration of training
/// @param secondsPredict duration of the stochastic passes over the test images
/// @param kernels numerical loops that ran, with the width of their vectors in bits
/// @param threads threads that computed
/// @param conventions what the numbers mean
/// @param trainingLoss mean training loss of each epoch, with dropout
/// @param variationRatio distribution over the test images
/// @param predictiveEntropy distribution over the test images
/// @param mutualInformation distribution over the test images
/// @param mostUncertain test images of highest variation ratio, of those the ones of highest mutual information, then
///     of lowest index
/// @param leastUncertain test images of lowest variation ratio, of those the ones of lowest mutual information, then of
///     lowest index
/// @param uncertainImage passes of the first of the most uncertain images
/// @param confidentImage passes of the first of the least uncertain images
/// @param rotation a turning digit
/// @param rejection accuracy when the most uncertain images are not answered
/// @param calibrationDeterministic calibration without dropout
/// @param calibrationMc calibration of the mean over the passes
public record McDropoutResults(String experiment, long seed, int epochs, int batch, int passes, String data,
    int trainImages, int testImages,
    double testErrorDeterministic, double testErrorMc, double nllDeterministic, double nllMc, double eceDeterministic,
    double eceMc,
    double meanVariationRatio, double meanPredictiveEntropy, double meanMutualInformation, double secondsTrain,
    double secondsPredict,
    String kernels, int threads, Conventions conventions, List<Double> trainingLoss, Histogram variationRatio,
    Histogram predictiveEntropy, Histogram mutualInformation, List<Judged> mostUncertain, List<Judged> leastUncertain,
    Votes uncertainImage, Votes confidentImage, Rotation rotation, Rejection rejection,
    Calibration calibrationDeterministic,
    Calibration calibrationMc) {

  /// The data that travels with the program.
  static final String MNIST = "MNIST";
  /// Any other.
  static final String OWN = "images of your own";

  /// What papers disagree on.
  ///
  /// @param logarithm unit of entropies and likelihoods
  /// @param prediction how a class is predicted from the passes
  /// @param votes how a pass votes
  /// @param likelihoodFloor least probability that the likelihood counts with
  /// @param calibrationBins number and kind of the bins of the calibration error
  /// @param rejectionTies what the rejection curve does with images of equal uncertainty
  public record Conventions(String logarithm, String prediction, String votes, double likelihoodFloor,
      String calibrationBins,
      String rejectionTies) {
  }

  /// Counts of test images in bins of equal width from 0.
  ///
  /// @param width width of a bin; its lower end belongs to it
  /// @param right counts of images whose prediction is right
  /// @param wrong counts of images whose prediction is wrong
  public record Histogram(double width, List<Integer> right, List<Integer> wrong) {
  }

  /// One test image and what was thought of it.
  ///
  /// @param index index in the test set
  /// @param label true class
  /// @param prediction class of highest mean probability
  /// @param variationRatio variation ratio
  /// @param predictiveEntropy predictive entropy
  /// @param mutualInformation mutual information
  public record Judged(int index, int label, int prediction, double variationRatio, double predictiveEntropy,
      double mutualInformation) {
  }

  /// The passes of one test image, summed up by class.
  ///
  /// @param image the image
  /// @param votes number of passes that vote for each class
  /// @param probability mean probability of each class
  public record Votes(Judged image, List<Integer> votes, List<Double> probability) {
  }

  /// The passes of a test image in several rotations. Numbers of passes are rounded to four decimals.
  ///
  /// @param index index in the test set
  /// @param label true class
  /// @param degrees angles, counter-clockwise
  /// @param classes the classes of highest mean probability over all angles, ascending
  /// @param inputs softmax input by class, angle and pass
  /// @param outputs softmax output by class, angle and pass
  /// @param predictions class of highest mean probability by angle
  /// @param variationRatio variation ratio by angle
  /// @param predictiveEntropy predictive entropy by angle
  /// @param mutualInformation mutual information by angle
  public record Rotation(int index, int label, List<Integer> degrees, List<Integer> classes,
      List<List<List<Double>>> inputs,
      List<List<List<Double>>> outputs, List<Integer> predictions, List<Double> variationRatio,
      List<Double> predictiveEntropy,
      List<Double> mutualInformation) {
  }

  /// Accuracy of the mean over the passes on the images that are left.
  ///
  /// @param fraction share of the images that is rejected, the most uncertain first
  /// @param variationRatio accuracy when the variation ratio ranks the images
  /// @param predictiveEntropy accuracy when the predictive entropy does
  /// @param mutualInformation accuracy when the mutual information does
  /// @param maxProbability accuracy when the mean probability of the predicted class does, lowest first
  public record Rejection(List<Double> fraction, List<Double> variationRatio, List<Double> predictiveEntropy,
      List<Double> mutualInformation, List<Double> maxProbability) {
  }

  /// Confidence and accuracy by bin.
  ///
  /// @param bins the bins that hold test images
  /// @param ifCalibratedMean mean calibration error of perfectly calibrated models with the same confidences
  /// @param ifCalibratedHigh what 95 % of them stay below
  public record Calibration(List<Bin> bins, double ifCalibratedMean, double ifCalibratedHigh) {
  }

  /// Test images of similar confidence.
  ///
  /// @param low lower end of the confidence, not included
  /// @param high upper end, included
  /// @param count number of images
  /// @param confidence mean confidence
  /// @param accuracy share of right predictions
  public record Bin(double low, double high, int count, double confidence, double accuracy) {
  }
}
