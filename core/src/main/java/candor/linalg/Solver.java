package candor.linalg;

import java.util.List;

/// Solves (A + δ I) x = b for one symmetric operator A and one damping δ.
///
/// `solve` throws when it does not come to the residual that was asked for; `attempt` is for who looks at the result.
public interface Solver {

  /// Returns the number of unknowns.
  ///
  /// @return n
  int size();

  /// Returns the damping.
  ///
  /// @return δ, as given or as chosen
  double damping();

  /// Goes as far as it can, for several right sides side by side, which is faster where an operator computes several
  /// products at once. A solution does not depend on the other right sides.
  ///
  /// @param bs right sides of length n
  /// @return one solution for each, which may be that it did not converge
  /// @throws IllegalArgumentException when a right side has another length, or a number that is infinite or NaN
  /// @throws ArithmeticException when a product of the operator has such a number
  List<Solution> attemptAll(List<double[]> bs);

  /// Goes as far as it can.
  ///
  /// @param b a right side of length n
  /// @return the solution, which may be that it did not converge
  /// @throws IllegalArgumentException when the right side has another length, or a number that is infinite or NaN
  /// @throws ArithmeticException when a product of the operator has such a number
  default Solution attempt(double... b) {
    return attemptAll(List.of(b)).getFirst();
  }

  /// Solves the system.
  ///
  /// @param b a right side of length n
  /// @return the solution, which has converged
  /// @throws UnsolvedException when the residual is not small enough in the end
  /// @throws IllegalArgumentException when the right side has another length, or a number that is infinite or NaN
  /// @throws ArithmeticException when a product of the operator has such a number
  default Solution solve(double... b) {
    return attempt(b).orThrow();
  }

  /// Solves several systems, as [#attemptAll] does.
  ///
  /// @param bs right sides of length n
  /// @return one solution for each, all of which have converged
  /// @throws UnsolvedException when a residual is not small enough in the end
  /// @throws IllegalArgumentException when a right side has another length, or a number that is infinite or NaN
  /// @throws ArithmeticException when a product of the operator has such a number
  default List<Solution> solveAll(List<double[]> bs) {
    List<Solution> solutions = attemptAll(bs);
    solutions.forEach(Solution::orThrow);
    return solutions;
  }

  /// Returns the inverse as an operator, for example to precondition another solver.
  ///
  /// @return the operator (A + δ I)⁻¹, which throws [UnsolvedException] when a solve does not converge
  default LinearOperator inverse() {
    Solver solver = this;
    return new LinearOperator() {
      @Override
      public int size() {
        return solver.size();
      }

      @Override
      public double[] apply(double... x) {
        return solver.solve(x).x();
      }

      @Override
      public List<double[]> applyAll(List<double[]> xs) {
        return solver.solveAll(xs).stream().map(Solution::x).toList();
      }
    };
  }
}
