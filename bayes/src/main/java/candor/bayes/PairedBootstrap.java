package candor.bayes;

import candor.random.Purpose;
import candor.random.RandomStream;
import java.util.function.ToDoubleFunction;

/// What a number of a [Ranking] would have been on other test sets: as many inputs, drawn from all with replacement (Efron
/// 1979), right answers and wrong ones alike.
///
/// ```java
/// PairedBootstrap bootstrap = new PairedBootstrap(1000, 1);
/// double[] first = bootstrap.ofErrors(r -> r.averagePrecision(PrecisionRule.STEP), uncertainty, correct);
/// double[] second = bootstrap.ofErrors(r -> r.averagePrecision(PrecisionRule.STEP), another, correct);
/// ```
///
/// One seed draws the same inputs for every score of as many inputs. So the numbers of two scores, or of two models on one
/// test set, can be subtracted draw by draw: what is luck of the test set is luck of both, and the interval of the
/// difference is narrower than those of the numbers. [candor.bayes.calibration.Draws] makes intervals of them.
/// [Ranking#interval] keeps the numbers of right and wrong answers as they are; here they are drawn too.
///
/// @param repetitions number of test sets, at least 1
/// @param seed seed of the draws
public record PairedBootstrap(int repetitions, long seed) {
  /// Checks the number of test sets.
  ///
  /// @throws IllegalArgumentException if there is none
  public PairedBootstrap {
    if (repetitions < 1) {
      throw new IllegalArgumentException(
          "paired bootstrap: " + repetitions + " repetitions, expected 1 or more");
    }
  }

  /// A number of the ranking for wrong answers, on every test set that was drawn.
  ///
  /// @param number what to compute, such as `Ranking::auroc`
  /// @param uncertainty a number for each input, larger means more uncertain
  /// @param correct whether the model is right
  /// @return one number for each repetition; NaN where all answers that were drawn are right, or all wrong
  /// @throws IllegalArgumentException if the arrays differ in length, an uncertainty is NaN, or not both kinds are there
  public double[] ofErrors(ToDoubleFunction<Ranking> number, double[] uncertainty, boolean[] correct) {
    Ranking all = Ranking.ofErrors(uncertainty, correct);
    int inputs = correct.length;
    int[] levels = new int[inputs];
    for (int i = 0; i < inputs; i++) {
      levels[i] = all.level(uncertainty[i]);
    }
    RandomStream stream = RandomStream.of(seed).purpose(Purpose.SAMPLING).child("paired bootstrap");
    double[] draws = new double[inputs];
    double[] result = new double[repetitions];
    for (int r = 0; r < repetitions; r++) {
      stream.uniform(r, draws);
      int[] found = new int[inputs];
      int[] called = new int[inputs];
      int right = 0;
      for (double draw : draws) {
        int input = (int) (draw * inputs);
        (correct[input] ? called : found)[levels[input]]++;
        right += correct[input] ? 1 : 0;
      }
      result[r] = right == 0 || right == inputs ? Double.NaN : number.applyAsDouble(all.withCounts(found, called));
    }
    return result;
  }
}
