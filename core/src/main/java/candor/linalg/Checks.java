package candor.linalg;

/// The conditions that factorisations put on their input.
final class Checks {

  // Loose enough for a matrix made by sums in different orders, tight enough to find a wrong one.
  private static final double ASYMMETRY = 1e-10;

  private Checks() {}

  static void finite(String operation, String what, Matrix a) {
    finite(operation, what, a, 0, a.data().length);
  }

  /// Checks `count` entries from the position `from` of the array.
  static void finite(String operation, String what, Matrix a, int from, int count) {
    for (int at = from; at < from + count; at++) {
      double value = a.data()[at];
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(operation + ": entry [" + at / a.cols() + ", " + at % a.cols() + "] of the "
            + what + " " + a.shape() + " is " + value);
      }
    }
  }

  static void square(String operation, Matrix a) {
    if (a.rows() != a.cols()) {
      throw new IllegalArgumentException(operation + ": expected a square matrix, but its shape is " + a.shape());
    }
  }

  /// Square, finite, and |aᵢⱼ - aⱼᵢ| ≤ 10⁻¹⁰ max |A|.
  static void symmetric(String operation, Matrix a) {
    square(operation, a);
    finite(operation, "matrix", a);
    double tolerance = ASYMMETRY * Rows.maxAbs(a.data(), 0, a.data().length);
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < i; j++) {
        if (Math.abs(a.get(i, j) - a.get(j, i)) > tolerance) {
          throw new IllegalArgumentException(operation + ": expected a symmetric matrix, but entry [" + i + ", " + j
              + "] is " + a.get(i, j) + " and entry [" + j + ", " + i + "] is " + a.get(j, i));
        }
      }
    }
  }

  static void rightSide(String operation, String shape, int rows, Matrix b) {
    if (b.rows() != rows) {
      throw new IllegalArgumentException(operation + ": the matrix " + shape + " needs a right side with " + rows
          + " rows, but its shape is " + b.shape());
    }
    finite(operation, "right side", b);
  }
}
