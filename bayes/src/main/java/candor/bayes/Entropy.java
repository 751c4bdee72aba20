package candor.bayes;

import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Tensor;

/// Entropies in nats, computed in F64.
final class Entropy {
  private Entropy() {
  }

  /// `−Σ p ln p` with `0 ln 0 = 0`, added up in order.
  static double nats(double[] p, int at, int classes) {
    double sum = 0;
    for (int k = at; k < at + classes; k++) {
      // Not the negation of a sum: a sure belief has the entropy +0.
      sum -= p[k] > 0 ? p[k] * StrictMath.log(p[k]) : 0;
    }
    return sum;
  }

  /// The entropy of every row `[N, K]`.
  static double[] nats(Tensor probabilities) {
    NdArray rows = probabilities.detach().to(DType.F64).array().rowMajor();
    int classes = rows.shape().size(1);
    double[] result = new double[rows.shape().size(0)];
    for (int i = 0; i < result.length; i++) {
      result[i] = nats(rows.f64(), rows.offset() + i * classes, classes);
    }
    return result;
  }
}
