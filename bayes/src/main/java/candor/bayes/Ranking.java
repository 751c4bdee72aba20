package candor.bayes;

import candor.random.Purpose;
import candor.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How well a score tells two kinds of inputs apart, such as wrong answers from right ones, or inputs from outside from
/// those from inside. The scores are sorted once; all curves and numbers come from the counts at their levels.
///
/// ```java
/// Ranking ranking = Ranking.ofErrors(uncertainty, Scores.correct(belief, labels));
/// double auroc = ranking.auroc();
/// double auprErrors = ranking.averagePrecision(PrecisionRule.STEP);
/// double fpr95 = ranking.swapped().falsePositiveRateAt(0.95);
/// ```
///
/// An input is called positive when its score is at or above a threshold. Inputs of equal score are on the same side of
/// every threshold, so the order in which inputs come never matters. The values are those of scikit-learn where it has
/// the number.
public final class Ranking {
  private final Positives positives;
  /// The different scores, from high to low.
  private final double[] levels;
  /// The numbers of positives and negatives with at least this score.
  private final int[] hits;
  private final int[] alarms;

  /// A threshold, and what follows from calling inputs positive that score at least as high: a point of the ROC curve
  /// (`falsePositiveRate`, `truePositiveRate`) and of the precision-recall curve (`truePositiveRate`, `precision`).
  ///
  /// @param threshold a score, or +∞ for the point at which nothing is called positive
  /// @param truePositiveRate share of the positives at or above the threshold, which is also the recall
  /// @param falsePositiveRate share of the negatives at or above the threshold
  /// @param precision share of positives among the inputs at or above the threshold, 1 if there is none
  public record Point(double threshold, double truePositiveRate, double falsePositiveRate, double precision) {
  }

  /// The ends of an interval.
  ///
  /// @param low lower end
  /// @param high upper end
  public record Interval(double low, double high) {
  }

  private Ranking(Positives positives, double[] levels, int[] hits, int[] alarms) {
    this.positives = positives;
    this.levels = levels;
    this.hits = hits;
    this.alarms = alarms;
  }

  /// Ranks inputs, to find the marked ones.
  ///
  /// @param score a number for each input, larger means more likely marked; infinite ones are allowed
  /// @param marked which inputs are the positives
  /// @return the ranking
  /// @throws IllegalArgumentException if the arrays differ in length, a score is NaN, or not both kinds are there
  public static Ranking of(double[] score, boolean[] marked) {
    return of(Positives.MARKED, score, marked);
  }

