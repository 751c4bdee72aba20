package candor.linalg;

/// Thrown when a matrix has not the property that a factorisation or a solve needs: it is not positive definite, it is
/// singular or rank-deficient, or its eigenvalues did not converge.
public final class FactorisationException extends ArithmeticException {

  private static final long serialVersionUID = 1;

  /// Where it failed.
  private final int index;
  /// The number that failed.
  private final double value;

  FactorisationException(String message, int index, double value) {
    super(message);
    this.index = index;
    this.value = value;
  }

  /// Returns where it failed: the pivot, the diagonal entry, or the row of the off-diagonal entry that did not vanish.
  ///
  /// @return the index, from 0
  public int index() {
    return index;
  }

  /// Returns the number that failed: the pivot, the diagonal entry, or the off-diagonal entry that did not vanish.
  ///
  /// @return the value
  public double value() {
    return value;
  }
}
