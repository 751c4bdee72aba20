package candor.examples.outofdistribution;

import candor.examples.report.Estimate;
import java.util.List;

/// What the experiment found out. Errors are fractions, durations in seconds. Equal settings give equal results, but for
/// durations, `kernels` and `threads`.
///
/// @param experiment name of the experiment
/// @param seed the first seed
/// @param seeds number of seeds
/// @param epochs passes over the digits
/// @param batch digits of a training step
/// @param passes passes of MC dropout
/// @param factors factors of the analysis that synthetic images are drawn from
/// @param trainImages digits to train with, and as many images from outside
/// @param fittedImages digits that Mahalanobis distances are fitted to
/// @param tuningDigits training digits, held out, that scores are tuned by
/// @param tuningOutside images from outside that scores are tuned by
/// @param testImages test digits
/// @param secondsTrain duration of all trainings, of one thread each
/// @param secondsFit duration of the fit of the factor analysis
/// @param secondsTest duration of all tests, of one thread each
/// @param kernels numerical loops that ran, with the width of their vectors in bits
/// @param threads threads that computed
/// @param conventions what numbers mean
/// @param study which sets from outside were used for what, a line for each use
/// @param networks the networks
/// @param scores the scores
/// @param gains what scores are worth beside the baseline
/// @param choices settings that were chosen, by seed
/// @param histograms how scores of the first seed are spread
public record OutOfDistributionResults(String experiment, long seed, int seeds, int epochs, int batch, int passes,
    int factors, int trainImages, int fittedImages, int tuningDigits, int tuningOutside, int testImages,
    double secondsTrain, double secondsFit, double secondsTest, String kernels, int threads, Conventions conventions,
    List<String> study, List<Network> networks, List<Score> scores, List<Gain> gains, List<List<Choice>> choices,
    List<Histogram> histograms) {

  /// Choices that change the numbers.
  ///
  /// @param auroc how rankings are measured
  /// @param auprOutside what the positives of the one average precision are, and its rule
  /// @param auprInside what the positives of the other one are, and its rule
  /// @param falsePositiveRate what is false and what is positive
  /// @param detectionError how it is measured
  /// @param tuning by what settings are chosen
  /// @param interval what intervals mean
  public record Conventions(String auroc, String auprOutside, String auprInside, String falsePositiveRate,
      String detectionError, String tuning, String interval) {
  }

  /// A network, or an ensemble of networks.
  ///
  /// @param network its name
  /// @param error share of wrong classes of test digits
  public record Network(String network, Estimate error) {
  }

  /// A score.
  ///
  /// @param score its name
  /// @param knowledge what it knows of images from outside: `nothing`, `tuned` by some, or its network was `trained` beside
  ///     some
  /// @param sets what it is worth for each set from outside
  public record Score(String score, String knowledge, List<Detected> sets) {
  }

  /// What a score is worth for a set from outside.
  ///
  /// @param set name of the set
  /// @param auroc area under the ROC curve
  /// @param auprOutside average precision with the images from outside as positives
  /// @param auprInside average precision with the digits as positives
  /// @param falsePositiveRate share of the images from outside that pass when 95 % of the digits do
  /// @param detectionError least mean of the two error rates
  public record Detected(String set, Estimate auroc, Estimate auprOutside, Estimate auprInside,
      Estimate falsePositiveRate, Estimate detectionError) {
  }

  /// A score minus the baseline, seed by seed.
  ///
  /// @param score name of the score
  /// @param set name of the set
  /// @param auroc difference of the areas under the ROC curve
  /// @param falsePositiveRate difference of the false positive rates
  public record Gain(String score, String set, Estimate auroc, Estimate falsePositiveRate) {
  }

  /// A setting that was chosen.
  ///
  /// @param score name of the score
  /// @param chosen the score with its settings
  /// @param auroc area under the ROC curve on the images it was chosen by
  public record Choice(String score, String chosen, double auroc) {
  }

  /// How a score is spread; numbers beyond the ends are in the first and last bin. Larger means more outside.
  ///
  /// @param score name of the score
  /// @param low start of the first bin
  /// @param high end of the last bin
  /// @param counts inputs in each bin, of digits and of each set from outside
  public record Histogram(String score, double low, double high, List<List<Integer>> counts) {
  }

  /// Copies the lists.
  public OutOfDistributionResults {
    study = List.copyOf(study);
    networks = List.copyOf(networks);
    scores = List.copyOf(scores);
    gains = List.copyOf(gains);
    choices = List.copyOf(choices);
    histograms = List.copyOf(histograms);
  }
}
