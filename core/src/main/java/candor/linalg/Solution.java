package candor.linalg;

/// What a solver found for the system (A + δ I) x = b, and how good it is.
///
/// @param x the solution, as far as it goes
/// @param damping δ
/// @param residual ‖b − (A + δ I) x‖ / ‖b‖, computed from `x`; 0 when b = 0
/// @param iterations steps that were made for this right side
/// @param outcome why the solver ended
/// @param account the solver and its settings in words, with what was chosen and why
public record Solution(double[] x, double damping, double residual, int iterations, Outcome outcome, String account) {

  /// Why a solver ended.
  public enum Outcome {
    /// The residual is small enough.
    CONVERGED("the residual is small enough"),
    /// All iterations were made.
    ITERATIONS("all iterations were made"),
    /// A direction p with pᵀ(A + δ I) p ≤ 0 was met: the matrix is not positive definite, and more damping, or a
    /// Gauss–Newton matrix instead of a Hessian, is wanted.
    NEGATIVE_CURVATURE("the matrix is not positive definite, and wants more damping"),
    /// Rounding, of F32 products for example, hides what is left of the residual.
    ROUNDING("rounding of the products hides the rest"),
    /// The numbers grow without bound: an eigenvalue of A + δ I is above twice the scale.
    DIVERGED("an eigenvalue is above twice the scale"),
    /// The right side does not lie in the subspace that a low-rank inverse knows.
    SUBSPACE("the rest lies outside the subspace");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }
  }

  /// Whether the residual is small enough.
  ///
  /// @return true if so
  public boolean converged() {
    return outcome == Outcome.CONVERGED;
  }

  /// Returns this if it has converged.
  ///
  /// @return this
  /// @throws UnsolvedException when the residual is not small enough
  public Solution orThrow() {
    if (!converged()) {
      throw new UnsolvedException(account + ": not solved after " + iterations + " iterations, since " + outcome.words
          + "; the residual is " + residual + " of the right side", this);
    }
    return this;
  }
}
