package candor.bayes.detection;

import candor.bayes.Argsort;
import candor.bayes.Orientation;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The trust score (Jiang, Kim, Guan & Gupta 2018, *To Trust Or Not To Trust A Classifier*, algorithms 1 and 2): how much
/// further an input is from the training data of any other class than from that of the predicted class,
///
/// `d(x, H(other)) / d(x, H(predicted))`,
///
/// by Euclidean distances between the classifier's features. `H(c)` are the training samples of class `c` without the share
/// `α` in the thinnest regions: those of the largest radius that holds `k` samples of their class, themselves included.
///
/// At a training sample of the predicted class the score is +∞; where both distances are 0 it is 1. Classes without
/// samples are infinitely far. Distances are exact and do not depend on the order of the samples, but for samples of
/// equal radius at the edge of the share, of which those that come first are kept.
public final class TrustScore implements Detector {
  private final List<Tensor> classes;
  private final int neighbour;
  private final String name;

  private TrustScore(List<Tensor> classes, int neighbour, String name) {
    this.classes = classes;
    this.neighbour = neighbour;
    this.name = name;
  }

  /// Keeps the training data with the settings of the paper's code, `k = 10` and nothing filtered, but for the neighbour
  /// that is taken, see [#fit(Reading, int, double, int)].
  ///
  /// @param training reading of the training data
  /// @return the detector, for readings of the same classifier
  /// @throws IllegalArgumentException if the targets of the data are no classes
  public static TrustScore fit(Reading training) {
    return fit(training, 10, 0, 1);
  }

  /// Keeps the training data.
  ///
  /// @param training reading of the training data
  /// @param k samples that a radius holds, at least 1; of a class with fewer, all
  /// @param alpha share `α` of every class that is filtered, rounded down, in `[0, 1)`
  /// @param neighbour which neighbour the distance to a class is that to, at least 1: the nearest, 1, in the paper, the
  ///     second in its authors' code, so that inputs that are training samples do not find themselves; of a class with
  ///     fewer samples, the last
  /// @return the detector, for readings of the same classifier
  /// @throws IllegalArgumentException if a number is out of its range, or the targets of the data are no classes
  public static TrustScore fit(Reading training, int k, double alpha, int neighbour) {
    if (k < 1 || neighbour < 1 || !(alpha >= 0 && alpha < 1)) {
      throw new IllegalArgumentException("trust score: k " + k + ", alpha " + alpha + ", neighbour " + neighbour
          + ", expected k of 1 or more, alpha in [0, 1) and a neighbour of 1 or more");
    }
    int[] labels = training.labels();
    List<Tensor> classes = new ArrayList<>();
    for (int c = 0; c < training.logits().shape().size(1); c++) {
      int label = c;
      int[] own = IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
      classes.add(dense(training.features().indexSelect(0, Tensor.of(own, own.length)), k, alpha));
    }
    return new TrustScore(classes, neighbour, "trust score, k = " + k + ", alpha = " + alpha + ", neighbour "
        + neighbour);
  }

  /// The samples without the share of the largest radii.
  private static Tensor dense(Tensor samples, int k, double alpha) {
    int n = samples.shape().size(0);
    int kept = n - (int) (alpha * n + 1e-9);
    if (kept == n) {
      return samples;
    }
    int ball = Math.min(k, n);
    double[] radii = Neighbours.of(samples, samples, ball).distances().select(1, ball - 1).toDoubles();
    int[] order = Arrays.stream(Argsort.ascending(radii)).limit(kept).sorted().toArray();
    return samples.indexSelect(0, Tensor.of(order, kept));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Orientation orientation() {
    return Orientation.SURE;
  }

  @Override
  public double[] of(Reading reading) {
    int[] predictions = reading.predictions();
    if (reading.logits().shape().size(1) != classes.size()) {
      throw new IllegalArgumentException("trust score: the reading has " + reading.logits().shape().size(1)
          + " classes, the training data " + classes.size());
    }
    double[] own = new double[predictions.length];
    double[] other = new double[predictions.length];
    Arrays.fill(other, Double.POSITIVE_INFINITY);
    for (int c = 0; c < classes.size(); c++) {
      double[] distances = distances(classes.get(c), reading.features());
      for (int i = 0; i < own.length; i++) {
        if (predictions[i] == c) {
          own[i] = distances[i];
        } else {
          other[i] = Math.min(other[i], distances[i]);
        }
      }
    }
    double[] result = new double[own.length];
    for (int i = 0; i < result.length; i++) {
      // Equal distances, 0 and infinite ones included, have the ratio 1.
      result[i] = other[i] == own[i] ? 1 : other[i] / own[i];
    }
    return result;
  }

  private double[] distances(Tensor samples, Tensor features) {
    int available = samples.shape().size(0);
    if (available == 0) {
      return Tensor.full(DType.F64, Double.POSITIVE_INFINITY, features.shape().size(0)).toDoubles();
    }
    int k = Math.min(neighbour, available);
    return Neighbours.of(samples, features, k).distances().select(1, k - 1).toDoubles();
  }
}