  /// Ranks inputs, to find wrong answers.
  ///
  /// @param uncertainty a number for each input, larger means more uncertain
  /// @param correct whether the model is right
  /// @return the ranking, whose positives are the errors
  /// @throws IllegalArgumentException if the arrays differ in length, a score is NaN, or not both kinds are there
  public static Ranking ofErrors(double[] uncertainty, boolean[] correct) {
    boolean[] wrong = new boolean[correct.length];
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] = !correct[i];
    }
    return of(Positives.ERRORS, uncertainty, wrong);
  }

  /// Ranks inputs, to find those from outside.
  ///
  /// @param inside uncertainty of each input from inside, larger means more likely from outside
  /// @param outside uncertainty of each input from outside
  /// @return the ranking, whose positives are those from outside
  /// @throws IllegalArgumentException if a score is NaN, or not both kinds are there
  public static Ranking ofOutside(double[] inside, double[] outside) {
    double[] score = Arrays.copyOf(inside, inside.length + outside.length);
    System.arraycopy(outside, 0, score, inside.length, outside.length);
    boolean[] positive = new boolean[score.length];
    Arrays.fill(positive, inside.length, score.length, true);
    return of(Positives.OUTSIDE, score, positive);
  }

  private static Ranking of(Positives positives, double[] score, boolean[] positive) {
    int n = score.length;
    if (n != positive.length) {
      throw new IllegalArgumentException(
          "ranking: " + n + " scores and " + positive.length + " outcomes, expected equally many");
    }
    int total = 0;
    for (int i = 0; i < n; i++) {
      if (Double.isNaN(score[i])) {
        throw new IllegalArgumentException("ranking: score NaN of input " + i + ", so the inputs have no order");
      }
      total += positive[i] ? 1 : 0;
    }
    if (total == 0 || total == n) {
      throw new IllegalArgumentException("ranking: " + total + " " + positives + " and " + (n - total) + " "
          + positives.opposite() + ", expected 1 or more of both");
    }
    int[] order = Argsort.descending(score);
    double[] levels = new double[n];
    int[] hits = new int[n];
    int[] alarms = new int[n];
    int last = -1;
    for (int i : order) {
      // By ==, not by the order of the sort, which tells 0 from −0.
      if (last < 0 || score[i] != levels[last]) {
        last++;
        levels[last] = score[i];
        hits[last] = last == 0 ? 0 : hits[last - 1];
        alarms[last] = last == 0 ? 0 : alarms[last - 1];
      }
      if (positive[i]) {
        hits[last]++;
      } else {
        alarms[last]++;
      }
    }
    return new Ranking(positives, Arrays.copyOf(levels, last + 1), Arrays.copyOf(hits, last + 1),
        Arrays.copyOf(alarms, last + 1));
  }

  /// The same inputs from the other side: negatives are the positives, and scores have the opposite sign.
  ///
  /// @return the ranking of the other kind of inputs
  public Ranking swapped() {
    int n = levels.length;
    double[] opposite = new double[n];
    int[] found = new int[n];
    int[] called = new int[n];
    for (int i = 0; i < n; i++) {
      int above = n - 2 - i;
      opposite[i] = -levels[n - 1 - i];
      found[i] = negativeCount() - (above < 0 ? 0 : alarms[above]);
      called[i] = positiveCount() - (above < 0 ? 0 : hits[above]);
    }
    return new Ranking(positives.opposite(), opposite, found, called);
  }

  /// Which inputs are the positives.
  ///
  /// @return the kind of input that the score is to find
  public Positives positives() {
    return positives;
  }

  /// Number of positives.
  ///
  /// @return the number, at least 1
  public int positiveCount() {
    return hits[hits.length - 1];
  }

  /// Number of negatives.
  ///
  /// @return the number, at least 1
  public int negativeCount() {
    return alarms[alarms.length - 1];
  }

  /// The points of the ROC curve and of the precision-recall curve: one where nothing is called positive, then one for
  /// every different score, from high to low, the last of which calls everything positive.
  ///
  /// @return two points or more
  public List<Point> points() {
    List<Point> result = new ArrayList<>(levels.length + 1);
    result.add(new Point(Double.POSITIVE_INFINITY, 0, 0, 1));
    for (int i = 0; i < levels.length; i++) {
      result.add(new Point(levels[i], recall(i), falsePositiveRate(i), precision(i)));
    }
    return result;
  }

  /// The area under the ROC curve: the probability that a positive scores higher than a negative, where a tie counts
  /// half (mid-ranks, Mann & Whitney 1947). Exact but for the last division.
  ///
  /// @return a fraction in `[0, 1]`, 0.5 for a score that knows nothing
  public double auroc() {
    long twice = 0;
    for (int i = 0; i < levels.length; i++) {
      long before = i == 0 ? 0 : hits[i - 1];
      int called = alarms[i] - (i == 0 ? 0 : alarms[i - 1]);
      twice += called * (before + hits[i]);
    }
    return twice / (2.0 * positiveCount() * negativeCount());
  }

  /// The area under the precision-recall curve, with [#positives] as positives; [#swapped] gives that of the others.
  ///
  /// @param rule how it is computed
  /// @return a fraction in `[0, 1]`; about the share of positives for a score that knows nothing
  public double averagePrecision(PrecisionRule rule) {
    double sum = 0;
    for (int i = 0; i < levels.length; i++) {
      double step = recall(i) - (i == 0 ? 0 : recall(i - 1));
      sum += step * switch (rule) {
        case STEP -> precision(i);
        case TRAPEZOID -> (precision(i) + (i == 0 ? 1 : precision(i - 1))) / 2;
      };
    }
    return sum;
  }

  /// The least false positive rate of a threshold whose true positive rate is at least the given one. Nothing is
  /// interpolated, so there always is such a threshold.
  ///
  /// @param truePositiveRate in `(0, 1]`, such as 0.95
  /// @return a fraction in `[0, 1]`
  /// @throws IllegalArgumentException if the rate is out of its range
  public double falsePositiveRateAt(double truePositiveRate) {
    if (!(truePositiveRate > 0 && truePositiveRate <= 1)) {
      throw new IllegalArgumentException("ranking: true positive rate " + truePositiveRate + ", expected (0, 1]");
    }
    int i = 0;
    // 95 of 100 are 95 %, whatever 0.95 is in F64.
    while (hits[i] < truePositiveRate * positiveCount() - 1e-9) {
      i++;
    }
    return falsePositiveRate(i);
  }

  /// The least mean of the two error rates that a threshold has, `min ½ (1 − TPR) + ½ FPR`: the error of the best
  /// detector when both kinds of inputs are equally frequent. `1 −` this is the "detection accuracy" of Lee et al. 2018.
  ///
  /// @return a fraction in `[0, 0.5]`
  public double detectionError() {
    double least = 0.5;
    for (int i = 0; i < levels.length; i++) {
      least = Math.min(least, 0.5 * (1 - recall(i)) + 0.5 * falsePositiveRate(i));
    }
    return least;
  }

  /// A percentile interval of a number over test sets that might have been: as many positives drawn from the positives
  /// with replacement, and as many negatives from the negatives (Efron 1979). With a hundred errors in ten thousand
  /// inputs, as a good network makes on MNIST, the average precision has an interval of some ten points.
  ///
  /// ```java
  /// Ranking.Interval interval = ranking.interval(r -> r.averagePrecision(PrecisionRule.STEP), 0.95, 1000, 1);
  /// ```
  ///
  /// @param number what to compute of each set, such as `Ranking::auroc`
  /// @param level probability of the interval, in `(0, 1)`, such as 0.95
  /// @param repetitions number of sets, at least 1
  /// @param seed seed of the draws
  /// @return the interval
  /// @throws IllegalArgumentException if the level or the number of sets is out of its range
  public Interval interval(ToDoubleFunction<Ranking> number, double level, int repetitions, long seed) {
    if (!(level > 0 && level < 1) || repetitions < 1) {
      throw new IllegalArgumentException("ranking: level " + level + " and " + repetitions
          + " repetitions, expected (0, 1), and 1 or more");
    }
    RandomStream stream = RandomStream.of(seed).purpose(Purpose.SAMPLING).child("ranking");
    double[] draws = new double[positiveCount() + negativeCount()];
    double[] numbers = new double[repetitions];
    for (int r = 0; r < repetitions; r++) {
      stream.uniform(r, draws);
      int[] found = resampled(hits, draws, 0);
      int[] called = resampled(alarms, draws, positiveCount());
      numbers[r] = number.applyAsDouble(new Ranking(positives, levels, found, called));
    }
    Arrays.sort(numbers);
    int outside = (int) ((1 - level) / 2 * repetitions);
    return new Interval(numbers[outside], numbers[repetitions - 1 - outside]);
  }

  /// Counts up to each level of as many inputs, drawn from those that have the given counts.
  private static int[] resampled(int[] counts, double[] draws, int from) {
    int total = counts[counts.length - 1];
    int[] levelOf = new int[total];
    for (int level = 0, i = 0; level < counts.length; level++) {
      for (; i < counts[level]; i++) {
        levelOf[i] = level;
      }
    }
    int[] result = new int[counts.length];
    for (int i = from; i < from + total; i++) {
      result[levelOf[(int) (draws[i] * total)]]++;
    }
    for (int level = 1; level < result.length; level++) {
      result[level] += result[level - 1];
    }
    return result;
  }

  /// Place of a score among the different ones, from high to low.
  int level(double score) {
    int low = 0;
    int high = levels.length - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (score >= levels[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// The ranking of other inputs with the same scores.
  ///
  /// @param found number of positives at each level; further numbers are 0
  /// @param called number of negatives at each level
  Ranking withCounts(int[] found, int[] called) {
    return new Ranking(positives, levels, sums(found), sums(called));
  }

  private int[] sums(int... counts) {
    int[] result = Arrays.copyOf(counts, levels.length);
    for (int level = 1; level < result.length; level++) {
      result[level] += result[level - 1];
    }
    return result;
  }

  /// The conventions behind the numbers, for reports.
  ///
  /// @return a sentence without its point
  public String conventions() {
    return "positives are the " + positives + " (" + positiveCount() + " of " + (positiveCount() + negativeCount())
        + "); inputs of equal score are called alike, and a pair of them counts half in the AUROC; no interpolation";
  }

  private double recall(int level) {
    return (double) hits[level] / positiveCount();
  }

  private double falsePositiveRate(int level) {
    return (double) alarms[level] / negativeCount();
  }

  private double precision(int level) {
    int called = hits[level] + alarms[level];
    // A level of which no input was drawn again may be above all of them.
    return called == 0 ? 1 : (double) hits[level] / called;
  }
}
