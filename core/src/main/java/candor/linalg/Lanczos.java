package candor.linalg;

/// The Lanczos method with full reorthogonalisation (GVL, algorithm 10.1.1 and section 10.3): the ends of the spectrum of a
/// symmetric operator from few products.
///
/// ```java
/// RitzPairs pairs = Lanczos.of(hessian, 50);
/// double smallest = pairs.value(0);
/// ```
///
/// It keeps its `k` vectors of length `n`, and every new one is made orthogonal to all of them, twice. The start decides
/// what is found: eigenvectors orthogonal to it are not, and of equal eigenvalues one.
public final class Lanczos {
  private static final String NAME = "lanczos";

  private Lanczos() {
  }

  /// Runs the method from a start of equal numbers with mixed signs, always the same.
  ///
  /// @param a a symmetric operator, not empty
  /// @param steps number of products, at least 1; fewer are made when the subspace is invariant
  /// @return eigenvalues and eigenvectors
  /// @throws IllegalArgumentException when there is no row or no step
  /// @throws ArithmeticException when a product has a number that is infinite or NaN
  public static RitzPairs of(LinearOperator a, int steps) {
    return of(a, steps, Krylov.start(a.size()));
  }

  /// Runs the method from a given start.
  ///
  /// @param a a symmetric operator, not empty
  /// @param steps number of products, at least 1; fewer are made when the subspace is invariant
  /// @param start a vector, not 0
  /// @return eigenvalues and eigenvectors
  /// @throws IllegalArgumentException when there is no row or no step, or the start is 0, or does not fit
  /// @throws ArithmeticException when a product has a number that is infinite or NaN
  public static RitzPairs of(LinearOperator a, int steps, double... start) {
    Krylov krylov = new Krylov(NAME, a, start, steps);
    int most = Math.min(steps, a.size());
    double[] diagonal = new double[most];
    double[] off = new double[most];
    int k = 0;
    while (k < most && !krylov.isInvariant()) {
      double[] column = krylov.grow();
      diagonal[k] = column[k];
      off[k] = column[k + 1];
      k++;
    }
    Matrix t = new Matrix(k, k);
    for (int i = 0; i < k; i++) {
      t.set(i, i, diagonal[i]);
      if (i > 0) {
        t.set(i, i - 1, off[i - 1]);
        t.set(i - 1, i, off[i - 1]);
      }
    }
    return krylov.pairs(t);
  }
}
