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

  static void length(String operation, String what, double[] x, int expected) {
    if (x.length != expected) {
      throw new IllegalArgumentException(
          operation + ": the " + what + " has " + x.length + " numbers, expected " + expected);
    }
  }

  /// A right side: of the length of the operator, and finite.
  static void rightSide(String operation, double[] b, int size) {
    length(operation, "right side", b, size);
    for (int i = 0; i < size; i++) {
      if (!Double.isFinite(b[i])) {
        throw new IllegalArgumentException(operation + ": entry " + i + " of the right side is " + b[i]);
      }
    }
  }

  /// A product of an operator, which is not to go on when it is not finite.
  static double[] product(String operation, int number, double... product) {
    for (int i = 0; i < product.length; i++) {
      if (!Double.isFinite(product[i])) {
        throw new ArithmeticException(
            operation + ": entry " + i + " of the operator's product number " + number + " is " + product[i]);
      }
    }
    return product;
  }

  static double atLeastZero(String operation, String what, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          operation + ": " + what + " " + value + ", expected a finite number of 0 or more");
    }
    return value;
  }

  static double positive(String operation, String what, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(operation + ": " + what + " " + value + ", expected a positive finite number");
    }
    return value;
  }

  static int atLeastOne(String operation, String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(operation + ": " + value + " " + what + ", expected 1 or more");
    }
    return value;
  }
}
