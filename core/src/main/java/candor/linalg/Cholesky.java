package candor.linalg;

/// The Cholesky factorisation A = L Lᵀ of a symmetric positive definite matrix, with L lower triangular and a positive
/// diagonal (GVL, section 4.2).
public final class Cholesky {

  private final Matrix lower;

  private Cholesky(Matrix lower) {
    this.lower = lower;
  }

  /// Factors a matrix.
  ///
  /// @param a a symmetric positive definite matrix, [n, n]; of its triangles the upper one is used. It is not changed
  /// @return the factorisation
  /// @throws IllegalArgumentException when `a` is not square, has an entry that is infinite or NaN, or is not symmetric
  ///     to within 10⁻¹⁰ of its largest entry
  /// @throws FactorisationException when `a` is not positive definite, with the index of the first pivot that is not
  ///     positive and its value
  public static Cholesky of(Matrix a) {
    Checks.symmetric("cholesky", a);
    Matrix u = a.copy();
    for (int k = 0; k < u.rows(); k++) {
      eliminate(u, k);
    }
    return new Cholesky(lowerTranspose(u));
  }

  /// Returns the factor L.
  ///
  /// @return a new matrix of shape [n, n] with zeros above the diagonal
  public Matrix lower() {
    return lower.copy();
  }

  /// Solves A x = b.
  ///
  /// @param b a vector of length n
  /// @return x, a new vector of length n
  /// @throws IllegalArgumentException when `b` has not n entries, or one that is infinite or NaN
  public double[] solve(double... b) {
    return solve(new Matrix(b.length, 1, b)).data();
  }

  /// Solves A X = B for several right sides at once.
  ///
  /// @param b the right sides as columns, [n, m]
  /// @return X, a new matrix of shape [n, m]
  /// @throws IllegalArgumentException when `b` has not n rows, or an entry that is infinite or NaN
  public Matrix solve(Matrix b) {
    Triangular system = Triangular.lower(lower);
    return system.transposed().solve(system.solve(b));
  }

  /// Returns A⁻¹. To solve equations, [#solve(Matrix)] is faster and more accurate.
  ///
  /// @return a new matrix of shape [n, n], exactly symmetric
  public Matrix inverse() {
    Matrix inverse = solve(Matrix.identity(lower.rows()));
    for (int i = 0; i < inverse.rows(); i++) {
      for (int j = 0; j < i; j++) {
        inverse.set(j, i, inverse.get(i, j));
      }
    }
    return inverse;
  }

  /// Returns the natural logarithm of the determinant, ln det A = 2 Σ ln Lᵢᵢ, which does not overflow.
  ///
  /// @return ln det A; 0 for the empty matrix
  public double logDet() {
    double sum = 0;
    for (int i = 0; i < lower.rows(); i++) {
      sum += StrictMath.log(lower.get(i, i));
    }
    return 2 * sum;
  }

  /// Turns row k of the upper triangle into a row of U = Lᵀ and takes its outer product from the rows below.
  private static void eliminate(Matrix u, int k) {
    int n = u.rows();
    double[] data = u.data();
    int row = k * n;
    double pivot = data[row + k];
    if (!(pivot > 0)) {
      throw new FactorisationException(
          "cholesky: the matrix " + u.shape() + " is not positive definite, pivot " + k + " is " + pivot, k, pivot);
    }
    double root = Math.sqrt(pivot);
    data[row + k] = root;
    for (int j = k + 1; j < n; j++) {
      data[row + j] /= root;
    }
    for (int i = k + 1; i < n; i++) {
      Rows.add(-data[row + i], data, row + i, data, i * n + i, n - i);
    }
  }

  private static Matrix lowerTranspose(Matrix u) {
    Matrix lower = u.transpose();
    for (int i = 0; i < u.rows(); i++) {
      for (int j = i + 1; j < u.cols(); j++) {
        lower.set(i, j, 0);
      }
    }
    return lower;
  }
}
