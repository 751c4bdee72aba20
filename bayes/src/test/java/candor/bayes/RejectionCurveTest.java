package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class RejectionCurveTest {
  @Test
  void theMostUncertainAreRejectedFirst() {
    RejectionCurve curve =
        RejectionCurve.of(new double[] {0.1, 0.9, 0.2, 0.5}, new boolean[] {true, false, true, false});
    assertThat(curve.size()).isEqualTo(4);
    assertThat(curve.accuracy(0)).isEqualTo(0.5);
    assertThat(curve.accuracy(1)).isEqualTo(2.0 / 3);
    assertThat(curve.accuracy(2)).isOne();
    assertThat(curve.accuracy(3)).isOne();
    assertThat(curve.area()).isCloseTo((0.5 + 2.0 / 3 + 2) / 4, within(1e-15));
  }

  @Test
  void withoutInformationTheAccuracyStaysWhatItIs() {
    RejectionCurve curve = RejectionCurve.of(new double[5], new boolean[] {true, false, true, true, false});
    for (int rejected = 0; rejected < 5; rejected++) {
      assertThat(curve.accuracy(rejected)).isCloseTo(0.6, within(1e-15));
    }
  }

  @Test
  void riskIsWhatAccuracyLacks() {
    RejectionCurve curve =
        RejectionCurve.of(new double[] {0.1, 0.9, 0.2, 0.5}, new boolean[] {true, true, false, true});
    assertThat(curve.risk(0)).isEqualTo(0.25);
    assertThat(curve.risk(2)).isEqualTo(0.5);
    assertThat(curve.risk(3)).isZero();
    assertThat(curve.riskArea()).isCloseTo((1.0 / 4 + 1.0 / 3 + 1.0 / 2) / 4, within(1e-15));
    // In a perfect order the error would be among all four inputs only.
    assertThat(curve.excessRiskArea()).isCloseTo((1.0 / 3 + 1.0 / 2) / 4, within(1e-15));
  }

  @Property
  void aPerfectOrderHasNoExcess(@ForAll @IntRange(max = 30) int errors, @ForAll @IntRange(max = 30) int hits) {
    int n = errors + hits + 1;
    double[] uncertainty = new double[n];
    boolean[] correct = new boolean[n];
    for (int i = 0; i < n; i++) {
      uncertainty[i] = i;
      correct[i] = i <= hits;
    }
    RejectionCurve curve = RejectionCurve.of(uncertainty, correct);
    assertThat(curve.excessRiskArea()).isCloseTo(0, within(1e-15));
    assertThat(curve.riskArea() + curve.area()).isCloseTo(1, within(1e-14));
    double rate = (double) errors / n;
    // The limit of the paper for many inputs.
    assertThat(curve.riskArea()).isCloseTo(rate + (1 - rate) * Math.log(1 - rate), within(0.5 / n));
  }

  @Property
  void noOrderIsBetterThanAPerfectOne(@ForAll @Size(min = 1, max = 30) List<@IntRange(max = 9) Integer> levels,
      @ForAll int outcomes) {
    boolean[] correct = new boolean[levels.size()];
    for (int i = 0; i < correct.length; i++) {
      correct[i] = (outcomes >> i & 1) == 1;
    }
    double[] uncertainty = levels.stream().mapToDouble(Integer::doubleValue).toArray();
    RejectionCurve curve = RejectionCurve.of(uncertainty, correct);
    assertThat(curve.excessRiskArea()).isBetween(0.0, curve.riskArea());
  }

  @Property
  void tiesAreTheMeanOverEveryOrder(@ForAll @Size(min = 1, max = 6) List<@IntRange(max = 2) Integer> levels,
      @ForAll @IntRange(max = 63) int outcomes) {
    int n = levels.size();
    double[] uncertainty = levels.stream().mapToDouble(Integer::doubleValue).toArray();
    boolean[] correct = new boolean[n];
    for (int i = 0; i < n; i++) {
      correct[i] = (outcomes >> i & 1) == 1;
    }
    RejectionCurve curve = RejectionCurve.of(uncertainty, correct);
    List<List<Integer>> orders = orders(n);
    for (int rejected = 0; rejected < n; rejected++) {
      double sum = 0;
      for (List<Integer> order : orders) {
        // Sorting is stable, so every order of the indices gives one order of the ties.
        List<Integer> sorted = new ArrayList<>(order);
        sorted.sort(Comparator.comparingDouble(i -> uncertainty[i]));
        sum += sorted.subList(0, n - rejected).stream().filter(i -> correct[i]).count() / (double) (n - rejected);
      }
      assertThat(curve.accuracy(rejected)).isCloseTo(sum / orders.size(), within(1e-12));
    }
  }

  private static List<List<Integer>> orders(int n) {
    if (n == 0) {
      return List.of(List.of());
    }
    List<List<Integer>> result = new ArrayList<>();
    for (List<Integer> order : orders(n - 1)) {
      for (int at = 0; at < n; at++) {
        List<Integer> longer = new ArrayList<>(order);
        longer.add(at, n - 1);
        result.add(longer);
      }
    }
    return result;
  }

  @Property
  void theOrderOfTheInputsDoesNotMatter(@ForAll @Size(min = 1, max = 40) List<@IntRange(max = 9) Integer> levels,
      @ForAll long seed) {
    List<Integer> shuffled = new ArrayList<>(levels);
    Collections.shuffle(shuffled, new Random(seed));
    RejectionCurve a = ofLevels(levels);
    RejectionCurve b = ofLevels(shuffled);
    for (int rejected = 0; rejected < levels.size(); rejected++) {
      assertThat(a.accuracy(rejected)).isEqualTo(b.accuracy(rejected));
    }
  }

  /// The outcome is a function of the level, so that a shuffle moves both.
  private static RejectionCurve ofLevels(List<Integer> levels) {
    boolean[] correct = new boolean[levels.size()];
    for (int i = 0; i < correct.length; i++) {
      correct[i] = levels.get(i) % 3 != 0;
    }
    return RejectionCurve.of(levels.stream().mapToDouble(Integer::doubleValue).toArray(), correct);
  }

  @Test
  void aShareIsRoundedDownToWholeInputs() {
    double[] uncertainty = new double[1000];
    boolean[] correct = new boolean[1000];
    for (int i = 0; i < 1000; i++) {
      uncertainty[i] = i;
      correct[i] = i < 700;
    }
    RejectionCurve curve = RejectionCurve.of(uncertainty, correct);
    assertThat(curve.accuracyAt(0.29)).isEqualTo(700.0 / 710);
    assertThat(curve.accuracyAt(0.2999)).isEqualTo(700.0 / 701);
    assertThat(curve.accuracyAt(0.3)).isOne();
  }

  @Test
  void whatHasNoCurveIsRefused() {
    assertThatThrownBy(() -> RejectionCurve.of(new double[2], new boolean[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rejection curve: 2 uncertainties and 3 outcomes, expected equally many, and 1 or more");
    assertThatThrownBy(() -> RejectionCurve.of(new double[0], new boolean[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RejectionCurve.of(new double[] {Double.NaN}, new boolean[1]))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("is NaN");
    RejectionCurve curve = RejectionCurve.of(new double[2], new boolean[2]);
    assertThatThrownBy(() -> curve.accuracy(2)).isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("rejection curve: 2 rejected of 2 inputs");
    assertThatThrownBy(() -> curve.accuracyAt(1)).isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("rejection curve: share 1.0, expected [0, 1)");
  }
}
