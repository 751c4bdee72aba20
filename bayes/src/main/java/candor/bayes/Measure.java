package candor.bayes;

/// How unsure, or how sure, a belief is: one number for each input, with a name and a direction.
///
/// ```java
/// Measure information = Uncertainty.mutualInformation(LogBase.NATS);
/// double[] numbers = information.of(belief);
/// ```
///
/// [Uncertainty] makes those of the field. One more is one more implementation; a lambda has no name, so it is a class.
public interface Measure {
  /// What it is called in tables and messages, with its unit or rule where there are several.
  ///
  /// @return a few words
  String name();

  /// What its larger numbers mean.
  ///
  /// @return the direction
  Orientation orientation();

  /// Measures a belief.
  ///
  /// @param belief belief about `N` inputs
  /// @return `N` numbers
  /// @throws IllegalArgumentException if the belief does not hold what the measure needs
  double[] of(Belief belief);

  /// The numbers, turned so that larger means more uncertain: what rankings, such as [RejectionCurve], want.
  ///
  /// @param belief belief about `N` inputs
  /// @return `N` numbers, negated if the measure's larger ones mean surer
  /// @throws IllegalArgumentException if the belief does not hold what the measure needs
  default double[] uncertainty(Belief belief) {
    double[] numbers = of(belief);
    if (orientation() == Orientation.SURE) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = -numbers[i];
      }
    }
    return numbers;
  }
}
