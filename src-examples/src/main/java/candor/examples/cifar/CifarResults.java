package candor.examples.cifar;

import candor.examples.report.Interval;
import java.util.List;

/// What the experiment found out. Accuracies and errors are fractions, losses in nats, durations in seconds. Equal settings
/// give equal results, but for `secondsTrain`, `secondsTest`, `resumedAtStep`, `kernels` and `threads`.
///
/// @param experiment name of the experiment
/// @param network what the network is
/// @param parameters number of its parameters
/// @param seed seed of the split, initialisation, shuffling, augmentation and dropout
/// @param epochs passes over the training images
/// @param batch images of a training step
/// @param peakRate highest learning rate
/// @param weightDecay weight decay
/// @param trainImages number of training images
/// @param validationImages number of validation images
/// @param testImages number of test images
/// @param testAccuracy share of test images that are classified correctly, after the last epoch
/// @param interval what it may be by chance of the test images
/// @param testLoss mean negative log-likelihood of the test images
/// @param testCalibration expected calibration error on them
/// @param secondsTrain duration of training and validation
/// @param secondsTest duration of testing
/// @param resumedAtStep steps at which training went on after a stop
/// @param kernels numerical loops that ran, with the width of their vectors in bits
/// @param threads threads that computed
/// @param conventions what the numbers mean
/// @param trainingLoss mean loss of the training images of each epoch, each before the step it was part of
/// @param validationAccuracy accuracy on the validation images after each epoch
/// @param confusion number of test images by class and prediction
/// @param mistakes the wrong predictions that were surest, surest first
public record CifarResults(String experiment, String network, int parameters, long seed, int epochs, int batch,
    double peakRate, double weightDecay, int trainImages, int validationImages, int testImages, double testAccuracy,
    Interval interval, double testLoss, double testCalibration, double secondsTrain, double secondsTest,
    List<Integer> resumedAtStep, String kernels, int threads, Conventions conventions, List<Double> trainingLoss,
    List<Double> validationAccuracy, List<List<Integer>> confusion, List<Mistake> mistakes) {

  /// What papers disagree on, and what was chosen.
  ///
  /// @param choice what the number of epochs and all settings were chosen by
  /// @param interval how the interval is computed
  /// @param calibrationBins number and kind of the bins of the calibration error
  public record Conventions(String choice, String interval, String calibrationBins) {
  }

  /// A wrong prediction.
  ///
  /// @param index index of the test image
  /// @param label its class
  /// @param prediction class that was predicted
  /// @param confidence probability of the predicted class
  public record Mistake(int index, int label, int prediction, double confidence) {
  }
}
