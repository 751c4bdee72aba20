package candor.linalg;

/// Operations on contiguous parts of arrays: the inner loops of this package.
final class Rows {

  private Rows() {}

  /// `y += a x` for `n` entries of `x` from `xi` and of `y` from `yi`.
  static void add(double a, double[] x, int xi, double[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] += a * x[xi + i];
    }
  }

  /// `x *= a` for `n` entries from `xi`.
  static void scale(double a, double[] x, int xi, int n) {
    for (int i = 0; i < n; i++) {
      x[xi + i] *= a;
    }
  }

  /// The sum of `x y` in ascending order.
  static double dot(double[] x, int xi, double[] y, int yi, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x[xi + i] * y[yi + i];
    }
    return sum;
  }

  static double dot(double[] x, double... y) {
    return dot(x, 0, y, 0, x.length);
  }

  static double norm(double... x) {
    return Math.sqrt(dot(x, x));
  }

  /// The largest magnitude, 0 when there is none.
  static double maxAbs(double[] x, int xi, int n) {
    double max = 0;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, Math.abs(x[xi + i]));
    }
    return max;
  }

  /// The rotation `(x, y) ← (c x + s y, c y - s x)` of two rows of the same array.
  static void rotate(double c, double s, double[] data, int xi, int yi, int n) {
    for (int i = 0; i < n; i++) {
      double x = data[xi + i];
      double y = data[yi + i];
      data[xi + i] = c * x + s * y;
      data[yi + i] = c * y - s * x;
    }
  }
}
