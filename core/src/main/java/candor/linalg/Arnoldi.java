package candor.linalg;

import java.util.ArrayList;
import java.util.List;

/// The Arnoldi method (GVL, algorithm 10.5.1), which keeps all coordinates of every product, for operators that are
/// symmetric only nearly, such as Hessians in F32. Schioppa et al. 2022 (section 3) compute influence with it.
///
/// The eigenvalues are those of the symmetric part of the projected matrix; [RitzPairs#asymmetry] says how much that leaves
/// out, and the residuals include it.
public final class Arnoldi {
  private static final String NAME = "arnoldi";

  private Arnoldi() {
  }

  /// Runs the method from a start of equal numbers with mixed signs, always the same.
  ///
  /// @param a a nearly symmetric operator, not empty
  /// @param steps number of products, at least 1; fewer are made when the subspace is invariant
  /// @return eigenvalues and eigenvectors
  /// @throws IllegalArgumentException when there is no row or no step
  /// @throws ArithmeticException when a product has a number that is infinite or NaN
  public static RitzPairs of(LinearOperator a, int steps) {
    return of(a, steps, Krylov.start(a.size()));
  }

  /// Runs the method from a given start.
  ///
  /// @param a a nearly symmetric operator, not empty
  /// @param steps number of products, at least 1; fewer are made when the subspace is invariant
  /// @param start a vector, not 0
  /// @return eigenvalues and eigenvectors
  /// @throws IllegalArgumentException when there is no row or no step, or the start is 0, or does not fit
  /// @throws ArithmeticException when a product has a number that is infinite or NaN
  public static RitzPairs of(LinearOperator a, int steps, double... start) {
    Krylov krylov = new Krylov(NAME, a, start, steps);
    List<double[]> columns = new ArrayList<>();
    while (columns.size() < Math.min(steps, a.size()) && !krylov.isInvariant()) {
      columns.add(krylov.grow());
    }
    int k = columns.size();
    Matrix h = new Matrix(k, k);
    for (int j = 0; j < k; j++) {
      for (int i = 0; i < Math.min(k, j + 2); i++) {
        h.set(i, j, columns.get(j)[i]);
      }
    }
    return krylov.pairs(h);
  }
}
