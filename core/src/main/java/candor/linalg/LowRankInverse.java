package candor.linalg;

import java.util.List;

/// The inverse of A + δ I on the span of some eigenvectors, x = Σⱼ vⱼ vⱼᵀb / (θⱼ + δ), and 0 outside (Schioppa et al. 2022,
/// section 3): for many right sides, since a solution costs no product.
///
/// ```java
/// Solver solver = LowRankInverse.of(Lanczos.of(hessian, 200), 50, 0.01).tolerance(0.5);
/// ```
///
/// The pairs of largest |θ| are taken. What the right side has outside the span is left, and counts in the residual; how
/// much of it is acceptable is for the caller to say. The residual follows from the recurrence of the method that found
/// the pairs.
public final class LowRankInverse implements Solver {

  private static final String NAME = "low-rank inverse";
  private static final double TOLERANCE = 1e-6;

  private final RitzPairs pairs;
  private final boolean[] isTaken;
  private final double damping;
  private final double tolerance;
  private final boolean isPositive;
  private final String account;

  private LowRankInverse(RitzPairs pairs, boolean[] isTaken, double damping, double tolerance) {
    this.pairs = pairs;
    this.isTaken = isTaken;
    this.damping = damping;
    this.tolerance = tolerance;
    int rank = 0;
    boolean positive = true;
    for (int j = 0; j < isTaken.length; j++) {
      rank += isTaken[j] ? 1 : 0;
      positive &= !isTaken[j] || pairs.value(j) + damping > 0;
    }
    this.isPositive = positive;
    this.account = NAME + " of rank " + rank + " with damping " + (float) damping + " as given";
  }

  /// Takes the pairs of largest magnitude.
  ///
  /// @param pairs eigenvalues and eigenvectors
  /// @param rank how many to take, at least 1; all when there are no more
  /// @param damping δ, 0 or more
  /// @return the solver, with a tolerance of 10⁻⁶
  /// @throws IllegalArgumentException when a number is out of its range
  public static LowRankInverse of(RitzPairs pairs, int rank, double damping) {
    Checks.atLeastOne(NAME, "pairs", rank);
    Checks.atLeastZero(NAME, "damping", damping);
    boolean[] isTaken = new boolean[pairs.count()];
    int low = 0;
    int high = isTaken.length - 1;
    // Ascending values: the largest magnitude is at one of the ends.
    for (int taken = 0; taken < Math.min(rank, isTaken.length); taken++) {
      isTaken[Math.abs(pairs.value(low)) > Math.abs(pairs.value(high)) ? low++ : high--] = true;
    }
    return new LowRankInverse(pairs, isTaken, damping, TOLERANCE);
  }

  /// The same with another tolerance.
  ///
  /// @param bound largest residual, relative to the right side, positive; 1 accepts whatever the subspace leaves
  /// @return a new solver
  /// @throws IllegalArgumentException when it is out of its range
  public LowRankInverse tolerance(double bound) {
    return new LowRankInverse(pairs, isTaken, damping, Checks.positive(NAME, "tolerance", bound));
  }

  @Override
  public int size() {
    return pairs.size();
  }

  @Override
  public double damping() {
    return damping;
  }

  @Override
  public List<Solution> attemptAll(List<double[]> bs) {
    return bs.stream().map(this::one).toList();
  }

  private Solution one(double... b) {
    Checks.rightSide(NAME, b, size());
    double[] y = pairs.toVectors(pairs.project(b));
    for (int j = 0; j < y.length; j++) {
      y[j] = isTaken[j] ? y[j] / (pairs.value(j) + damping) : 0;
    }
    double[] c = pairs.toBasis(y);
    double[] x = pairs.combine(c);
    double[] rest = b.clone();
    Rows.add(-1, pairs.product(c), 0, rest, 0, rest.length);
    Rows.add(-damping, x, 0, rest, 0, rest.length);
    double size = Rows.norm(b);
    double residual = size == 0 ? 0 : Rows.norm(rest) / size;
    return new Solution(x, damping, residual, 1, outcome(residual), account);
  }

  private Solution.Outcome outcome(double residual) {
    if (!isPositive) {
      return Solution.Outcome.NEGATIVE_CURVATURE;
    }
    return residual <= tolerance ? Solution.Outcome.CONVERGED : Solution.Outcome.SUBSPACE;
  }
}
