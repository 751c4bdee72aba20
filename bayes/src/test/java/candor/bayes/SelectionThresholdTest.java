package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.SelectionRule.Empirical;
import candor.bayes.SelectionRule.Guaranteed;
import candor.random.RandomStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class SelectionThresholdTest {
  private static final double[] UNCERTAINTY = {0.5, 0.1, 0.2, 0.4, 0.3};
  private static final boolean[] CORRECT = {false, true, true, true, false};

  @Test
  void asManyAsTheRiskAllowsAreAnswered() {
    // Surest first: right, right, wrong, right, wrong.
    SelectionThreshold quarter = SelectionThreshold.forRisk(0.25, UNCERTAINTY, CORRECT, new Empirical());
    assertThat(quarter).isEqualTo(new SelectionThreshold(0.4, 0.8, 0.25, Double.NaN, new Empirical()));
    assertThat(quarter.accepts(0.4)).isTrue();
    assertThat(quarter.accepts(0.41)).isFalse();
    assertThat(quarter.accepts(Double.NaN)).isFalse();
    assertThat(SelectionThreshold.forRisk(0.2, UNCERTAINTY, CORRECT, new Empirical()).threshold()).isEqualTo(0.2);
    assertThat(SelectionThreshold.forRisk(0.4, UNCERTAINTY, CORRECT, new Empirical()).coverage()).isOne();
  }

  @Test
  void inputsOfEqualUncertaintyAreAnsweredTogetherOrNotAtAll() {
    SelectionThreshold select =
        SelectionThreshold.forRisk(0, new double[] {1, 1, 1}, new boolean[] {true, true, false}, new Empirical());
    assertThat(select.coverage()).isZero();
    assertThat(select.risk()).isNaN();
    assertThat(select.accepts(Double.NEGATIVE_INFINITY)).isFalse();
  }

  @Test
  void theBoundIsThatOfClopperAndPearson() {
    // Without errors (1 − b)^m = δ, and if all are errors nothing is excluded.
    assertThat(SelectionThreshold.upperBound(0, 100, 0.05)).isCloseTo(1 - Math.pow(0.05, 0.01), within(1e-14));
    assertThat(SelectionThreshold.upperBound(7, 7, 0.05)).isOne();
    // scipy.stats.beta.ppf(1 - delta, e + 1, m - e)
    assertThat(SelectionThreshold.upperBound(1, 10, 0.05)).isCloseTo(0.39416330243650466, within(1e-12));
    assertThat(SelectionThreshold.upperBound(97, 10_000, 0.001)).isCloseTo(0.013123304267168697, within(1e-12));
    assertThat(SelectionThreshold.upperBound(4000, 60_000, 1e-4)).isCloseTo(0.07053157426035164, within(1e-12));
  }

  @Test
  void aGuaranteeIsKept() {
    // An input of uncertainty u is answered wrongly with probability u / 2: answering up to t has the risk t / 4.
    int broken = 0;
    double coverage = 0;
    for (int repetition = 0; repetition < 200; repetition++) {
      double[] draws = new double[8000];
      RandomStream.of(repetition).child("test").uniform(0, draws);
      double[] uncertainty = new double[4000];
      boolean[] correct = new boolean[4000];
      for (int i = 0; i < 4000; i++) {
        uncertainty[i] = draws[2 * i];
        correct[i] = draws[2 * i + 1] >= draws[2 * i] / 2;
      }
      SelectionThreshold select = SelectionThreshold.forRisk(0.1, uncertainty, correct, new Guaranteed(0.1));
      assertThat(select.bound()).isLessThanOrEqualTo(0.1);
      // Now and then bisection begins with bad luck, and nothing is answered.
      assertThat(select.coverage() == 0 || select.risk() < select.bound()).isTrue();
      broken += select.threshold() / 4 > 0.1 ? 1 : 0;
      coverage += select.coverage() / 200;
    }
    assertThat(broken).isLessThan(20);
    // What could be answered if the risk were known is 0.4; of ¼ the risk is 4.9 deviations below the target.
    assertThat(coverage).isBetween(0.25, 0.4);
  }

  @Test
  void whatCannotBeGuaranteedIsNotAnswered() {
    SelectionThreshold select = SelectionThreshold.forRisk(0.1, UNCERTAINTY, CORRECT, new Guaranteed(0.01));
    assertThat(select.coverage()).isZero();
    assertThat(select.accepts(0)).isFalse();
    // One input without an error has the bound 1 − δ.
    SelectionThreshold one =
        SelectionThreshold.forRisk(0.75, new double[] {3}, new boolean[] {true}, new Guaranteed(0.25));
    assertThat(one.coverage()).isOne();
    assertThat(one.bound()).isCloseTo(0.75, within(1e-15));
  }

  @Property
  void theChosenRiskIsAtMostTheTarget(@ForAll @Size(min = 1, max = 40) List<@IntRange(max = 9) Integer> levels,
      @ForAll long outcomes, @ForAll @IntRange(max = 9) int tenths) {
    double[] uncertainty = levels.stream().mapToDouble(Integer::doubleValue).toArray();
    boolean[] correct = new boolean[uncertainty.length];
    for (int i = 0; i < correct.length; i++) {
      correct[i] = (outcomes >> i & 1) == 1;
    }
    for (SelectionRule rule : List.of(new Empirical(), new Guaranteed(0.5))) {
      SelectionThreshold select = SelectionThreshold.forRisk(tenths / 10.0, uncertainty, correct, rule);
      int answered = 0;
      int wrong = 0;
      for (int i = 0; i < correct.length; i++) {
        answered += select.accepts(uncertainty[i]) ? 1 : 0;
        wrong += select.accepts(uncertainty[i]) && !correct[i] ? 1 : 0;
      }
      assertThat(select.coverage()).isEqualTo((double) answered / correct.length);
      assertThat(wrong).isLessThanOrEqualTo((int) (tenths / 10.0 * answered + 1e-9));
    }
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> SelectionThreshold.forRisk(1, UNCERTAINTY, CORRECT, new Empirical()))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("selection: risk 1.0, expected [0, 1)");
    assertThatThrownBy(() -> SelectionThreshold.forRisk(0.1, new double[2], CORRECT, new Empirical()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("selection: 2 uncertainties and 5 outcomes, expected equally many, and 1 or more");
    assertThatThrownBy(
        () -> SelectionThreshold.forRisk(0.1, new double[] {Double.NaN}, new boolean[1], new Empirical()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("selection: an uncertainty is NaN, so the inputs have no order");
    assertThatThrownBy(() -> new Guaranteed(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("selection: delta 0.0, expected (0, 1)");
  }
}
