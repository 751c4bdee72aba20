package candor.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import candor.random.RandomStream;
import org.assertj.core.data.Offset;
import org.ejml.data.DMatrixRMaj;

/// Matrices to test with, and comparisons with bounds that grow with the size as rounding errors do.
final class Samples {

  private Samples() {}

  static Matrix normal(int rows, int cols, long seed) {
    Matrix a = new Matrix(rows, cols);
    RandomStream.of(seed).normal(0, a.data());
    return a;
  }

  /// Exactly symmetric, with eigenvalues of both signs.
  static Matrix symmetric(int n, long seed) {
    Matrix a = normal(n, n, seed);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a.set(j, i, a.get(i, j));
      }
    }
    return a;
  }

  /// XᵀX + I with X standard normal: symmetric, positive definite and well conditioned for small n.
  static Matrix positiveDefinite(int n, long seed) {
    Matrix x = normal(n, n, seed);
    Matrix a = x.transpose().times(x);
    for (int i = 0; i < n; i++) {
      a.set(i, i, a.get(i, i) + 1);
      for (int j = 0; j < i; j++) {
        a.set(j, i, a.get(i, j));
      }
    }
    return a;
  }

  /// The Hilbert matrix 1 / (i + j + 1), whose condition number is about e^(3.5 n).
  static Matrix hilbert(int n) {
    Matrix a = new Matrix(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a.set(i, j, 1.0 / (i + j + 1));
      }
    }
    return a;
  }

  static Matrix diagonal(double... values) {
    Matrix a = new Matrix(values.length, values.length);
    for (int i = 0; i < values.length; i++) {
      a.set(i, i, values[i]);
    }
    return a;
  }

  static Matrix scaled(double factor, Matrix a) {
    Matrix scaled = a.copy();
    Rows.scale(factor, scaled.data(), 0, scaled.data().length);
    return scaled;
  }

  static double maxAbs(Matrix a) {
    return Rows.maxAbs(a.data(), 0, a.data().length);
  }

  /// Every entry within 20 (n + 1) units of rounding of the given size.
  static void assertClose(Matrix actual, Matrix expected, double size) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertClose(actual.data(), expected.data(), Math.max(actual.rows(), actual.cols()), size);
  }

  static void assertClose(double[] actual, double[] expected, int n, double size) {
    double tolerance = 20 * (n + 1) * Math.ulp(1.0) * size;
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).as("entry %d", i).isCloseTo(expected[i], Offset.offset(tolerance));
    }
  }

  static DMatrixRMaj toEjml(Matrix a) {
    DMatrixRMaj copy = new DMatrixRMaj(a.rows(), a.cols());
    System.arraycopy(a.data(), 0, copy.data, 0, a.data().length);
    return copy;
  }

  static Matrix fromEjml(DMatrixRMaj a) {
    Matrix copy = new Matrix(a.numRows, a.numCols);
    System.arraycopy(a.data, 0, copy.data(), 0, copy.data().length);
    return copy;
  }
}
