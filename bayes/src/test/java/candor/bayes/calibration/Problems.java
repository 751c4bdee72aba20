package candor.bayes.calibration;

import candor.bayes.Belief;
import candor.random.RandomStream;
import candor.tensor.Tensor;
import java.util.Arrays;

/// Random logits with labels that follow them, more or less.
///
/// @param logits `[N, K]`
/// @param labels `N` classes
record Problems(Tensor logits, int[] labels) {

  /// Labels are drawn from the softmax of logits of deviation 2, which then are multiplied.
  static Problems of(long seed, int n, int classes, double factor) {
    RandomStream stream = RandomStream.of(seed).child("problem");
    double[] z = new double[n * classes];
    stream.normal(0, z);
    double[] uniform = new double[n];
    stream.child("labels").uniform(0, uniform);
    Tensor logits = Tensor.of(z, n, classes).mul(2);
    int[] labels = new int[n];
    double[] p = logits.softmax(1).toDoubles();
    for (int i = 0; i < n; i++) {
      double left = uniform[i];
      while (labels[i] < classes - 1 && (left -= p[i * classes + labels[i]]) >= 0) {
        labels[i]++;
      }
    }
    return new Problems(logits.mul(factor), labels);
  }

  Belief.Categorical belief() {
    return new Belief.Categorical(logits.softmax(1));
  }

  Forecasts forecasts() {
    return Forecasts.of(belief(), labels);
  }

  /// The same samples in another order.
  Problems shuffled(long seed) {
    int[] order = RandomStream.of(seed).child("order").permutation(labels.length);
    return new Problems(logits.indexSelect(0, Tensor.of(order, order.length)),
        Arrays.stream(order).map(i -> labels[i]).toArray());
  }

  /// The same samples with classes counted from the other end.
  Problems renamed() {
    int last = logits.shape().size(1) - 1;
    return new Problems(logits.flip(1), Arrays.stream(labels).map(k -> last - k).toArray());
  }
}
