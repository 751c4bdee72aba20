package candor.bayes.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.Belief;
import candor.bayes.calibration.MatrixScaling.Odir;
import candor.bayes.calibration.Solution.Outcome;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// Vector and matrix scaling.
class LinearScalingTest {
  @Test
  void vectorsAreThoseOfScipy() {
    for (References.Value value : References.values("vector")) {
      References.Data data = References.data(value.data());
      VectorScaling scaling = VectorScaling.fit(data.logits(), data.labels());
      assertLike(value, scaling.solution(), scaling.apply(data.logits()));
    }
  }

  @Test
  void matricesAreThoseOfScipyWithAndWithoutPenalty() {
    for (References.Value value : References.values("matrix")) {
      References.Data data = References.data(value.data());
      double[] weights = Stream.of(value.argument().split(" ")).mapToDouble(Double::parseDouble).toArray();
      MatrixScaling scaling = MatrixScaling.fit(new Odir(weights[0], weights[1]), data.logits(), data.labels());
      assertLike(value, scaling.solution(), scaling.apply(data.logits()));
    }
  }

  private static void assertLike(References.Value value, Solution solution, Belief.Categorical belief) {
    assertThat(solution.outcome()).as(value.toString()).isEqualTo(Outcome.MINIMUM);
    assertThat(solution.gradient()).as(value.toString()).isLessThan(1e-14);
    assertThat(solution.iterations()).as(value.toString()).isLessThan(30);
    assertThat(solution.after()).as(value.toString()).isCloseTo(value.numbers()[0], within(1e-14));
    double[] shown = Arrays.copyOfRange(value.numbers(), 1, value.numbers().length);
    assertThat(Arrays.copyOf(belief.mean().toDoubles(), shown.length)).as(value.toString()).containsExactly(shown,
        within(1e-11));
  }

  @Test
  void ofEqualLogitsOnlyTheOffsetsCount() {
    // The best offsets are the logarithms of the shares.
    Logits logits = Logits.of(Tensor.zeros(DType.F32, 8, 3));
    for (Calibrator calibrator : new Calibrator[] {VectorScaling.fit(logits, 0, 0, 0, 0, 1, 1, 2, 0),
      MatrixScaling.fit(logits, 0, 0, 0, 0, 1, 1, 2, 0)}) {
      assertThat(calibrator.apply(Tensor.zeros(DType.F64, 1, 3)).mean().toDoubles())
          .containsExactly(new double[] {0.625, 0.25, 0.125}, within(1e-14));
    }
  }

  @Test
  void theParametersAreWhatIsApplied() {
    Problems problem = Problems.of(3, 60, 3, 2);
    VectorScaling vector = VectorScaling.fit(Logits.of(problem.logits()), problem.labels());
    assertThat(vector.apply(problem.logits()).mean().isClose(
        problem.logits().mul(vector.factors()).add(vector.offsets()).softmax(1), 1e-15, 0)).isTrue();
    MatrixScaling matrix = MatrixScaling.fit(new Odir(0.1, 0.1), Logits.of(problem.logits()), problem.labels());
    assertThat(matrix.apply(problem.logits()).mean().isClose(
        problem.logits().matmul(matrix.matrix().transpose()).add(matrix.offsets()).softmax(1), 1e-15, 0)).isTrue();
  }

