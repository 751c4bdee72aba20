package candor.random;

/// What random numbers are drawn for. Streams of different purposes are independent, so that drawing for one never
/// moves another: a prediction does not change the training that follows it.
///
/// The name of a constant is part of the path of a stream (see [RandomStream#purpose]). Renaming one changes the
/// numbers; adding one or changing their order does not.
public enum Purpose {
  /// First values of parameters.
  INITIALISATION,
  /// Order of the samples in an epoch, and splits of data sets.
  SHUFFLING,
  /// Masks of dropout in training.
  DROPOUT,
  /// Draws from a posterior or predictive distribution, Monte Carlo dropout included.
  SAMPLING,
  /// Random changes of the inputs.
  AUGMENTATION
}
