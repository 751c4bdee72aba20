package candor.examples.poisoning;

import candor.examples.report.Interval;
import java.util.List;

/// What the experiment found out. Margins are differences of logits. Equal settings give equal results, but for
/// `secondsTest`, `kernels` and `threads`.
///
/// @param experiment name of the experiment
/// @param seed seed of the features, the images and the control
/// @param kinds names of the two classes
/// @param epochs passes of the features' training
/// @param featureImages images that the features were learned from, of the other classes
/// @param trainImages training images of the two classes
/// @param testImages test images of the two classes
/// @param accuracy share of these that are classified rightly before any attack
/// @param targets test images that are attacked, all classified rightly
/// @param weightDecay weight decay of the last layer
/// @param secondsTest duration of the attacks, each with one thread, added up
/// @param kernels numerical loops that ran, with the width of their vectors in bits
/// @param threads threads that computed
/// @param campaigns attacks by one changed training image, and by more
/// @param examples attacks that were successful by one image, those of the largest margins first
public record PoisoningResults(String experiment, long seed, List<String> kinds, int epochs, int featureImages,
    int trainImages, int testImages, double accuracy, int targets, double weightDecay, double secondsTest,
    String kernels, int threads, List<Campaign> campaigns, List<Attack> examples) {

  /// Attacks on all targets.
  ///
  /// @param changed training images that are changed for each target
  /// @param flips targets that are classified wrongly afterwards, by a training from the old weights and by one from zeros
  /// @param flipped their share
  /// @param interval interval of this share, as if targets were independent
  /// @param controlFlips targets that are classified wrongly after changes of the same images by as much, with random signs
  /// @param controlFlipped their share
  /// @param controlInterval its interval
  /// @param meanSteps mean number of steps of the successful attacks
  /// @param margins margin of each target before
  /// @param after margin of each target after the attack
  /// @param control margin of each target after the control
  /// @param predicted by how much the margin would fall if it were linear in the pixels
  public record Campaign(int changed, int flips, double flipped, Interval interval, int controlFlips,
      double controlFlipped, Interval controlInterval, double meanSteps, List<Double> margins, List<Double> after,
      List<Double> control, List<Double> predicted) {
  }

  /// An attack on a test image.
  ///
  /// @param target number of the test image
  /// @param label its class, 0 or 1
  /// @param margin how much larger the logit of its class is than the other one, before
  /// @param predicted by how much the margin would fall if it were linear in the pixels
  /// @param control margin after random changes of as much
  /// @param after margin after the attack, below 0 if it was successful
  /// @param steps steps of the attack
  /// @param verified whether a training from zeros on the changed images classifies it wrongly too
  /// @param image number of the training image that was changed, the one with most influence if there are several
  /// @param change its change in 127ths of the bound, a byte for each number, in Base64; empty if the attack failed
  public record Attack(int target, int label, double margin, double predicted, double control, double after, int steps,
      boolean verified, int image, String change) {
  }

  /// Attacks whose results are kept together.
  ///
  /// @param attacks the attacks
  /// @param seconds how long they took
  public record Attacks(List<Attack> attacks, double seconds) {
  }
}