  @Property(tries = 100)
  void theRicherTheBetterOnTheDataItself(@ForAll long seed, @ForAll @IntRange(min = 5, max = 60) int n,
      @ForAll @IntRange(min = 1, max = 4) int classes) {
    Problems problem = Problems.of(seed, n, classes, 2);
    Logits logits = Logits.of(problem.logits());
    double none = Score.negativeLogLikelihood().of(problem.forecasts());
    Solution temperature = TemperatureScaling.fit(logits, problem.labels()).solution();
    Solution vector = VectorScaling.fit(logits, problem.labels()).solution();
    Solution matrix = MatrixScaling.fit(logits, problem.labels()).solution();
    Solution held = MatrixScaling.fit(new Odir(0.5, 0.5), logits, problem.labels()).solution();
    // Where there is no minimum, what is left differs by the choice.
    double rounding = 1e-8;
    assertThat(temperature.before()).isCloseTo(none, within(1e-13));
    assertThat(temperature.after()).isLessThanOrEqualTo(none);
    assertThat(vector.after()).isLessThanOrEqualTo(Math.min(none, temperature.after() + rounding));
    assertThat(matrix.after()).isLessThanOrEqualTo(Math.min(none, vector.after() + rounding));
    assertThat(held.after()).isBetween(matrix.after() - rounding, none);
    for (Solution solution : new Solution[] {vector, matrix, held}) {
      if (solution.isMinimum()) {
        assertThat(solution.gradient()).isLessThan(1e-10);
      }
    }
    if (temperature.outcome() == Outcome.UNBOUNDED) {
      assertThat(vector.outcome()).isEqualTo(Outcome.UNBOUNDED);
      assertThat(matrix.outcome()).isEqualTo(Outcome.UNBOUNDED);
    }
  }

  @Property(tries = 60)
  void neitherOrderNorNamesMatter(@ForAll long seed, @ForAll @IntRange(min = 2, max = 4) int classes) {
    Problems problem = Problems.of(seed, 60, classes, 2);
    Odir odir = new Odir(0.3, 0.2);
    Belief.Categorical belief = MatrixScaling.fit(odir, Logits.of(problem.logits()), problem.labels())
        .apply(problem.logits());
    Problems renamed = problem.renamed();
    assertThat(MatrixScaling.fit(odir, Logits.of(renamed.logits()), renamed.labels()).apply(renamed.logits()).mean()
        .flip(1).isClose(belief.mean(), 1e-7, 0)).isTrue();
    Problems shuffled = problem.shuffled(seed);
    assertThat(MatrixScaling.fit(odir, Logits.of(shuffled.logits()), shuffled.labels()).apply(problem.logits()).mean()
        .isClose(belief.mean(), 1e-7, 0)).isTrue();
  }

  @Test
  void aClassWithoutSamplesHasNoFiniteOffset() {
    Problems problem = Problems.of(6, 80, 3, 1);
    int[] labels = Arrays.stream(problem.labels()).map(k -> Math.min(k, 1)).toArray();
    Logits logits = Logits.of(problem.logits());
    VectorScaling vector = VectorScaling.fit(logits, labels);
    assertThat(vector.solution().outcome()).isEqualTo(Outcome.UNBOUNDED);
    assertThat(vector.apply(logits).mean().select(1, 2).max().item()).isLessThan(1e-8);
    assertThat(MatrixScaling.fit(logits, labels).solution().outcome()).isEqualTo(Outcome.UNBOUNDED);
    // The offsets alone are held, but a number on the diagonal can do the same where the logit has one sign.
    assertThat(MatrixScaling.fit(new Odir(0.1, 0.1), logits, labels).solution().outcome()).isEqualTo(Outcome.MINIMUM);
  }

  @Test
  void separableDataIsFlagged() {
    Logits logits = Logits.of(Tensor.of(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 3, 3));
    assertThat(VectorScaling.fit(logits, 0, 1, 2).solution().outcome()).isEqualTo(Outcome.UNBOUNDED);
    assertThat(MatrixScaling.fit(logits, 0, 1, 2).solution().outcome()).isEqualTo(Outcome.UNBOUNDED);
    // Classes that a matrix can turn round, and a temperature cannot.
    assertThat(MatrixScaling.fit(logits, 1, 2, 0).solution().outcome()).isEqualTo(Outcome.UNBOUNDED);
    // So sure that F64 shows no gradient.
    Logits sure = Logits.of(Tensor.of(new double[] {1000, 0, 0, 1000}, 2, 2));
    assertThat(MatrixScaling.fit(sure, 0, 1).solution().outcome()).isEqualTo(Outcome.UNBOUNDED);
    assertThat(VectorScaling.fit(sure, 0, 1).apply(sure).mean().toDoubles()).containsExactly(1, 0, 0, 1);
  }

