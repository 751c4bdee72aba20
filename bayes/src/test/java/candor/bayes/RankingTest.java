package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.Ranking.Interval;
import candor.bayes.Ranking.Point;
import candor.random.RandomStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RankingTest {
  /// A line of `ranking.csv`, which `src/test/python/ranking.py` computed.
  record Reference(double[] scores, boolean[] positive, double[] values) {
  }

  static List<Reference> references() {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(RankingTest.class.getResourceAsStream("ranking.csv")), StandardCharsets.UTF_8))) {
      return in.lines().skip(1).map(line -> line.split(",")).map(row -> new Reference(numbers(row[0]),
          marks(row[1]), Stream.of(row).skip(2).mapToDouble(Double::parseDouble).toArray())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] numbers(String text) {
    return Stream.of(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private static boolean[] marks(String text) {
    boolean[] result = new boolean[text.length()];
    for (int i = 0; i < result.length; i++) {
      result[i] = text.charAt(i) == '1';
    }
    return result;
  }

  @ParameterizedTest
  @MethodSource("references")
  void theNumbersAreThoseOfScikitLearn(Reference reference) {
    Ranking ranking = Ranking.of(reference.scores, reference.positive);
    double[] ours = {ranking.auroc(), ranking.averagePrecision(PrecisionRule.STEP),
      ranking.swapped().averagePrecision(PrecisionRule.STEP), ranking.averagePrecision(PrecisionRule.TRAPEZOID),
      ranking.falsePositiveRateAt(0.95), ranking.falsePositiveRateAt(0.8), ranking.detectionError()};
    assertThat(ours).containsExactly(reference.values, within(1e-14));
  }

  @Test
  void aSmallCaseByHand() {
    // From high to low: + − (+ −) +
    Ranking ranking = Ranking.of(new double[] {5, 4, 3, 3, 1}, new boolean[] {true, false, true, false, true});
    assertThat(ranking.points()).containsExactly(new Point(Double.POSITIVE_INFINITY, 0, 0, 1),
        new Point(5, 1.0 / 3, 0, 1), new Point(4, 1.0 / 3, 0.5, 0.5), new Point(3, 2.0 / 3, 1, 0.5),
        new Point(1, 1, 1, 0.6));
    assertThat(ranking.auroc()).isEqualTo((2 + 0.5) / 6);
    assertThat(ranking.averagePrecision(PrecisionRule.STEP)).isCloseTo((1 + 0.5 + 0.6) / 3, within(1e-15));
    assertThat(ranking.averagePrecision(PrecisionRule.TRAPEZOID)).isCloseTo((1 + 0.5 + 0.55) / 3, within(1e-15));
    assertThat(ranking.falsePositiveRateAt(0.3)).isZero();
    assertThat(ranking.falsePositiveRateAt(0.95)).isOne();
    assertThat(ranking.detectionError()).isCloseTo(1.0 / 3, within(1e-15));
    assertThat(ranking.positiveCount()).isEqualTo(3);
    assertThat(ranking.negativeCount()).isEqualTo(2);
  }

  @Test
  void aPerfectScoreAndItsOpposite() {
    double[] scores = {Double.NEGATIVE_INFINITY, 1, 2, Double.POSITIVE_INFINITY};
    Ranking best = Ranking.of(scores, new boolean[] {false, false, true, true});
    assertThat(best.auroc()).isOne();
    assertThat(best.averagePrecision(PrecisionRule.STEP)).isOne();
    assertThat(best.averagePrecision(PrecisionRule.TRAPEZOID)).isOne();
    assertThat(best.falsePositiveRateAt(1)).isZero();
    assertThat(best.detectionError()).isZero();
    Ranking worst = Ranking.of(scores, new boolean[] {true, true, false, false});
    assertThat(worst.auroc()).isZero();
    assertThat(worst.detectionError()).isEqualTo(0.5);
    assertThat(worst.falsePositiveRateAt(0.01)).isOne();
  }

  @Test
  void aScoreOfOneLevelKnowsNothing() {
    Ranking ranking = Ranking.of(new double[] {0.0, -0.0, 0, 0, 0}, new boolean[] {true, false, false, false, false});
    assertThat(ranking.points()).hasSize(2);
    assertThat(ranking.auroc()).isEqualTo(0.5);
    assertThat(ranking.averagePrecision(PrecisionRule.STEP)).isEqualTo(0.2);
    assertThat(ranking.falsePositiveRateAt(0.95)).isOne();
    assertThat(ranking.detectionError()).isEqualTo(0.5);
  }

  @Test
  void ninetyFivePercentAreWholeInputs() {
    double[] scores = new double[200];
    boolean[] positive = new boolean[200];
    for (int i = 0; i < 100; i++) {
      scores[i] = i + 1;
      positive[i] = true;
      scores[100 + i] = i + 0.5;
    }
    // 95 of 100 positives are 6 or more, and so are 94 negatives.
    assertThat(Ranking.of(scores, positive).falsePositiveRateAt(0.95)).isEqualTo(0.94);
  }

  @Test
  void errorsAndInputsFromOutsideHaveTheirOwnNames() {
    double[] uncertainty = {0.9, 0.2, 0.1, 0.3};
    boolean[] correct = {false, true, true, false};
    Ranking errors = Ranking.ofErrors(uncertainty, correct);
    assertThat(errors.positives()).isEqualTo(Positives.ERRORS);
    assertThat(errors.auroc()).isOne();
    assertThat(errors.swapped().positives()).isEqualTo(Positives.SUCCESSES);
    assertThat(errors.conventions()).isEqualTo("positives are the wrong answers (2 of 4); inputs of equal score are "
        + "called alike, and a pair of them counts half in the AUROC; no interpolation");
    Ranking outside = Ranking.ofOutside(new double[] {1, 2, 3}, new double[] {2.5});
    assertThat(outside.auroc()).isEqualTo(2.0 / 3);
    assertThat(outside.swapped().positives()).isEqualTo(Positives.INSIDE);
    assertThat(outside.positiveCount()).isEqualTo(1);
    for (Positives kind : Positives.values()) {
      assertThat(kind.opposite().opposite()).isEqualTo(kind);
    }
  }

  @Property
  void theAurocIsTheShareOfPairsInOrder(@ForAll @Size(min = 2, max = 30) List<@IntRange(max = 5) Integer> levels,
      @ForAll @IntRange(min = 1) int marks) {
    boolean[] positive = marks(levels.size(), marks);
    double[] scores = levels.stream().mapToDouble(Integer::doubleValue).toArray();
    double pairs = 0;
    double inOrder = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (positive[i] && !positive[j]) {
          pairs++;
          inOrder += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    assertThat(Ranking.of(scores, positive).auroc()).isEqualTo(inOrder / pairs);
  }

  @Property
  void theOtherSideIsThatOfOppositeScores(@ForAll @Size(min = 2, max = 30) List<@IntRange(max = 5) Integer> levels,
      @ForAll @IntRange(min = 1) int marks) {
    boolean[] positive = marks(levels.size(), marks);
    boolean[] negative = new boolean[positive.length];
    double[] scores = levels.stream().mapToDouble(Integer::doubleValue).toArray();
    double[] opposite = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      negative[i] = !positive[i];
      opposite[i] = -scores[i];
    }
    Ranking ranking = Ranking.of(scores, positive);
    Ranking other = ranking.swapped();
    assertThat(other.points()).isEqualTo(Ranking.of(opposite, negative).points());
    assertThat(other.auroc()).isEqualTo(ranking.auroc());
    assertThat(other.detectionError()).isCloseTo(ranking.detectionError(), within(1e-15));
    assertThat(other.swapped().points()).isEqualTo(ranking.points());
  }

  @Property
  void onlyTheOrderCounts(@ForAll @Size(min = 2, max = 30) List<@IntRange(max = 9) Integer> levels,
      @ForAll @IntRange(min = 1) int marks) {
    boolean[] positive = marks(levels.size(), marks);
    double[] scores = levels.stream().mapToDouble(Integer::doubleValue).toArray();
    double[] stretched = Arrays.stream(scores).map(s -> s * s * s - 7).toArray();
    Ranking a = Ranking.of(scores, positive);
    Ranking b = Ranking.of(stretched, positive);
    assertThat(b.auroc()).isEqualTo(a.auroc());
    assertThat(b.averagePrecision(PrecisionRule.STEP)).isEqualTo(a.averagePrecision(PrecisionRule.STEP));
    assertThat(b.falsePositiveRateAt(0.95)).isEqualTo(a.falsePositiveRateAt(0.95));
  }

  /// The low bits of a number, if there are both kinds among them.
  private static boolean[] marks(int n, int bits) {
    boolean[] result = new boolean[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      result[i] = (bits >> i & 1) == 1;
      count += result[i] ? 1 : 0;
    }
    Assume.that(count > 0 && count < n);
    return result;
  }

  @Test
  void anIntervalIsAsWideAsChanceMakesIt() {
    double[] scores = new double[600];
    RandomStream.of(1).child("test").uniform(0, scores);
    boolean[] positive = new boolean[600];
    Arrays.fill(positive, 0, 200, true);
    Ranking ranking = Ranking.of(scores, positive);
    Interval interval = ranking.interval(Ranking::auroc, 0.95, 2000, 7);
    assertThat(ranking.auroc()).isBetween(interval.low(), interval.high());
    // Without a difference between the kinds the deviation is √((1/200 + 1/400)/12), nearly.
    double deviation = Math.sqrt((1.0 / 200 + 1.0 / 400) / 12);
    assertThat(interval.high() - interval.low()).isCloseTo(2 * 1.96 * deviation, within(0.1 * 4 * deviation));
    assertThat(ranking.interval(Ranking::auroc, 0.95, 2000, 7)).isEqualTo(interval);
    assertThat(ranking.interval(Ranking::auroc, 0.95, 2000, 8)).isNotEqualTo(interval);
  }

  @Test
  void aPerfectScoreIsPerfectHoweverItIsDrawn() {
    Ranking best = Ranking.of(new double[] {1, 2, 3, 4, 5}, new boolean[] {false, false, false, true, true});
    assertThat(best.interval(Ranking::auroc, 0.9, 50, 1)).isEqualTo(new Interval(1, 1));
    assertThat(best.interval(r -> r.averagePrecision(PrecisionRule.TRAPEZOID), 0.9, 50, 1))
        .isEqualTo(new Interval(1, 1));
    assertThat(best.interval(r -> r.positiveCount() * 10 + r.negativeCount(), 0.9, 50, 1))
        .isEqualTo(new Interval(23, 23));
  }

  @Test
  void whatHasNoOrderIsRefused() {
    assertThatThrownBy(() -> Ranking.of(new double[2], new boolean[3])).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ranking: 2 scores and 3 outcomes, expected equally many");
    assertThatThrownBy(() -> Ranking.of(new double[] {1, Double.NaN}, new boolean[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ranking: score NaN of input 1, so the inputs have no order");
    assertThatThrownBy(() -> Ranking.of(new double[0], new boolean[0])).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ranking: 0 marked inputs and 0 unmarked inputs, expected 1 or more of both");
    assertThatThrownBy(() -> Ranking.ofErrors(new double[1], new boolean[] {true}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ranking: 0 wrong answers and 1 right answers, expected 1 or more of both");
    assertThatThrownBy(() -> Ranking.ofOutside(new double[0], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ranking: 3 inputs from outside and 0 inputs from inside, expected 1 or more of both");
    Ranking ranking = Ranking.ofOutside(new double[1], new double[1]);
    assertThatThrownBy(() -> ranking.falsePositiveRateAt(95)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ranking: true positive rate 95.0, expected (0, 1]");
    assertThatThrownBy(() -> ranking.interval(Ranking::auroc, 95, 0, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ranking: level 95.0 and 0 repetitions, expected (0, 1), and 1 or more");
    assertThatThrownBy(() -> ranking.falsePositiveRateAt(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }
}
