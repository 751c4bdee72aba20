package candor.bench;

/// What a row's first side should reach.
///
/// @param kind what is compared
/// @param against label of the side it is compared with, for [Kind#SPEEDUP]; else empty
/// @param oneThread the limit with one thread
/// @param moreThreads the limit with more threads
record Goal(Kind kind, String against, double oneThread, double moreThreads) {
  /// Kinds of limits.
  enum Kind {
    /// The other side's time by the first side's, at least.
    SPEEDUP,
    /// Share of the ceiling, at least.
    SHARE,
    /// Operations per second and thread, in units of 10⁹, at least.
    RATE,
    /// Bytes allocated by a call, at most.
    ALLOCATION,
    /// Seconds, at most.
    SECONDS
  }

  static Goal speedup(String against, double limit) {
    return new Goal(Kind.SPEEDUP, against, limit, limit);
  }

  static Goal of(Kind kind, double limit) {
    return new Goal(kind, "", limit, limit);
  }

  double limit(int threads) {
    return threads == 1 ? oneThread : moreThreads;
  }
}
