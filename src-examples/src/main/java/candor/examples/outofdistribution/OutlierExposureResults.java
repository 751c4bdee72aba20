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
/// @param factors factors of the analysis that synthetic images are drawn from
/// @param trainImages digits to train with, and as many images from outside
/// @param testImages test digits
/// @param secondsTrain duration of all trainings, of one thread each
/// @param secondsFit duration of the fit of the factor analysis
/// @param secondsTest duration of all tests, of one thread each
/// @param kernels numerical loops that ran, with the width of their vectors in bits
/// @param threads threads that computed
/// @param conventions what numbers mean
/// @param mixes what networks were trained beside, and what came of it; the first one is nothing
/// @param leftOut families that were left out, together
public record OutlierExposureResults(String experiment, long seed, int seeds, int epochs, int batch, int factors,
    int trainImages, int testImages, double secondsTrain, double secondsFit, double secondsTest, String kernels,
    int threads, Conventions conventions, List<MixResult> mixes, List<LeftOut> leftOut) {

  /// Choices that change the numbers.
  ///
  /// @param auroc how rankings are measured
  /// @param falsePositiveRate what is false and what is positive
  /// @param gain what is subtracted from what
  /// @param seen what it means that a family was seen
  /// @param interval what intervals mean
  public record Conventions(String auroc, String falsePositiveRate, String gain, String seen, String interval) {
  }

  /// The networks that were trained beside some families.
  ///
  /// @param mix what they were trained beside, in words
  /// @param families the families
  /// @param study which sets were used for what, a line for each use
  /// @param error share of wrong classes of test digits
  /// @param scores what their scores are worth
  public record MixResult(String mix, List<String> families, List<String> study, Estimate error,
      List<ScoreResult> scores) {
  }

  /// What a score is worth.
  ///
  /// @param score its name
  /// @param sets its worth for each family
  public record ScoreResult(String score, List<Cell> sets) {
  }

  /// What a score is worth for the test images of a family.
  ///
  /// @param set name of the family
  /// @param seen whether the networks were trained beside others of it
  /// @param auroc area under the ROC curve
  /// @param falsePositiveRate share of the images that pass when 95 % of the digits do
  /// @param aurocGain its area minus that of the networks that were trained beside nothing, seed by seed; none for these
  /// @param falsePositiveGain the same of the false positive rate
  public record Cell(String set, boolean seen, Estimate auroc, Estimate falsePositiveRate, List<Estimate> aurocGain,
      List<Estimate> falsePositiveGain) {
  }

  /// The mean over all families, each tested with the networks that were trained beside the others.
  ///
  /// @param score name of the score
  /// @param nothing mean area under the ROC curve of the networks that were trained beside nothing
  /// @param others mean area under the ROC curve of those that were trained beside the others
  /// @param aurocGain their difference
  /// @param falsePositiveGain the difference of the false positive rates
  public record LeftOut(String score, Estimate nothing, Estimate others, Estimate aurocGain,
      Estimate falsePositiveGain) {
  }

  /// Copies the lists.
  public OutlierExposureResults {
    mixes = List.copyOf(mixes);
    leftOut = List.copyOf(leftOut);
  }

  /// A score's worth.
  ///
  /// @param mix what networks were trained beside
  /// @param score name of the score
  /// @param set name of the family
  /// @return the cell
  /// @throws java.util.NoSuchElementException if there is no such
  Cell cell(String mix, String score, String set) {
    return mixes.stream().filter(m -> m.mix().equals(mix)).flatMap(m -> m.scores().stream())
        .filter(s -> s.score().equals(score)).flatMap(s -> s.sets().stream()).filter(c -> c.set().equals(set))
        .findFirst().orElseThrow();
  }
}
