package candor.examples.calibration;

import candor.examples.report.Estimate;
import candor.examples.report.Interval;
import java.util.List;

/// What the experiment found out. Errors and calibration errors are fractions, losses in nats, durations in seconds. Equal
/// settings give equal results, but for `secondsTrain`, `secondsTest`, `kernels` and `threads`.
///
/// @param experiment name of the experiment
/// @param seed first seed of initialisation, order, and choice of validation images; the others follow it
/// @param seeds networks of each set
/// @param batch images of a training step
/// @param momentum momentum
/// @param resamples draws of the bootstrap, and of what a calibrated model would show
/// @param held training images that were held back and tested on, 0 if test images were tested on
/// @param secondsTrain duration of training, summed over networks that were trained side by side
/// @param secondsTest duration of fitting and measuring, summed in the same way
/// @param kernels numerical loops that ran, with the width of their vectors in bits
/// @param threads threads that computed
/// @param conventions what the numbers mean
/// @param measures what is measured
/// @param sets what each set of images gave
public record CalibrationResults(String experiment, long seed, int seeds, int batch, double momentum, int resamples,
    int held, double secondsTrain, double secondsTest, String kernels, int threads, Conventions conventions,
    List<MeasureName> measures, List<SetResults> sets) {

  /// What papers disagree on, and what was chosen.
  ///
  /// @param choice what the settings were chosen by, and which epoch counts
  /// @param validation what calibrators were fitted on
  /// @param interval what intervals over seeds are of
  /// @param bootstrap what bootstrap intervals are of
  /// @param band what a calibrated model shows
  /// @param histogram bins of histogram binning
  /// @param diagram bins of the reliability diagrams and of the decomposition
  public record Conventions(String choice, String validation, String interval, String bootstrap, String band,
      String histogram, String diagram) {
  }

  /// A measure.
  ///
  /// @param measure name in this file
  /// @param title name for people
  /// @param convention what is computed, with bins
  public record MeasureName(String measure, String title, String convention) {
  }

  /// The networks of one set of images.
  ///
  /// @param set name of the set
  /// @param title name of the set for people
  /// @param network what the network is
  /// @param epochs passes over the training images
  /// @param rate learning rate of the first step
  /// @param weightDecay weight decay
  /// @param trainImages number of training images
  /// @param validationImages number of images that calibrators were fitted on
  /// @param testImages number of images that were tested on
  /// @param trainingLoss mean loss of the training images by seed and epoch
  /// @param temperature temperatures that were found
  /// @param methods what each calibrator gave, and none at first
  /// @param curve likelihood and calibration by temperature, first seed
  /// @param changes test images whose confidence temperature scaling changes most, first seed
  public record SetResults(String set, String title, String network, int epochs, double rate, double weightDecay,
      int trainImages, int validationImages, int testImages, List<List<Double>> trainingLoss, Estimate temperature,
      List<MethodResults> methods, List<CurvePoint> curve, List<Change> changes) {

    /// The results of a method.
    MethodResults of(Method method) {
      return methods.stream().filter(m -> m.method().equals(method.id())).findFirst().orElseThrow();
    }
  }

  /// One way to calibrate.
  ///
  /// @param method name of the method
  /// @param title name of the method for people
  /// @param outcomes how its fits ended, by seed
  /// @param validationLoss negative log-likelihood of the validation images that it was fitted on
  /// @param measures numbers of the test images
  /// @param brier what the Brier score is made of
  /// @param chance calibration error with bins of equal width of a calibrated model with the same confidences
  /// @param bins reliability diagram, first seed, without empty bins
  public record MethodResults(String method, String title, List<String> outcomes, Estimate validationLoss,
      List<MeasureResults> measures, Brier brier, Chance chance, List<Bin> bins) {

    /// The numbers of a measure.
    MeasureResults of(Measure measure) {
      return measures.stream().filter(m -> m.measure().equals(measure.id())).findFirst().orElseThrow();
    }
  }

  /// One number.
  ///
  /// @param measure name of the measure
  /// @param value over seeds
  /// @param difference calibrated minus not calibrated, network by network; empty if not calibrated
  /// @param bootstrap 95 % interval over test images, first seed
  /// @param ifCalibrated interval that holds 95 % of what a calibrated model would show, first seed
  public record MeasureResults(String measure, Estimate value, List<Estimate> difference, Interval bootstrap,
      Interval ifCalibrated) {
  }

  /// The terms of the Brier score.
  ///
  /// @param reliability how far probabilities are from the shares that come true
  /// @param resolution how much these shares differ from bin to bin
  /// @param uncertainty the score of who always says how frequent each class is
  /// @param within variance minus covariance within bins
  public record Brier(Estimate reliability, Estimate resolution, Estimate uncertainty, Estimate within) {
  }

  /// What chance makes of the calibration error of a calibrated model.
  ///
  /// @param mean mean over the draws
  /// @param high what 95 % of the draws do not exceed
  /// @param inside number of seeds whose calibration error does not exceed it
  public record Chance(Estimate mean, Estimate high, int inside) {
  }

  /// A bin of a reliability diagram.
  ///
  /// @param low lower end
  /// @param high upper end
  /// @param count number of test images
  /// @param confidence mean confidence
  /// @param accuracy share of right predictions
  /// @param ifCalibrated interval that holds 95 % of the shares that a calibrated model would show
  public record Bin(double low, double high, int count, double confidence, double accuracy, Interval ifCalibrated) {
  }

  /// What a temperature gives.
  ///
  /// @param temperature the temperature
  /// @param validationLoss negative log-likelihood of the validation images
  /// @param testLoss negative log-likelihood of the test images
  /// @param validationCalibration calibration error of the validation images
  /// @param testCalibration calibration error of the test images
  public record CurvePoint(double temperature, double validationLoss, double testLoss, double validationCalibration,
      double testCalibration) {
  }

  /// An image whose confidence changes.
  ///
  /// @param index index of the image
  /// @param label its class
  /// @param prediction predicted class
  /// @param before confidence before temperature scaling
  /// @param after confidence after it
  public record Change(int index, int label, int prediction, double before, double after) {
  }
}
