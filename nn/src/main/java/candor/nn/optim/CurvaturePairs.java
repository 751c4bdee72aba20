package candor.nn.optim;

import candor.linalg.LinearOperator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// The last steps `s` and changes of gradient `y` of [Lbfgs], and the product of a vector with the inverse Hessian that
/// they approximate (Nocedal & Wright 2006, Alg. 7.4).
final class CurvaturePairs {
  private final int memory;
  private final @Nullable LinearOperator preconditioner;
  private final Deque<Pair> pairs = new ArrayDeque<>();

  private record Pair(double[] s, double[] y, double sy) {
  }

  CurvaturePairs(int memory, @Nullable LinearOperator preconditioner) {
    this.memory = memory;
    this.preconditioner = preconditioner;
  }

  boolean isEmpty() {
    return pairs.isEmpty();
  }

  void clear() {
    pairs.clear();
  }

  /// Remembers a step, unless rounding has taken its curvature.
  void add(double[] s, double[] y) {
    double sy = dot(s, y);
    if (sy <= Math.ulp(1.0) * Math.sqrt(dot(s, s)) * Math.sqrt(dot(y, y))) {
      return;
    }
    if (pairs.size() == memory) {
      pairs.removeFirst();
    }
    pairs.addLast(new Pair(s, y, sy));
  }

  /// `−H g`, with the preconditioner as the inverse Hessian before the first pair, or else `γ = sᵀy / yᵀy` of the last pair
  /// (eq. 7.20).
  double[] direction(double[] gradient) {
    double[] q = gradient.clone();
    double[] alphas = new double[pairs.size()];
    int i = alphas.length;
    for (Iterator<Pair> newest = pairs.descendingIterator(); newest.hasNext();) {
      Pair pair = newest.next();
      alphas[--i] = dot(pair.s, q) / pair.sy;
      add(q, -alphas[i], pair.y);
    }
    q = before(q);
    for (Pair pair : pairs) {
      add(q, alphas[i++] - dot(pair.y, q) / pair.sy, pair.s);
    }
    for (int k = 0; k < q.length; k++) {
      q[k] = -q[k];
    }
    return q;
  }

  private double[] before(double[] q) {
    if (preconditioner != null) {
      return preconditioner.apply(q);
    }
    Pair last = pairs.peekLast();
    double gamma = last == null ? 1 : last.sy / dot(last.y, last.y);
    for (int k = 0; k < q.length; k++) {
      q[k] *= gamma;
    }
    return q;
  }

  /// `x = x + a y`.
  private static void add(double[] x, double a, double[] y) {
    for (int k = 0; k < x.length; k++) {
      x[k] = Math.fma(a, y[k], x[k]);
    }
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum = Math.fma(a[k], b[k], sum);
    }
    return sum;
  }
}
