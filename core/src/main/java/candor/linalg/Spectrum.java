package candor.linalg;

/// The ends of the spectrum of a symmetric operator, as far as [Lanczos] finds them, and what follows for its solvers.
///
/// @param smallest lower bound of the least eigenvalue that was found: the value less its residual
/// @param largest upper bound of the largest one: the value and its residual
public record Spectrum(double smallest, double largest) {

  /// The condition number that a damping is chosen for, when nothing else is said.
  public static final double CONDITION = 1e4;
  private static final int STEPS = 40;

  /// Looks for the ends with 40 steps.
  ///
  /// @param a a symmetric operator
  /// @return the ends
  /// @throws ArithmeticException when a product has a number that is infinite or NaN
  public static Spectrum of(LinearOperator a) {
    return of(Lanczos.of(a, STEPS));
  }

  /// Takes the ends from eigenvalues that are known.
  ///
  /// @param pairs one pair or more
  /// @return the ends
  public static Spectrum of(RitzPairs pairs) {
    int last = pairs.count() - 1;
    return new Spectrum(pairs.value(0) - pairs.residual(0), pairs.value(last) + pairs.residual(last));
  }

  /// Returns the least damping δ ≥ 0 for which A + δ I has a condition number of at most κ, by its largest magnitude before:
  /// (ρ + δ) / (λ_min + δ) ≤ κ with ρ = max(λ_max, −λ_min). Where λ_min is negative, δ is above |λ_min|.
  ///
  /// @param condition κ, above 1
  /// @return δ
  /// @throws IllegalArgumentException when κ is not above 1 and finite
  public double damping(double condition) {
    if (!(condition > 1 && condition < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "spectrum: condition number " + condition + ", expected a finite number above 1");
    }
    double magnitude = Math.max(largest, -smallest);
    return Math.max(0, (magnitude - condition * smallest) / (condition - 1));
  }

  /// In words, for the account of a solver.
  String words() {
    return "eigenvalues from " + (float) smallest + " to " + (float) largest;
  }
}
