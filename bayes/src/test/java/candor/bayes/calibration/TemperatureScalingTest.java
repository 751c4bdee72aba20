package candor.bayes.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.Belief;
import candor.bayes.Scores;
import candor.bayes.calibration.Solution.Outcome;
import candor.tensor.DType;
import candor.tensor.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TemperatureScalingTest {
  @Test
  void twoClassesOfWhichThreeQuartersAreRightHaveAClosedForm() {
    // The best probability of the right class is ¾, so the logit 2 becomes ln 3.
    Logits logits = Logits.of(Tensor.of(new double[] {2, 0, 2, 0, 2, 0, 2, 0}, 4, 2));
    TemperatureScaling scaling = TemperatureScaling.fit(logits, 0, 0, 1, 0);
    assertThat(scaling.temperature()).isCloseTo(2 / StrictMath.log(3), within(Math.ulp(2.0)));
    assertThat(scaling.solution().isMinimum()).isTrue();
    assertThat(scaling.solution().after())
        .isCloseTo(-0.75 * StrictMath.log(0.75) - 0.25 * StrictMath.log(0.25), within(1e-15));
    assertThat(scaling.apply(logits).mean().at(0, 0)).isCloseTo(0.75, within(1e-15));
    assertThat(scaling).hasToString("temperature " + scaling.temperature());
  }

  @Test
  void temperaturesAreThoseOfFortyDigits() {
    for (References.Value value : References.values("temperature")) {
      References.Data data = References.data(value.data());
      TemperatureScaling scaling = TemperatureScaling.fit(data.logits(), data.labels());
      assertThat(scaling.temperature()).as(value.toString())
          .isCloseTo(value.numbers()[0], Percentage.withPercentage(1e-13));
      assertThat(scaling.solution().gradient()).isLessThan(1e-15);
      assertThat(scaling.solution().iterations()).isLessThan(12);
    }
  }

  @Property(tries = 1000)
  void itIsNeverWorseThanNoTemperature(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(min = 1, max = 6) int classes, @ForAll @DoubleRange(min = -3, max = 3) double power) {
    Problems problem = Problems.of(seed, n, classes, StrictMath.pow(10, power));
    TemperatureScaling scaling = TemperatureScaling.fit(Logits.of(problem.logits()), problem.labels());
    Solution solution = scaling.solution();
    assertThat(scaling.temperature()).isPositive();
    assertThat(solution.after()).isLessThanOrEqualTo(solution.before());
    double before = likelihood(problem, 1);
    double after = likelihood(problem, scaling.temperature());
    double rounding = 1e-14 * (1 + before);
    assertThat(solution.before()).isCloseTo(before, within(rounding));
    assertThat(solution.after()).isCloseTo(after, within(rounding));
    if (solution.isMinimum()) {
      // No temperature nearby is better.
      for (double factor : new double[] {0.5, 0.99, 1.01, 2}) {
        assertThat(likelihood(problem, scaling.temperature() * factor)).isGreaterThanOrEqualTo(after - rounding);
      }
    } else {
      assertThat(Scores.errorRate(problem.belief(), problem.labels())).isZero();
      assertThat(scaling.temperature()).isEqualTo(TemperatureScaling.COLDEST);
    }
  }

  private static double likelihood(Problems problem, double temperature) {
    Tensor z = problem.logits();
    Tensor classes = Tensor.of(problem.labels(), problem.labels().length, 1);
    return -z.sub(z.maxKeep(1)).div(temperature).logSoftmax(1).gather(1, classes).mean().item();
  }

  @Property(tries = 200)
  void orderNamesAndShiftsDoNotMatterAndScaleGoesIntoTheTemperature(@ForAll long seed,
      @ForAll @IntRange(min = 10, max = 60) int n, @ForAll @IntRange(min = 2, max = 6) int classes) {
    Problems problem = Problems.of(seed, n, classes, 1.5);
    double temperature = fit(problem);
    Percentage rounding = Percentage.withPercentage(1e-9);
    assertThat(fit(problem.shuffled(seed))).isCloseTo(temperature, rounding);
    assertThat(fit(problem.renamed())).isCloseTo(temperature, rounding);
    Tensor shifts = problem.logits().slice(1, 0, 1).mul(3);
    assertThat(fit(new Problems(problem.logits().add(shifts), problem.labels()))).isCloseTo(temperature, rounding);
    if (temperature != TemperatureScaling.COLDEST) {
      assertThat(fit(new Problems(problem.logits().mul(8), problem.labels()))).isCloseTo(8 * temperature, rounding);
      // Log-probabilities are logits but for a shift.
      assertThat(TemperatureScaling.fit(Logits.of(problem.belief()), problem.labels()).temperature())
          .isCloseTo(temperature, rounding);
    }
  }

  private static double fit(Problems problem) {
    return TemperatureScaling.fit(Logits.of(problem.logits()), problem.labels()).temperature();
  }

  @Test
  void theScaleOfTheLogitsMayBeExtreme() {
    Problems problem = Problems.of(5, 100, 4, 1);
    double temperature = fit(problem);
    for (double factor : new double[] {1e-12, 1e-6, 1e6, 1e12}) {
      assertThat(fit(new Problems(problem.logits().mul(factor), problem.labels())))
          .isCloseTo(temperature * factor, Percentage.withPercentage(1e-9));
    }
  }

  @Test
  void separableDataIsFlagged() {
    Logits logits = Logits.of(Tensor.of(new double[] {3, 1, 0, 0, 2, 2}, 2, 3));
    // The second sample is undecided between two classes, which no temperature changes.
    TemperatureScaling scaling = TemperatureScaling.fit(logits, 0, 1);
    assertThat(scaling.temperature()).isEqualTo(TemperatureScaling.COLDEST);
    assertThat(scaling.solution().outcome()).isEqualTo(Outcome.UNBOUNDED);
    assertThat(scaling.solution().isMinimum()).isFalse();
    assertThat(scaling.solution().outcome()).hasToString("no finite minimum, the validation data is separable");
    assertThat(scaling.solution().after()).isCloseTo(StrictMath.log(2) / 2, within(1e-15));
    assertThat(scaling.apply(logits).mean().toDoubles()).containsExactly(new double[] {1, 0, 0, 0, 0.5, 0.5},
        within(1e-80));
    assertThat(TemperatureScaling.fit(Logits.of(Tensor.of(new double[] {1, 0}, 1, 2)), 0).solution().outcome())
        .isEqualTo(Outcome.UNBOUNDED);
  }

  @Test
  void logitsThatMisleadAreIgnored() {
    TemperatureScaling scaling =
        TemperatureScaling.fit(Logits.of(Tensor.of(new double[] {3, 1, 0, 2, 2, 1}, 2, 3)), 2, 2);
    assertThat(scaling.temperature()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(scaling.solution().isMinimum()).isTrue();
    assertThat(scaling.solution().after()).isCloseTo(StrictMath.log(3), within(1e-15));
    assertThat(scaling.apply(Tensor.of(new float[] {5, 1, 0}, 1, 3)).mean().toDoubles())
        .containsExactly(new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3}, within(1e-15));
  }

  @Test
  void withoutInformationTheTemperatureIsOne() {
    assertThat(TemperatureScaling.fit(Logits.of(Tensor.of(new double[] {3, 3, -1, -1}, 2, 2)), 0, 0).temperature())
        .isOne();
    // A single class is certain, at every temperature.
    TemperatureScaling one = TemperatureScaling.fit(Logits.of(Tensor.of(new float[] {3, 4}, 2, 1)), 0, 0);
    assertThat(one.temperature()).isOne();
    assertThat(one.solution()).isEqualTo(new Solution(Outcome.MINIMUM, 0, 0, 0, 0));
  }

  @Test
  void theOrderOfTheClassesStays() {
    Problems problem = Problems.of(8, 50, 5, 4);
    Belief.Categorical calibrated =
        TemperatureScaling.fit(Logits.of(problem.logits()), problem.labels()).apply(problem.logits());
    assertThat(Scores.predictions(calibrated)).containsExactly(Scores.predictions(problem.belief()));
    assertThat(calibrated.mean().dtype()).isEqualTo(DType.F64);
    assertThat(Scores.negativeLogLikelihood(calibrated, problem.labels()))
        .isLessThan(Scores.negativeLogLikelihood(problem.belief(), problem.labels()));
  }

  @Test
  void whatCannotBeFittedIsRefused() {
    Tensor z = Tensor.of(new double[] {1, 2, Double.NaN, 4}, 2, 2);
    assertThatThrownBy(() -> Logits.of(z)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("logits: number NaN of sample 1, expected finite numbers");
    assertThatThrownBy(() -> Logits.of(Tensor.of(new double[] {1, Double.POSITIVE_INFINITY}, 1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("logits: number Infinity of sample 0, expected finite numbers");
    assertThatThrownBy(() -> Logits.of(Tensor.of(new double[2], 2))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("logits: numbers f64[2], expected f32 or f64 [N,K] with K of 1 or more");
    assertThatThrownBy(() -> Logits.of(Tensor.of(new int[2], 1, 2))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("logits: numbers i32[1,2], expected f32 or f64 [N,K] with K of 1 or more");
    Logits logits = Logits.of(Tensor.of(new double[4], 2, 2));
    assertThatThrownBy(() -> TemperatureScaling.fit(logits, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("temperature scaling: 1 labels for numbers [2,2], expected one label for each row, and 1 or more");
    assertThatThrownBy(() -> TemperatureScaling.fit(logits, 0, 2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("temperature scaling: label 2 of sample 1, expected 0 to 1");
    assertThatThrownBy(() -> TemperatureScaling.fit(Logits.of(Tensor.zeros(DType.F64, 0, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("temperature scaling: 0 labels for numbers [0,2], expected one label for each row, and 1 or more");
  }
}
