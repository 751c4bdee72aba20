package candor.bayes;

/// The unit of an entropy.
public enum LogBase {
  /// Natural logarithm: 1 nat is 1.4427 bits.
  NATS("nats", 1),
  /// Logarithm to base 2.
  BITS("bits", 1.4426950408889634);

  private final String unit;
  private final double perNat;

  LogBase(String unit, double perNat) {
    this.unit = unit;
    this.perNat = perNat;
  }

  /// Converts from nats.
  ///
  /// @param nats a number of nats
  /// @return the same in this unit
  public double fromNats(double nats) {
    return nats * perNat;
  }

  /// The unit's name.
  @Override
  public String toString() {
    return unit;
  }
}
