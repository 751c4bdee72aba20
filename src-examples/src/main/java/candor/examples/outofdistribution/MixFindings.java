package candor.examples.outofdistribution;

import candor.examples.outofdistribution.SeedFindings.Scored;
import java.util.List;

/// What was found with one network of a mix.
///
/// @param seconds how long the tests took
/// @param error test error on digits
/// @param scores what each score is worth
record MixFindings(double seconds, double error, List<Scored> scores) {
  /// Copies the list.
  MixFindings {
    scores = List.copyOf(scores);
  }
}
