package candor.linalg;

import java.util.ArrayList;
import java.util.List;

/// An orthonormal basis of a Krylov subspace, which grows by one product after the other.
final class Krylov {
  /// A vector that orthogonalisation leaves so small, relative to what it was, is rounding.
  private static final double NEGLIGIBLE = 64 * Math.ulp(1.0);

  private final String name;
  private final LinearOperator a;
  private final List<double[]> basis = new ArrayList<>();
  private double[] next;
  private double beta;

  Krylov(String name, LinearOperator a, double[] start, int steps) {
    this.name = name;
    this.a = a;
    Checks.atLeastOne(name, "rows of the operator", a.size());
    Checks.atLeastOne(name, "steps", steps);
    Checks.rightSide(name, start, a.size());
    double norm = Rows.norm(start);
    if (norm == 0) {
      throw new IllegalArgumentException(name + ": the start is 0, which spans nothing");
    }
    next = start.clone();
    Rows.scale(1 / norm, next, 0, next.length);
    beta = 1;
  }

  /// A start of equal numbers with signs as if by chance, always the same ones.
  static double[] start(int n) {
    double[] signs = new double[n];
    for (int i = 0; i < n; i++) {
      // The mixing function of Steele, Lea & Flood 2014.
      long z = (i + 1) * 0x9E3779B97F4A7C15L;
      z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
      z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
      signs[i] = z < 0 ? -1 : 1;
    }
    return signs;
  }

  /// Takes the next vector into the basis.
  ///
  /// @return what A makes of it in coordinates of the basis, the last one that of the vector after it
  double[] grow() {
    double[] q = next;
    basis.add(q);
    double[] w = Checks.product(name, basis.size() - 1, a.apply(q));
    double size = Rows.norm(w);
    double[] column = new double[basis.size() + 1];
    // Twice is enough (GVL, section 10.3.3).
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < basis.size(); i++) {
        double h = Rows.dot(basis.get(i), w);
        column[i] += h;
        Rows.add(-h, basis.get(i), 0, w, 0, w.length);
      }
    }
    double left = Rows.norm(w);
    beta = basis.size() == a.size() || left <= NEGLIGIBLE * size ? 0 : left;
    column[basis.size()] = beta;
    if (beta > 0) {
      Rows.scale(1 / beta, w, 0, w.length);
    }
    next = w;
    return column;
  }

  boolean isInvariant() {
    return beta == 0;
  }

  RitzPairs pairs(Matrix projected) {
    return new RitzPairs(basis, projected, beta, next);
  }
}
