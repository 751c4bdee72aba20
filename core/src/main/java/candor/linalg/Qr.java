package candor.linalg;

import java.util.Arrays;

/// The factorisation A = Q R of a matrix with at least as many rows as columns, by Householder reflections (GVL,
/// section 5.2): Q has orthonormal columns and R is upper triangular.
public final class Qr {

  private final int rows;
  private final Reflector[] reflectors;
  private final Matrix upper;

  private Qr(int rows, Reflector[] reflectors, Matrix upper) {
    this.rows = rows;
    this.reflectors = reflectors;
    this.upper = upper;
  }

  /// Factors a matrix, whatever its rank.
  ///
  /// @param a a matrix, [m, n] with m ≥ n; not changed
  /// @return the factorisation
  /// @throws IllegalArgumentException when `a` has more columns than rows, or an entry that is infinite or NaN
  public static Qr of(Matrix a) {
    if (a.rows() < a.cols()) {
      throw new IllegalArgumentException(
          "qr: expected at least as many rows as columns, but the shape is " + a.shape());
    }
    Checks.finite("qr", "matrix", a);
    Matrix work = a.copy();
    Reflector[] reflectors = new Reflector[a.cols()];
    for (int k = 0; k < reflectors.length; k++) {
      reflectors[k] = new Reflector(k, columnFrom(work, k));
      reflectors[k].apply(work, k + 1);
      work.set(k, k, reflectors[k].alpha);
    }
    return new Qr(a.rows(), reflectors, upperTriangle(work));
  }

  /// Returns the factor Q.
  ///
  /// @return a new matrix of shape [m, n], QᵀQ = I
  public Matrix q() {
    int n = reflectors.length;
    Matrix q = new Matrix(rows, n);
    for (int k = n - 1; k >= 0; k--) {
      q.set(k, k, 1);
      reflectors[k].apply(q, k);
    }
    return q;
  }

  /// Returns the factor R.
  ///
  /// @return a new matrix of shape [n, n] with zeros below the diagonal, whose diagonal may be negative
  public Matrix r() {
    return upper.copy();
  }

  /// Solves the least squares problem min ‖A x - b‖₂.
  ///
  /// @param b a vector of length m
  /// @return x, a new vector of length n
  /// @throws IllegalArgumentException when `b` has not m entries, or one that is infinite or NaN
  /// @throws FactorisationException when the columns of A are linearly dependent, see [#solve(Matrix)]
  public double[] solve(double... b) {
    return solve(new Matrix(b.length, 1, b)).data();
  }

  /// Solves the least squares problem min ‖A X - B‖₂ for several right sides at once: R X = QᵀB.
  ///
  /// The columns of A count as dependent when some |Rᵢᵢ| ≤ m · 2⁻⁵² · max |Rⱼⱼ|. Without pivoting this finds exact
  /// dependence and most near ones, but it bounds no condition number.
  ///
  /// @param b the right sides as columns, [m, p]
  /// @return X, a new matrix of shape [n, p]
  /// @throws IllegalArgumentException when `b` has not m rows, or an entry that is infinite or NaN
  /// @throws FactorisationException when the columns of A are linearly dependent, with the index and the value of the
  ///     first such diagonal entry of R
  public Matrix solve(Matrix b) {
    Checks.rightSide("qr solve", shape(), rows, b);
    checkRank();
    Matrix c = b.copy();
    for (Reflector reflector : reflectors) {
      reflector.apply(c, 0);
    }
    return Triangular.upper(upper).solve(resized(c, upper.rows()));
  }

  /// Finds the solution of Aᵀ X = B with the least norm: X = Q R⁻ᵀ B. To solve a system with fewer equations than
  /// unknowns, factor its transpose.
  ///
  /// @param b the right sides as columns, [n, p]
  /// @return X, a new matrix of shape [m, p]
  /// @throws IllegalArgumentException when `b` has not n rows, or an entry that is infinite or NaN
  /// @throws FactorisationException when the columns of A are linearly dependent, see [#solve(Matrix)]
  public Matrix solveTransposed(Matrix b) {
    Checks.rightSide("qr transposed solve", shape(), upper.cols(), b);
    checkRank();
    Matrix x = resized(Triangular.upper(upper).transposed().solve(b), rows);
    for (int k = reflectors.length - 1; k >= 0; k--) {
      reflectors[k].apply(x, 0);
    }
    return x;
  }

  private void checkRank() {
    double largest = 0;
    for (Reflector reflector : reflectors) {
      largest = Math.max(largest, Math.abs(reflector.alpha));
    }
    double least = rows * Math.ulp(1.0) * largest;
    for (int k = 0; k < reflectors.length; k++) {
      double diagonal = reflectors[k].alpha;
      if (Math.abs(diagonal) <= least) {
        throw new FactorisationException("qr: the columns of the matrix " + shape()
            + " are linearly dependent, diagonal entry " + k + " of R is " + diagonal, k, diagonal);
      }
    }
  }

  private String shape() {
    return "[" + rows + ", " + upper.cols() + "]";
  }

  private static double[] columnFrom(Matrix a, int k) {
    double[] x = new double[a.rows() - k];
    for (int i = 0; i < x.length; i++) {
      x[i] = a.get(k + i, k);
    }
    return x;
  }

  private static Matrix upperTriangle(Matrix a) {
    Matrix upper = resized(a, a.cols());
    for (int i = 0; i < upper.rows(); i++) {
      for (int j = 0; j < i; j++) {
        upper.set(i, j, 0);
      }
    }
    return upper;
  }

  /// The first rows of a matrix, with rows of zeros after them where it has not enough.
  private static Matrix resized(Matrix a, int rows) {
    return new Matrix(rows, a.cols(), Arrays.copyOf(a.data(), rows * a.cols()));
  }
}
