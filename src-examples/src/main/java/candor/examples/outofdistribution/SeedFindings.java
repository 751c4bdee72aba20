package candor.examples.outofdistribution;

import candor.examples.outofdistribution.OutOfDistributionResults.Choice;
import candor.examples.outofdistribution.OutOfDistributionResults.Histogram;
import java.util.List;

/// What was found with the networks of one seed, or with an ensemble of those of several.
///
/// @param seconds how long the tests took
/// @param errors test error of each network, in the order of [Method]
/// @param scores what each score is worth
/// @param choices settings that were chosen
/// @param histograms how scores are spread
record SeedFindings(double seconds, List<Double> errors, List<Scored> scores, List<Choice> choices,
    List<Histogram> histograms) {
  /// What a score is worth.
  ///
  /// @param score its name
  /// @param knowledge what it knows of images from outside
  /// @param detections how well it detects each set
  record Scored(String score, String knowledge, List<Detection> detections) {
  }

  /// Copies the lists.
  SeedFindings {
    errors = List.copyOf(errors);
    scores = List.copyOf(scores);
    choices = List.copyOf(choices);
    histograms = List.copyOf(histograms);
  }
}
