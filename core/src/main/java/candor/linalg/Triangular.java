package candor.linalg;

/// A triangular system of equations: T X = B by substitution (GVL, section 3.1).
///
/// `Triangular.lower(l).transposed().solve(b)` solves Lᵀ x = b. Only one triangle of the matrix is ever read, so the
/// other may hold anything. A value of this class is a view: it shares the matrix.
public final class Triangular {

  private final Matrix matrix;
  private final boolean lower;
  private final boolean transposed;
  private final boolean unit;

  private Triangular(Matrix matrix, boolean lower, boolean transposed, boolean unit) {
    this.matrix = matrix;
    this.lower = lower;
    this.transposed = transposed;
    this.unit = unit;
  }

  /// Takes the lower triangle of a matrix.
  ///
  /// @param matrix a square matrix
  /// @return the lower triangular system
  /// @throws IllegalArgumentException when the matrix is not square, or an entry off the diagonal in the triangle is
  ///     infinite or NaN
  public static Triangular lower(Matrix matrix) {
    return checked(matrix, true);
  }

  /// Takes the upper triangle of a matrix.
  ///
  /// @param matrix a square matrix
  /// @return the upper triangular system
  /// @throws IllegalArgumentException when the matrix is not square, or an entry off the diagonal in the triangle is
  ///     infinite or NaN
  public static Triangular upper(Matrix matrix) {
    return checked(matrix, false);
  }

  /// Returns the system of Tᵀ.
  ///
  /// @return the transposed system
  public Triangular transposed() {
    return new Triangular(matrix, lower, !transposed, unit);
  }

  /// Returns the system with ones on the diagonal, whatever the matrix holds there.
  ///
  /// @return the unit triangular system
  public Triangular unit() {
    return new Triangular(matrix, lower, transposed, true);
  }

  /// Solves T x = b.
  ///
  /// @param b a vector of length n
  /// @return x, a new vector of length n
  /// @throws IllegalArgumentException when `b` has not n entries, or one that is infinite or NaN
  /// @throws FactorisationException when a diagonal entry is 0, infinite or NaN, with its index and value
  public double[] solve(double... b) {
    return solve(new Matrix(b.length, 1, b)).data();
  }

  /// Solves T X = B for several right sides at once.
  ///
  /// @param b the right sides as columns, [n, m]
  /// @return X, a new matrix of shape [n, m]
  /// @throws IllegalArgumentException when `b` has not n rows, or an entry that is infinite or NaN
  /// @throws FactorisationException when a diagonal entry is 0, infinite or NaN, with its index and value
  public Matrix solve(Matrix b) {
    int n = matrix.rows();
    Checks.rightSide("triangular solve", matrix.shape(), n, b);
    Matrix x = b.copy();
    for (int step = 0; step < n; step++) {
      substitute(step, x);
    }
    return x;
  }

  private static Triangular checked(Matrix matrix, boolean lower) {
    Checks.square("triangular", matrix);
    int n = matrix.rows();
    for (int i = 0; i < n; i++) {
      Checks.finite("triangular", "matrix", matrix, i * n + (lower ? 0 : i + 1), lower ? i : n - i - 1);
    }
    return new Triangular(matrix, lower, false, false);
  }

  /// Finds the row of X that depends on the rows of the earlier steps only. A lower system runs downwards, an upper one
  /// upwards.
  private void substitute(int step, Matrix x) {
    int last = matrix.rows() - 1;
    boolean down = lower != transposed;
    int i = down ? step : last - step;
    int m = x.cols();
    for (int earlier = 0; earlier < step; earlier++) {
      int k = down ? earlier : last - earlier;
      Rows.add(-entry(i, k), x.data(), k * m, x.data(), i * m, m);
    }
    if (!unit) {
      divide(x.data(), i * m, m, i);
    }
  }

  private void divide(double[] x, int at, int n, int i) {
    double pivot = entry(i, i);
    if (pivot == 0 || !Double.isFinite(pivot)) {
      throw new FactorisationException(
          "triangular solve: diagonal entry " + i + " must be finite and not zero, but is " + pivot, i, pivot);
    }
    for (int j = at; j < at + n; j++) {
      x[j] /= pivot;
    }
  }

  private double entry(int i, int j) {
    return transposed ? matrix.data()[j * matrix.cols() + i] : matrix.data()[i * matrix.cols() + j];
  }
}
