package candor.linalg;

/// The eigenvalues and eigenvectors of a symmetric matrix, A = V Λ Vᵀ with VᵀV = I, by the symmetric QR algorithm with
/// implicit Wilkinson shifts (GVL, algorithms 8.3.2 and 8.3.3).
///
/// Eigenvalues are exact to about n · 2⁻⁵³ times the largest one; smaller ones have fewer correct digits. An
/// eigenvector is determined up to its sign, and for equal eigenvalues only the space is.
public final class SymmetricEigen {

  private static final double EPSILON = Math.ulp(1.0) / 2;

  // Two or three steps per eigenvalue are usual; LAPACK gives up at the same number.
  private static final int STEPS_PER_VALUE = 30;

  private final double[] d;
  private final double[] e;
  private final Matrix w;

  private SymmetricEigen(Tridiagonal t) {
    d = t.diagonal;
    e = t.off;
    w = t.w;
  }

  /// Decomposes a matrix.
  ///
  /// @param a a symmetric matrix, [n, n]; of its triangles the lower one is used. It is not changed
  /// @return the decomposition
  /// @throws IllegalArgumentException when `a` is not square, has an entry that is infinite or NaN, or is not symmetric
  ///     to within 10⁻¹⁰ of its largest entry
  /// @throws FactorisationException when 30 n steps do not suffice, with the entry beside the diagonal that did not
  ///     vanish; its magnitude is the residual of the nearest eigenvalue
  public static SymmetricEigen of(Matrix a) {
    return of(a, STEPS_PER_VALUE * a.rows());
  }

  static SymmetricEigen of(Matrix a, int maxSteps) {
    Checks.symmetric("symmetric eigen", a);
    // A power of two makes the largest entry about 1 without rounding, so nothing over- or underflows.
    double scale = Math.scalb(1.0, Math.getExponent(Rows.maxAbs(a.data(), 0, a.data().length)));
    SymmetricEigen eigen = new SymmetricEigen(new Tridiagonal(scaledFromLower(a, scale)));
    eigen.diagonalise(maxSteps, scale);
    eigen.sort();
    Rows.scale(scale, eigen.d, 0, eigen.d.length);
    return eigen;
  }

  /// Returns the eigenvalues.
  ///
  /// @return a new array of the n eigenvalues in ascending order
  public double[] values() {
    return d.clone();
  }

  /// Returns the eigenvectors.
  ///
  /// @return a new matrix of shape [n, n]; column j is the eigenvector of eigenvalue j, of length 1
  public Matrix vectors() {
    return w.transpose();
  }

  private void diagonalise(int maxSteps, double scale) {
    int steps = 0;
    for (int end = d.length - 1; end > 0;) {
      if (splits(end - 1)) {
        end--;
      } else if (steps++ == maxSteps) {
        throw noConvergence(end - 1, maxSteps, e[end - 1] * scale);
      } else {
        step(blockStart(end), end);
      }
    }
  }

  /// The first row of the block that ends at a row and does not split.
  private int blockStart(int end) {
    int start = end - 1;
    while (start > 0 && !splits(start - 1)) {
      start--;
    }
    return start;
  }

  /// Whether T splits behind row k into two blocks, because the entry between them is negligible and becomes 0.
  private boolean splits(int k) {
    if (Math.abs(e[k]) <= EPSILON * (Math.abs(d[k]) + Math.abs(d[k + 1])) + Double.MIN_NORMAL) {
      e[k] = 0;
    }
    return e[k] == 0;
  }

  /// One implicit QR step on a block: the first rotation introduces the shift, each further one chases the entry z that
  /// the last left outside the three diagonals.
  private void step(int start, int end) {
    double x = d[start] - shift(end);
    double z = e[start];
    for (int k = start; k < end; k++) {
      double r = StrictMath.hypot(x, z);
      double c = x / r;
      double s = z / r;
      if (k > start) {
        e[k - 1] = r;
      }
      rotate(k, c, s);
      x = e[k];
      if (k + 1 < end) {
        z = s * e[k + 1];
        e[k + 1] *= c;
      }
    }
  }

  /// Rotates the axes k and k + 1 of T and of W.
  private void rotate(int k, double c, double s) {
    double g = (d[k + 1] - d[k]) * s + 2 * c * e[k];
    d[k] += s * g;
    d[k + 1] -= s * g;
    e[k] = c * g - e[k];
    int n = d.length;
    Rows.rotate(c, s, w.data(), k * n, (k + 1) * n, n);
  }

  /// The Wilkinson shift: the eigenvalue of the last 2 × 2 block that is nearer to its last entry.
  private double shift(int end) {
    double half = (d[end - 1] - d[end]) / 2;
    double b = e[end - 1];
    return d[end] - b * (b / (half + Math.copySign(StrictMath.hypot(half, b), half)));
  }

  private void sort() {
    for (int i = 0; i < d.length; i++) {
      int least = i;
      for (int j = i + 1; j < d.length; j++) {
        least = d[j] < d[least] ? j : least;
      }
      swap(i, least);
    }
  }

  private void swap(int i, int j) {
    double held = d[i];
    d[i] = d[j];
    d[j] = held;
    int n = d.length;
    double[] row = new double[n];
    System.arraycopy(w.data(), i * n, row, 0, n);
    System.arraycopy(w.data(), j * n, w.data(), i * n, n);
    System.arraycopy(row, 0, w.data(), j * n, n);
  }

  private static Matrix scaledFromLower(Matrix a, double scale) {
    Matrix scaled = new Matrix(a.rows(), a.cols());
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j <= i; j++) {
        double value = a.get(i, j) / scale;
        scaled.set(i, j, value);
        scaled.set(j, i, value);
      }
    }
    return scaled;
  }

  private static FactorisationException noConvergence(int row, int steps, double entry) {
    return new FactorisationException("symmetric eigen: after " + steps + " steps entry " + row
        + " beside the diagonal has not vanished, it is " + entry, row, entry);
  }
}