  @Test
  void dataThatIsSeparableByAHairIsFlaggedToo() {
    // Only with offsets and factors of a million the right classes begin to win: steps would go on for ever.
    Problems problem = Problems.of(1_210_295, 19, 4, 2);
    Solution solution = VectorScaling.fit(Logits.of(problem.logits()), problem.labels()).solution();
    assertThat(solution.outcome()).isEqualTo(Outcome.UNBOUNDED);
    assertThat(solution.after()).isLessThan(solution.before() / 3);
  }

  @Test
  void logitsOfHundredsHaveAMinimumAsFarAsTheirRoundingTells() {
    Problems problem = Problems.of(1_186_034, 14, 3, 2);
    Solution solution = VectorScaling.fit(Logits.of(problem.logits()), problem.labels()).solution();
    assertThat(solution.outcome()).isEqualTo(Outcome.MINIMUM);
    assertThat(solution.gradient()).isLessThan(1e-13);
    assertThat(solution.iterations()).isLessThan(20);
  }

  @Test
  void dependentLogitsAreNoObstacle() {
    // Rows that add up to 0 make features linearly dependent; the second logit is the same everywhere.
    Problems problem = Problems.of(9, 100, 4, 1);
    Tensor centred = problem.logits().sub(problem.logits().meanKeep(1));
    MatrixScaling free = MatrixScaling.fit(Logits.of(problem.logits()), problem.labels());
    MatrixScaling scaling = MatrixScaling.fit(Logits.of(centred), problem.labels());
    assertThat(scaling.solution().outcome()).isEqualTo(Outcome.MINIMUM);
    assertThat(scaling.solution().after()).isBetween(free.solution().after() - 1e-12, scaling.solution().before());
    Tensor same = problem.logits().mul(Tensor.of(new double[] {1, 0, 1, 1}, 4));
    assertThat(VectorScaling.fit(Logits.of(same), problem.labels()).solution().outcome()).isEqualTo(Outcome.MINIMUM);
  }

  @Test
  void oneClassNeedsNothing() {
    Logits logits = Logits.of(Tensor.of(new double[] {3, 4}, 2, 1));
    assertThat(VectorScaling.fit(logits, 0, 0).solution()).isEqualTo(new Solution(Outcome.MINIMUM, 0, 0, 0, 0));
    assertThat(MatrixScaling.fit(new Odir(1, 1), logits, 0, 0).matrix().toDoubles()).containsExactly(1);
  }

  @Test
  void logitsOfAnotherKindAreRefused() {
    Problems problem = Problems.of(3, 40, 3, 1);
    VectorScaling vector = VectorScaling.fit(Logits.of(problem.logits()), problem.labels());
    assertThatThrownBy(() -> vector.apply(problem.belief())).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "vector scaling: applied to the log-probabilities of a belief [40,3], but fitted on the logits of a "
                + "network for 3 classes");
    MatrixScaling dirichlet = MatrixScaling.fit(Logits.of(problem.belief()), problem.labels());
    assertThat(dirichlet.apply(problem.belief()).mean().shape()).isEqualTo(problem.logits().shape());
    assertThatThrownBy(() -> dirichlet.apply(problem.logits())).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("applied to the logits of a network");
    assertThatThrownBy(() -> vector.apply(Tensor.zeros(DType.F64, 1, 4))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vector scaling: applied to the logits of a network [1,4], but fitted on the logits of a network "
            + "for 3 classes");
  }

  @Test
  void whatCannotBeFittedIsRefused() {
    assertThatThrownBy(() -> new Odir(-1, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("matrix scaling: lambda -1.0 and mu 0.0, expected finite numbers of at least 0");
    assertThatThrownBy(() -> new Odir(0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MatrixScaling.fit(Logits.of(Tensor.zeros(DType.F64, 2, 50)), 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("matrix scaling: 2550 parameters for 50 classes, expected at most 2000");
    assertThatThrownBy(() -> VectorScaling.fit(Logits.of(Tensor.zeros(DType.F64, 2, 2)), 0, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vector scaling: label 5 of sample 1, expected 0 to 1");
  }
}
