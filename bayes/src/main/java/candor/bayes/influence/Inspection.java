package candor.bayes.influence;

import candor.bayes.Argsort;

/// What is found when samples are inspected by falling score, to repair wrong labels for example: with self-influence as the
/// score, Koh & Liang 2017 (section 5.4).
///
/// ```java
/// Inspection inspection = Inspection.of(influence.selfInfluence(points), wrong);
/// double found = inspection.share(0.2);   // share of the wrong labels among the fifth with the highest scores
/// ```
///
/// Samples of equal score are taken together, as if in all orders: a share of them finds that share of the wrong ones.
public final class Inspection {
  /// Expected number of wrong ones among the first samples, by number of samples.
  private final double[] found;

  private Inspection(double... found) {
    this.found = found;
  }

  /// Sorts samples.
  ///
  /// @param scores score of each sample, high ones are inspected first
  /// @param wrong which samples are wrong, one or more
  /// @return what is found
  /// @throws IllegalArgumentException if there are not as many scores as samples, a score is NaN, or no sample is wrong
  public static Inspection of(double[] scores, boolean... wrong) {
    if (scores.length != wrong.length) {
      throw new IllegalArgumentException("inspection: " + scores.length + " scores for " + wrong.length + " samples");
    }
    for (int i = 0; i < scores.length; i++) {
      if (Double.isNaN(scores[i])) {
        throw new IllegalArgumentException("inspection: score " + i + " is NaN");
      }
    }
    int[] order = Argsort.descending(scores);
    double[] found = new double[scores.length + 1];
    for (int from = 0; from < order.length;) {
      int to = from;
      int hits = 0;
      while (to < order.length && scores[order[to]] == scores[order[from]]) {
        hits += wrong[order[to++]] ? 1 : 0;
      }
      for (int i = from; i < to; i++) {
        found[i + 1] = found[from] + (double) hits * (i + 1 - from) / (to - from);
      }
      from = to;
    }
    if (found[scores.length] == 0) {
      throw new IllegalArgumentException(
          "inspection: none of " + scores.length + " samples is wrong, expected 1 or more");
    }
    return new Inspection(found);
  }

  /// How many wrong samples are found.
  ///
  /// @param inspected number of samples that are inspected
  /// @return the number, the expected one where scores are equal
  /// @throws IndexOutOfBoundsException if there are not so many samples
  public double count(int inspected) {
    return found[inspected];
  }

  /// The share of the wrong samples that is found.
  ///
  /// @param inspected share of all samples that is inspected, in `[0, 1]`; the number is rounded down
  /// @return share in `[0, 1]`
  /// @throws IllegalArgumentException if the share is out of its range
  public double share(double inspected) {
    if (!(inspected >= 0 && inspected <= 1)) {
      throw new IllegalArgumentException("inspection: a share of " + inspected + ", expected a number in [0, 1]");
    }
    return found[(int) (inspected * (found.length - 1))] / found[found.length - 1];
  }
}
