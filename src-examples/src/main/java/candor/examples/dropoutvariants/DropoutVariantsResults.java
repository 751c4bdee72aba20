package candor.examples.dropoutvariants;

import candor.examples.report.Estimate;
import java.util.List;

/// What the experiment found out. Errors are fractions, losses in nats, durations in seconds. Equal settings give equal
/// results, but for `secondsTrain`, `secondsTest`, `kernels` and `threads`.
///
/// @param experiment name of the experiment
/// @param set name of the images
/// @param seed first seed of initialisation, shuffling, dropout and passes; the others follow it
/// @param seeds networks of each variant
/// @param epochs passes over the training images
/// @param batch images of a training step
/// @param passes stochastic passes `T` over every test image
/// @param dropout probability of zero where there is dropout
/// @param rate learning rate of the first step
/// @param momentum momentum
/// @param weightDecay weight decay
/// @param trainImages number of training images
/// @param held training images that were held back and tested on, 0 if test images were tested on
/// @param testImages number of images that were tested on
/// @param testedEpochs numbers of epochs after which networks were tested
/// @param secondsTrain duration of training, summed over networks that were trained side by side
/// @param secondsTest duration of their tests
/// @param kernels numerical loops that ran, with the width of their vectors in bits
/// @param threads threads that computed
/// @param conventions what the numbers mean
/// @param variants what each place of dropout gave
public record DropoutVariantsResults(String experiment, String set, long seed, int seeds, int epochs, int batch,
    int passes, double dropout, double rate, double momentum, double weightDecay, int trainImages, int held,
    int testImages, List<Integer> testedEpochs, double secondsTrain, double secondsTest, String kernels, int threads,
    Conventions conventions, List<VariantResults> variants) {

  /// What papers disagree on, and what was chosen.
  ///
  /// @param choice what the settings were chosen by, and which epoch counts
  /// @param standard how the standard prediction is made
  /// @param mc how the prediction of MC dropout is made
  /// @param interval what intervals are of
  /// @param calibrationBins number and kind of the bins of the calibration error
  public record Conventions(String choice, String standard, String mc, String interval, String calibrationBins) {
  }

  /// The networks with dropout in the same places.
  ///
  /// @param name name of the variant
  /// @param places where units are dropped
  /// @param trainingLoss mean loss of the training images by seed and epoch, with dropout
  /// @param standard tested with nothing dropped
  /// @param mc tested by the mean over the passes; empty without dropout
  /// @param difference MC dropout minus standard after the last epoch, network by network; empty without dropout
  public record VariantResults(String name, String places, List<List<Double>> trainingLoss, Tested standard,
      List<Tested> mc, List<Final> difference) {
  }

  /// Networks of all seeds, tested in one way.
  ///
  /// @param error test error by seed and tested epoch
  /// @param loss negative log-likelihood by seed and tested epoch
  /// @param calibration expected calibration error by seed and tested epoch
  /// @param last after the last epoch
  public record Tested(List<List<Double>> error, List<List<Double>> loss, List<List<Double>> calibration, Final last) {
  }

  /// Numbers after the last epoch.
  ///
  /// @param error test error
  /// @param loss negative log-likelihood
  /// @param calibration expected calibration error
  public record Final(Estimate error, Estimate loss, Estimate calibration) {
  }
}
