package candor.linalg;

import java.util.List;

/// Approximate eigenvalues and eigenvectors of a symmetric operator from a Krylov subspace, found by [Lanczos] or
/// [Arnoldi], in ascending order (GVL, section 10.1).
///
/// With `k` orthonormal vectors Q the method knows A Q = Q H + β q eₖᵀ. The values are the eigenvalues θ of the symmetric
/// part of H, the vectors v = Q s. Values at the ends come first; those in between, and all with a large residual, mean
/// little. Every eigenvalue of A that is found lies within the residual ‖A v − θ v‖ of one of A's own.
public final class RitzPairs {

  private final List<double[]> basis;
  private final Matrix projected;
  private final double beta;
  private final double[] next;
  private final double[] values;
  /// Eigenvectors of the projected matrix, as columns.
  private final Matrix small;

  /// Joins what a method has found.
  ///
  /// @param basis Q, vector after vector
  /// @param projected H, [k, k]
  /// @param beta β, 0 when the subspace is invariant
  /// @param next q, of any numbers when β is 0
  RitzPairs(List<double[]> basis, Matrix projected, double beta, double... next) {
    this.basis = basis;
    this.projected = projected;
    this.beta = beta;
    this.next = next;
    int k = projected.rows();
    Matrix symmetric = new Matrix(k, k);
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        symmetric.set(i, j, (projected.get(i, j) + projected.get(j, i)) / 2);
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(symmetric);
    values = eigen.values();
    small = eigen.vectors();
  }

  /// Returns the number of pairs, which is that of the products made.
  ///
  /// @return k
  public int count() {
    return values.length;
  }

  /// Returns the length of the vectors.
  ///
  /// @return n
  public int size() {
    return next.length;
  }

  /// Returns one of the values.
  ///
  /// @param j its number, in ascending order
  /// @return θⱼ
  /// @throws IndexOutOfBoundsException when there is no such pair
  public double value(int j) {
    return values[j];
  }

  /// Returns all values.
  ///
  /// @return a new array, ascending
  public double[] values() {
    return values.clone();
  }

  /// Returns one of the vectors.
  ///
  /// @param j its number
  /// @return a new vector vⱼ of length 1
  /// @throws IndexOutOfBoundsException when there is no such pair
  public double[] vector(int j) {
    return combine(coefficients(j));
  }

  /// Returns how far a pair is from an eigenpair, ‖A v − θ v‖, by the recurrence.
  ///
  /// @param j its number
  /// @return the residual
  /// @throws IndexOutOfBoundsException when there is no such pair
  public double residual(int j) {
    double[] s = coefficients(j);
    double[] off = projected.times(s);
    Rows.add(-values[j], s, 0, off, 0, off.length);
    return StrictMath.hypot(Rows.norm(off), beta * s[s.length - 1]);
  }

  /// Returns how far the products were from those of a symmetric matrix: the largest |H − Hᵀ|, relative to the largest
  /// |H|. [Lanczos], which takes symmetry for granted, gives 0.
  ///
  /// @return 0 or, from rounding, a little more
  public double asymmetry() {
    double most = 0;
    for (int i = 0; i < projected.rows(); i++) {
      for (int j = 0; j < i; j++) {
        most = Math.max(most, Math.abs(projected.get(i, j) - projected.get(j, i)));
      }
    }
    return most == 0 ? 0 : most / Rows.maxAbs(projected.data(), 0, projected.data().length);
  }

  /// Whether the subspace is invariant: it holds the start, and all that A ever makes of it, so the pairs are exact.
  ///
  /// @return true if no further vector was found
  public boolean isInvariant() {
    return beta == 0;
  }

  double[] coefficients(int j) {
    double[] s = new double[count()];
    for (int i = 0; i < s.length; i++) {
      s[i] = small.get(i, j);
    }
    return s;
  }

  /// Q s.
  double[] combine(double... s) {
    double[] v = new double[size()];
    for (int i = 0; i < s.length; i++) {
      Rows.add(s[i], basis.get(i), 0, v, 0, v.length);
    }
    return v;
  }

  /// Qᵀ b.
  double[] project(double... b) {
    double[] s = new double[count()];
    for (int i = 0; i < s.length; i++) {
      s[i] = Rows.dot(basis.get(i), b);
    }
    return s;
  }

  /// Sᵀ c, from coefficients of the basis to those of the vectors.
  double[] toVectors(double... c) {
    double[] y = new double[c.length];
    for (int i = 0; i < c.length; i++) {
      Rows.add(c[i], small.data(), i * c.length, y, 0, c.length);
    }
    return y;
  }

  /// S y, back again.
  double[] toBasis(double... y) {
    return small.times(y);
  }

  /// A Q c, by what is known of it, without a product.
  double[] product(double... c) {
    double[] result = combine(projected.times(c));
    Rows.add(beta * c[c.length - 1], next, 0, result, 0, result.length);
    return result;
  }
}
