package candor.linalg;

/// A Householder reflection H = I - β v vᵀ that maps a vector x onto the first axis, H x = (α, 0, …, 0)ᵀ (GVL, section
/// 5.1), acting on the rows of a matrix from a first row on.
final class Reflector {

  final int from;
  final double[] v;
  final double beta;
  final double alpha;

  /// Makes the reflection of x, which is overwritten. The sign of α is opposite to that of x₀, so nothing cancels in
  /// v = x - α e₀.
  Reflector(int from, double[] x) {
    this.from = from;
    v = x;
    // H does not depend on the length of v: with entries of at most 1 no square overflows.
    double scale = Rows.maxAbs(x, 0, x.length);
    if (scale == 0) {
      beta = 0;
      alpha = 0;
      return;
    }
    for (int i = 0; i < v.length; i++) {
      v[i] /= scale;
    }
    double norm = Math.sqrt(Rows.dot(v, 0, v, 0, v.length));
    beta = 1 / (norm * (norm + Math.abs(v[0])));
    alpha = -Math.copySign(norm, v[0]) * scale;
    v[0] += Math.copySign(norm, v[0]);
  }

  /// A ← H A on the columns from `col` on.
  void apply(Matrix a, int col) {
    int n = a.cols();
    double[] w = new double[n - col];
    for (int i = 0; i < v.length; i++) {
      Rows.add(v[i], a.data(), (from + i) * n + col, w, 0, w.length);
    }
    for (int i = 0; i < v.length; i++) {
      Rows.add(-beta * v[i], w, 0, a.data(), (from + i) * n + col, w.length);
    }
  }
}
