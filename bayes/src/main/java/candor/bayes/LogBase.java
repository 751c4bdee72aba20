package candor.bayes;

/// The unit of an entropy.
public enum LogBase {
  /// Natural logarithm: 1 nat is 1.4427 bits.
  NATS(1),
  /// Logarithm to base 2.
  BITS(1.4426950408889634);

  private final double perNat;

  LogBase(double perNat) {
    this.perNat = perNat;
  }

  /// Converts from nats.
  ///
  /// @param nats a number of nats
  /// @return the same in this unit
  public double fromNats(double nats) {
    return nats * perNat;
  }
}
