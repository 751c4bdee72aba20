package candor.examples.priornetworks;

import candor.examples.report.Estimate;
import java.util.List;

/// What the experiment found out. Entropies are in nats, standard deviations of noise in units of pixels between 0 and 1.
/// Equal settings give equal results, but for durations, `kernels` and `threads`.
///
/// @param experiment name of the experiment
/// @param seed the first seed
/// @param seeds number of seeds
/// @param epochs passes over the training images
/// @param batch digits of a training step
/// @param passes passes of MC dropout
/// @param trainImages digits to train with, and as many images from outside
/// @param testImages inputs of a set
/// @param noisyImages inputs of a set that are asked about again under noise
/// @param tested which images are tested on
/// @param secondsTrain duration of all trainings, of one thread each
/// @param secondsFit duration of the fit of the factor analysis
/// @param secondsTest duration of all questions, of one thread
/// @param kernels numerical loops that ran, with the width of their vectors in bits
/// @param threads threads that computed
/// @param conventions what numbers mean
/// @param synthetic images from outside that were made
/// @param sets what was asked about
/// @param models what models say of images without noise
/// @param noise what models say under noise
/// @param trainings how the networks of the first seed were trained
/// @param histograms how measures of the first seed are spread
/// @param answers what Dirichlet models of the first seed say of the first inputs of each set
public record PriorNetworksResults(String experiment, long seed, int seeds, int epochs, int batch, int passes,
    int trainImages, int testImages, int noisyImages, String tested, double secondsTrain, double secondsFit,
    double secondsTest, String kernels, int threads, Conventions conventions, SyntheticImages synthetic,
    List<Inputs> sets, List<Performance> models, List<NoiseCurve> noise, List<TrainingLoss> trainings,
    List<Histogram> histograms, List<Answer> answers) {

  /// Choices that change the numbers.
  ///
  /// @param outside what the sets from outside are to the networks that were trained beside outside images
  /// @param auroc how rankings are measured
  /// @param aupr how errors are found
  /// @param noise how noise is made
  /// @param calibration bins of the calibration error
  public record Conventions(String outside, String auroc, String aupr, String noise, String calibration) {
  }

  /// Images that a factor analysis draws.
  ///
  /// @param factors number of factors
  /// @param iterations iterations of the fit
  /// @param variance variance of the factors in the draws
  /// @param shown some images of the first seed, their pixels as bytes in Base64
  public record SyntheticImages(int factors, int iterations, double variance, List<String> shown) {
  }

  /// A set of inputs.
  ///
  /// @param set its name
  /// @param title what they are
  /// @param relation what networks that were trained beside images from outside know of them
  public record Inputs(String set, String title, String relation) {
  }

  /// What a model says of images without noise.
  ///
  /// @param model its name
  /// @param error share of wrong classes of digits
  /// @param negativeLogLikelihood its mean over digits
  /// @param calibrationError expected calibration error on digits
  /// @param measures what its measures are good for
  public record Performance(String model, Estimate error, Estimate negativeLogLikelihood, Estimate calibrationError,
      List<Usefulness> measures) {
  }

  /// What a measure is good for.
  ///
  /// @param measure its name
  /// @param auprErrors average precision of finding wrong answers on digits
  /// @param aurocErrors area under the ROC curve of the same
  /// @param means its mean over each set, of the precision that of the logarithm to base 10
  /// @param detections how well it tells sets apart
  public record Usefulness(String measure, Estimate auprErrors, Estimate aurocErrors, List<Mean> means,
      List<Detection> detections) {
  }

  /// A mean over a set.
  ///
  /// @param set name of the set
  /// @param mean the mean
  public record Mean(String set, Estimate mean) {
  }

  /// How well a measure tells two sets apart.
  ///
  /// @param inside set that it should be sure of
  /// @param outside set that it should be unsure of
  /// @param auroc area under the ROC curve
  public record Detection(String inside, String outside, Estimate auroc) {
  }

  /// What a model says as noise grows.
  ///
  /// @param model its name
  /// @param trainedWithNoise whether it was trained on noisy images
  /// @param sigmas standard deviations of the noise
  /// @param error for each of them the share of wrong classes of digits, by seed
  /// @param measures its measures
  public record NoiseCurve(String model, boolean trainedWithNoise, List<Double> sigmas, List<List<Double>> error,
      List<NoisyMeasure> measures) {
  }

  /// A measure as noise grows.
  ///
  /// @param measure its name
  /// @param set name of a set from outside, or of the digits
  /// @param auroc for each standard deviation the area under the ROC curve against digits with as much noise, by seed;
  ///     none for digits
  /// @param mean for each standard deviation the mean over the set, by seed
  public record NoisyMeasure(String measure, String set, List<List<Double>> auroc, List<List<Double>> mean) {
  }

  /// How a network learnt.
  ///
  /// @param network its name
  /// @param losses mean training loss of each epoch
  public record TrainingLoss(String network, List<Double> losses) {
  }

  /// How a measure is spread over a set; numbers beyond the ends are in the first and last bin.
  ///
  /// @param model name of the model
  /// @param measure name of the measure
  /// @param set name of the set
  /// @param low start of the first bin
  /// @param width width of a bin
  /// @param counts inputs in each bin
  public record Histogram(String model, String measure, String set, double low, double width, List<Integer> counts) {
  }

  /// What a Dirichlet model says of an input.
  ///
  /// @param model name of the model
  /// @param set name of the set
  /// @param index index of the input in its set
  /// @param mean mean probability of each class
  /// @param precision sum of the concentrations
  /// @param entropy entropy of the mean
  /// @param differentialEntropy differential entropy
  public record Answer(String model, String set, int index, List<Double> mean, double precision, double entropy,
      double differentialEntropy) {
  }

  /// Copies the lists.
  public PriorNetworksResults {
    sets = List.copyOf(sets);
    models = List.copyOf(models);
    noise = List.copyOf(noise);
    trainings = List.copyOf(trainings);
    histograms = List.copyOf(histograms);
    answers = List.copyOf(answers);
  }
}
