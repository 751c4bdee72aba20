package candor.bayes;

/// What the larger numbers of a [Measure] mean.
public enum Orientation {
  /// The larger, the more uncertain.
  UNCERTAIN,
  /// The larger, the surer.
  SURE
}
