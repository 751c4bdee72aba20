package candor.bayes.detection;

import candor.bayes.Orientation;

/// A number for each input by which to detect what a classifier should not be trusted with: its wrong answers, or inputs
/// from outside of the data that it was trained on.
///
/// ```java
/// Classifier classifier = Classifier.of(network);
/// Reading test = classifier.read(testData);
/// Detector energy = Detectors.energy(1);
/// double failures = Ranking.ofErrors(energy.uncertainty(test), test.correct()).auroc();
/// double outside = Ranking.ofOutside(energy.uncertainty(test), energy.uncertainty(classifier.read(other))).auroc();
/// ```
///
/// One more score is one more class. What needs nothing but a [candor.bayes.Belief] is a [candor.bayes.Measure], and
/// becomes a detector by [Detectors#ofBelief].
public interface Detector {
  /// What it is called in tables and messages, with its settings.
  ///
  /// @return a few words
  String name();

  /// What its larger numbers mean.
  ///
  /// @return the direction
  Orientation orientation();

  /// Scores inputs.
  ///
  /// @param reading what a classifier makes of `N` inputs
  /// @return `N` numbers
  /// @throws IllegalArgumentException if the reading does not hold what the detector needs
  double[] of(Reading reading);

  /// The numbers, turned so that larger means more uncertain: what [candor.bayes.Ranking] and
  /// [candor.bayes.RejectionCurve] want.
  ///
  /// @param reading what a classifier makes of `N` inputs
  /// @return `N` numbers, negated if the detector's larger ones mean surer
  /// @throws IllegalArgumentException if the reading does not hold what the detector needs
  default double[] uncertainty(Reading reading) {
    double[] numbers = of(reading);
    if (orientation() == Orientation.SURE) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = -numbers[i];
      }
    }
    return numbers;
  }
}
