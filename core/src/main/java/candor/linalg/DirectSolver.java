package candor.linalg;

import java.util.ArrayList;
import java.util.List;

/// Solves (A + δ I) x = b by the Cholesky factorisation of all entries: for small operators, of which it takes n products and
/// some n³/3 steps, and 24 n² bytes for a moment.
///
/// What rounding leaves of asymmetry is averaged away. A matrix that is not positive definite is refused.
public final class DirectSolver implements Solver {

  private static final String NAME = "direct solver";
  private static final double TOLERANCE = 1e-6;

  private final Matrix matrix;
  private final Cholesky factors;
  private final double damping;
  private final String account;

  private DirectSolver(Matrix matrix, Cholesky factors, double damping) {
    this.matrix = matrix;
    this.factors = factors;
    this.damping = damping;
    this.account = NAME + " with damping " + (float) damping + " as given";
  }

  /// Factors an operator.
  ///
  /// @param a a symmetric operator
  /// @param damping δ, 0 or more
  /// @return the solver
  /// @throws IllegalArgumentException when the damping is out of its range, or a product has a number that is infinite or
  ///     NaN
  /// @throws FactorisationException when A + δ I is not positive definite, with the index of the first pivot that is not
  ///     positive and its value
  public static DirectSolver of(LinearOperator a, double damping) {
    Checks.atLeastZero(NAME, "damping", damping);
    Matrix matrix = a.toMatrix();
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < i; j++) {
        double mean = (matrix.get(i, j) + matrix.get(j, i)) / 2;
        matrix.set(i, j, mean);
        matrix.set(j, i, mean);
      }
      matrix.set(i, i, matrix.get(i, i) + damping);
    }
    return new DirectSolver(matrix, Cholesky.of(matrix), damping);
  }

  @Override
  public int size() {
    return matrix.rows();
  }

  @Override
  public double damping() {
    return damping;
  }

  @Override
  public List<Solution> attemptAll(List<double[]> bs) {
    List<Solution> solutions = new ArrayList<>();
    for (double[] b : bs) {
      Checks.rightSide(NAME, b, size());
      double[] x = factors.solve(b);
      double[] rest = b.clone();
      Rows.add(-1, matrix.times(x), 0, rest, 0, rest.length);
      double size = Rows.norm(b);
      double residual = size == 0 ? 0 : Rows.norm(rest) / size;
      solutions.add(new Solution(x, damping, residual, 1,
          residual <= TOLERANCE ? Solution.Outcome.CONVERGED : Solution.Outcome.ROUNDING, account));
    }
    return solutions;
  }
}
