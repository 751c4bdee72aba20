package candor.examples.failureprediction;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// What all methods say of some images.
///
/// @param uncertainty numbers of every method, larger meaning more uncertain
/// @param predictions classes that the network predicts
/// @param correct whether they are right
/// @param correctByPasses whether those of the mean over the passes are
record Verdicts(Map<Method, double[]> uncertainty, int[] predictions, boolean[] correct, boolean[] correctByPasses) {
  /// Begins without any method.
  static Verdicts of(int[] predictions, boolean[] correct, boolean[] correctByPasses) {
    return new Verdicts(new EnumMap<>(Method.class), predictions, correct, correctByPasses);
  }

  /// The numbers of a method.
  double[] of(Method method) {
    return Objects.requireNonNull(uncertainty.get(method), method.title());
  }

  /// The outcomes that a method is to foresee.
  boolean[] correct(Method method) {
    return method.hasOwnErrors() ? correctByPasses : correct;
  }

  /// Share of wrong answers.
  static double error(boolean... correct) {
    int wrong = 0;
    for (boolean right : correct) {
      wrong += right ? 0 : 1;
    }
    return (double) wrong / correct.length;
  }
}
