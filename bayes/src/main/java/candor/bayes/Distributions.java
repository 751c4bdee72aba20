package candor.bayes;

import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import java.util.concurrent.atomic.AtomicBoolean;

/// Whether numbers are probabilities.
final class Distributions {
  private static final double TOLERANCE = 1e-4;

  private Distributions() {
  }

  /// Whether every row along the last axis is a distribution: no number below 0 or NaN, and a sum of 1.
  static boolean areSound(Tensor p) {
    int classes = p.shape().size(-1);
    if (classes == 0) {
      return p.shape().with(-1, 1).count() == 0;
    }
    NdArray rows = p.array().rowMajor();
    AtomicBoolean sound = new AtomicBoolean(true);
    Backend.current().forEach(p.count() / classes, classes, (from, to) -> {
      boolean all = true;
      for (int row = from; row < to; row++) {
        int at = rows.offset() + row * classes;
        all &= rows.dtype() == DType.F32 ? isSound(rows.f32(), at, classes) : isSound(rows.f64(), at, classes);
      }
      if (!all) {
        sound.set(false);
      }
    });
    return sound.get();
  }

  private static boolean isSound(float[] p, int at, int classes) {
    double sum = 0;
    boolean positive = true;
    for (int k = 0; k < classes; k++) {
      sum += p[at + k];
      positive &= p[at + k] >= 0;
    }
    return positive && Math.abs(sum - 1) < TOLERANCE;
  }

  private static boolean isSound(double[] p, int at, int classes) {
    double sum = 0;
    boolean positive = true;
    for (int k = 0; k < classes; k++) {
      sum += p[at + k];
      positive &= p[at + k] >= 0;
    }
    return positive && Math.abs(sum - 1) < TOLERANCE;
  }
}
