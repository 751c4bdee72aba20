package candor.bayes;

import candor.tensor.DType;
import candor.tensor.Tensor;

/// How good a belief about classes is when the true ones are known. [RegressionScores] is its counterpart for numbers.
///
/// The predicted class is the one of highest mean probability; of several, the first ([TieRule#FIRST]).
public final class Scores {
  /// The least probability that [#negativeLogLikelihood] counts with: the smallest normal F32 number, 2⁻¹²⁶. A
  /// probability that underflowed to 0 so costs 87.3 nats instead of infinitely many.
  public static final double FLOOR = Float.MIN_NORMAL;

  private Scores() {
  }

  /// The predicted classes.
  ///
  /// @param belief any belief
  /// @return one class for each input
  public static int[] predictions(Belief.OfClasses belief) {
    return belief.mean().detach().argmax(1).toInts();
  }

  /// Whether each predicted class is the true one.
  ///
  /// @param belief any belief of `N` inputs
  /// @param labels their `N` true classes
  /// @return one truth value for each input
  /// @throws IllegalArgumentException if there is not one class of `[0, K)` for each input
  public static boolean[] correct(Belief.OfClasses belief, int... labels) {
    requireFit(belief, labels);
    int[] predictions = predictions(belief);
    boolean[] result = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      result[i] = predictions[i] == labels[i];
    }
    return result;
  }

  /// The share of inputs whose predicted class is wrong.
  ///
  /// @param belief any belief of `N` inputs
  /// @param labels their `N` true classes
  /// @return a fraction in `[0, 1]`
  /// @throws IllegalArgumentException if there is no input, or not one class of `[0, K)` for each
  public static double errorRate(Belief.OfClasses belief, int... labels) {
    requireSome(labels);
    int wrong = 0;
    for (boolean right : correct(belief, labels)) {
      wrong += right ? 0 : 1;
    }
    return (double) wrong / labels.length;
  }

  /// The mean negative log-likelihood `−1/N Σ ln max(p̄ᵢ(yᵢ), 2⁻¹²⁶)` in nats (see [#FLOOR]).
  ///
  /// @param belief any belief of `N` inputs
  /// @param labels their `N` true classes
  /// @return a number of at least 0, up to rounding
  /// @throws IllegalArgumentException if there is no input, or not one class of `[0, K)` for each
  public static double negativeLogLikelihood(Belief.OfClasses belief, int... labels) {
    requireSome(labels);
    requireFit(belief, labels);
    Tensor classes = Tensor.of(labels, labels.length, 1);
    double sum = 0;
    for (double p : belief.mean().detach().to(DType.F64).gather(1, classes).reshape(-1).toDoubles()) {
      sum -= StrictMath.log(Math.max(p, FLOOR));
    }
    return sum / labels.length;
  }

  private static void requireSome(int[] labels) {
    if (labels.length == 0) {
      throw new IllegalArgumentException("scores: no inputs, expected 1 or more");
    }
  }

  static void requireFit(Belief.OfClasses belief, int[] labels) {
    Tensor mean = belief.mean();
    if (mean.shape().size(0) != labels.length) {
      throw new IllegalArgumentException("scores: " + labels.length + " labels for probabilities " + mean.shape());
    }
    for (int label : labels) {
      if (label < 0 || label >= mean.shape().size(1)) {
        throw new IllegalArgumentException("scores: label " + label + ", expected 0 to " + (mean.shape().size(1) - 1));
      }
    }
  }
}
