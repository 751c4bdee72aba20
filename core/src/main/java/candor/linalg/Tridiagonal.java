package candor.linalg;

/// The reduction of a symmetric matrix to tridiagonal form, W A Wᵀ = T with W orthogonal, by Householder reflections
/// (GVL, algorithm 8.3.1).
final class Tridiagonal {

  /// The diagonal of T.
  final double[] diagonal;

  /// The entries T(k, k + 1) beside the diagonal.
  final double[] off;

  /// The rotation W. Rotating T in the plane of two axes rotates two rows of W, which lie together in memory.
  final Matrix w;

  /// Reduces a matrix that is exactly symmetric and is overwritten.
  Tridiagonal(Matrix a) {
    int n = a.rows();
    diagonal = new double[n];
    off = new double[Math.max(n - 1, 0)];
    Reflector[] reflectors = new Reflector[Math.max(n - 2, 0)];
    for (int k = 0; k < reflectors.length; k++) {
      reflectors[k] = new Reflector(k + 1, rowFrom(a, k, k + 1));
      off[k] = reflectors[k].alpha;
      applyToBothSides(reflectors[k], a);
    }
    if (n > 1) {
      off[n - 2] = a.get(n - 2, n - 1);
    }
    for (int i = 0; i < n; i++) {
      diagonal[i] = a.get(i, i);
    }
    w = product(reflectors, n).transpose();
  }

  /// A ← H A H on the trailing block: with p = β A v and w = p - (β/2)(pᵀv) v this is A - v wᵀ - w vᵀ.
  private static void applyToBothSides(Reflector h, Matrix a) {
    int n = a.cols();
    int m = h.v.length;
    double[] w = new double[m];
    for (int i = 0; i < m; i++) {
      Rows.add(h.beta * h.v[i], a.data(), (h.from + i) * n + h.from, w, 0, m);
    }
    Rows.add(-0.5 * h.beta * Rows.dot(w, 0, h.v, 0, m), h.v, 0, w, 0, m);
    for (int i = 0; i < m; i++) {
      subtractProducts(h.v, w, i, a.data(), (h.from + i) * n + h.from);
    }
  }

  /// Row i of v wᵀ + w vᵀ. Both products are added first, so that the result stays exactly symmetric.
  private static void subtractProducts(double[] v, double[] w, int i, double[] data, int at) {
    double vi = v[i];
    double wi = w[i];
    for (int j = 0; j < v.length; j++) {
      data[at + j] -= vi * w[j] + wi * v[j];
    }
  }

  /// H₀ H₁ …, multiplied from the right, where the product is still the identity outside the block of the reflection.
  private static Matrix product(Reflector[] reflectors, int n) {
    Matrix product = Matrix.identity(n);
    for (int k = reflectors.length - 1; k >= 0; k--) {
      reflectors[k].apply(product, k + 1);
    }
    return product;
  }

  private static double[] rowFrom(Matrix a, int i, int from) {
    double[] row = new double[a.cols() - from];
    System.arraycopy(a.data(), i * a.cols() + from, row, 0, row.length);
    return row;
  }
}
