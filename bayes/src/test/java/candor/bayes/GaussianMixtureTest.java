package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GaussianMixtureTest {
  private static final double ROOT_TWO_PI = 2.5066282746310002;

  /// Two inputs: a single normal distribution, and two apart.
  private static final Belief.GaussianMixture TWO = new Belief.GaussianMixture(
      Tensor.of(new double[] {3, -10, 3, 10}, 2, 2), Tensor.of(new double[] {4, 1, 4, 9}, 2, 2));

  @Test
  void meanAndVarianceAreThoseOfTheMixture() {
    assertThat(TWO.mean().toDoubles()).containsExactly(3, 0);
    assertThat(TWO.aleatoric().toDoubles()).containsExactly(4, 5);
    assertThat(TWO.epistemic().toDoubles()).containsExactly(0, 100);
    assertThat(TWO.variance().toDoubles()).containsExactly(4, 105);
  }

  @Property(tries = 200)
  void theVarianceIsTheMeanSquareLessTheSquareOfTheMean(@ForAll @IntRange(min = 1, max = 20) int components,
      @ForAll long seed) {
    Belief.GaussianMixture belief = random(components, seed);
    Tensor squares = belief.variances().add(belief.means().square()).mean(0);
    assertThat(belief.variance().isClose(squares.sub(belief.mean().square()), 1e-12, 0)).isTrue();
  }

  @Test
  void theLikelihoodIsTheMeanOfTheDensities() {
    double[] logarithms = TWO.logLikelihood(Tensor.of(new double[] {5, -9}, 2));
    assertThat(logarithms[0]).isCloseTo(StrictMath.log(StrictMath.exp(-0.5) / (2 * ROOT_TWO_PI)), within(1e-14));
    double near = StrictMath.exp(-0.5) / ROOT_TWO_PI;
    double far = StrictMath.exp(-0.5 * 361 / 9) / (3 * ROOT_TWO_PI);
    assertThat(logarithms[1]).isCloseTo(StrictMath.log((near + far) / 2), within(1e-14));
  }

  @Test
  void aTargetFarAwayHasALikelihoodAllTheSame() {
    double[] logarithms = TWO.logLikelihood(Tensor.of(new double[] {3 + 2e6, 0}, 2));
    assertThat(logarithms[0]).isCloseTo(-0.5e12 - StrictMath.log(2 * ROOT_TWO_PI), within(1e-3));
  }

  /// The members agree on neither number, so the likelihood of both is no product.
  @Test
  void theNumbersOfAnInputHaveOneLikelihoodTogether() {
    Belief.GaussianMixture belief = new Belief.GaussianMixture(Tensor.of(new double[] {0, 0, 8, 8}, 2, 1, 2),
        Tensor.ones(DType.F64, 2, 1, 2));
    double density = 1 / (ROOT_TWO_PI * ROOT_TWO_PI);
    assertThat(belief.logLikelihood(Tensor.of(new double[] {0, 0}, 1, 2))[0])
        .isCloseTo(StrictMath.log(density / 2 * (1 + StrictMath.exp(-64))), within(1e-14));
    assertThat(belief.logLikelihood(Tensor.of(new double[] {0, 8}, 1, 2))[0])
        .isCloseTo(StrictMath.log(density * StrictMath.exp(-32)), within(1e-13));
  }

  /// Standard normal quantiles to 16 digits (Wichura's algorithm AS 241).
  @ParameterizedTest
  @CsvSource({"0.975, 1.959963984540054", "0.95, 1.6448536269514722", "0.5, 0", "0.01, -2.3263478740408408",
    "1e-10, -6.361340902404056", "1e-300, -37.0471"})
  void theQuantilesOfOneComponentAreThoseOfTheNormalDistribution(double probability, double quantile) {
    Belief.GaussianMixture belief =
        new Belief.GaussianMixture(Tensor.of(new double[] {0, 3}, 1, 2), Tensor.of(new double[] {1, 4}, 1, 2));
    double tolerance = probability < 1e-100 ? 1e-4 : 2e-15;
    double[] found = belief.quantile(probability).toDoubles();
    assertThat(found[0]).isCloseTo(quantile, within(tolerance * Math.max(1, Math.abs(quantile))));
    assertThat(found[1]).isCloseTo(3 + 2 * quantile, within(4 * tolerance * Math.max(1, Math.abs(quantile))));
  }

  @Property(tries = 200)
  void theCumulativeProbabilityOfAQuantileIsItsOwn(@ForAll @IntRange(min = 1, max = 10) int components,
      @ForAll @IntRange(min = 1, max = 9999) int tenThousandths, @ForAll long seed) {
    double probability = tenThousandths / 1e4;
    Belief.GaussianMixture belief = random(components, seed);
    Tensor quantile = belief.quantile(probability);
    for (double p : belief.cumulative(quantile).toDoubles()) {
      assertThat(p).isCloseTo(probability, within(4e-15));
    }
  }

  @Property(tries = 200)
  void anIntervalHoldsItsLevelAndLiesInWiderOnes(@ForAll @IntRange(min = 1, max = 10) int components,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double level, @ForAll long seed) {
    Belief.GaussianMixture belief = random(components, seed);
    Belief.Interval interval = belief.interval(level);
    Belief.Interval wider = belief.interval((1 + level) / 2);
    double[] inside = belief.cumulative(interval.high()).sub(belief.cumulative(interval.low())).toDoubles();
    for (int i = 0; i < inside.length; i++) {
      assertThat(inside[i]).isCloseTo(level, within(1e-14));
      assertThat(wider.low().at(i)).isLessThan(interval.low().at(i));
      assertThat(wider.high().at(i)).isGreaterThan(interval.high().at(i));
    }
  }

  @Test
  void intervalsOfASymmetricMixtureAreSymmetric() {
    Belief.GaussianMixture belief =
        new Belief.GaussianMixture(Tensor.of(new double[] {-5, 5}, 2, 1), Tensor.of(new double[] {2, 2}, 2, 1));
    Belief.Interval interval = belief.interval(0.9);
    assertThat(interval.low().item()).isEqualTo(-interval.high().item());
  }

  @Test
  void otherUnitsMoveMeansAndScaleVariances() {
    Belief.GaussianMixture belief = TWO.affine(Tensor.scalar(DType.F64, -2), Tensor.scalar(DType.F64, 1));
    assertThat(belief.means().toDoubles()).containsExactly(-5, 21, -5, -19);
    assertThat(belief.variances().toDoubles()).containsExactly(16, 4, 16, 36);
    Tensor targets = Tensor.of(new double[] {5, -9}, 2);
    double[] before = TWO.logLikelihood(targets);
    double[] after = belief.logLikelihood(targets.mul(-2).add(1));
    assertThat(after[0]).isCloseTo(before[0] - StrictMath.log(2), within(1e-14));
    assertThat(after[1]).isCloseTo(before[1] - StrictMath.log(2), within(1e-14));
  }

  @Test
  void theComponentsOfSeveralBeliefsStandSideBySide() {
    Belief.GaussianMixture all = Belief.GaussianMixture.concat(List.of(TWO, TWO));
    assertThat(all.means().shape()).isEqualTo(Shape.of(4, 2));
    assertThat(all.variance().toDoubles()).containsExactly(TWO.variance().toDoubles());
  }

  @Test
  void scoresCompareWithTheTruth() {
    Tensor targets = Tensor.of(new double[] {6, -4}, 2);
    assertThat(RegressionScores.rootMeanSquaredError(TWO, targets)).isEqualTo(Math.sqrt(12.5));
    double[] logarithms = TWO.logLikelihood(targets);
    assertThat(RegressionScores.negativeLogLikelihood(TWO, targets)).isEqualTo(-(logarithms[0] + logarithms[1]) / 2);
    // 6 is 1.5 deviations from the mean. Above −4 lies half of the second mixture.
    assertThat(RegressionScores.coverage(TWO, targets, 0.95)).isOne();
    assertThat(RegressionScores.coverage(TWO, targets, 0.8)).isEqualTo(0.5);
    assertThat(RegressionScores.coverage(TWO, targets, 1e-3)).isEqualTo(0.5);
  }

  @Property(tries = 100)
  void coverageIsTheShareInsideTheIntervals(@ForAll @IntRange(min = 1, max = 10) int components,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double level, @ForAll long seed) {
    Belief.GaussianMixture belief = random(components, seed);
    Tensor targets = Numbers.normal(seed + 1, 6).mul(3);
    Belief.Interval interval = belief.interval(level);
    double inside = targets.ge(interval.low()).mul(targets.le(interval.high())).mean().item();
    assertThat(RegressionScores.coverage(belief, targets, level)).isCloseTo(inside, within(1e-15));
  }

  static Stream<Arguments> faults() {
    Tensor two = Tensor.ones(DType.F64, 2, 1);
    return Stream.of(
        Arguments.of(two, Tensor.ones(DType.F32, 2, 1), "belief: means f64[2,1] and variances f32[2,1], "
            + "expected floating-point [M,N] or [M,N,D], both alike"),
        Arguments.of(Tensor.ones(DType.F64, 2), Tensor.ones(DType.F64, 2), "belief: means f64[2] and variances "
            + "f64[2], expected floating-point [M,N] or [M,N,D], both alike"),
        Arguments.of(Tensor.ones(DType.F64, 0, 2), Tensor.ones(DType.F64, 0, 2), "belief: means f64[0,2] and "
            + "variances f64[0,2], expected floating-point [M,N] or [M,N,D], both alike"),
        Arguments.of(two, Tensor.of(new double[] {1, 0}, 2, 1),
            "belief: a mixture with the variance 0.0, expected a positive finite number"),
        Arguments.of(two, Tensor.of(new double[] {1, Double.NaN}, 2, 1),
            "belief: a mixture with the variance NaN, expected a positive finite number"),
        Arguments.of(Tensor.of(new double[] {1, Double.NEGATIVE_INFINITY}, 2, 1), two,
            "belief: a mixture with the mean -Infinity, expected a finite number"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whatIsNoMixtureIsRefused(Tensor means, Tensor variances, String message) {
    assertThatThrownBy(() -> new Belief.GaussianMixture(means, variances))
        .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void targetsAndLevelsMustFit() {
    assertThatThrownBy(() -> TWO.logLikelihood(Tensor.ones(DType.F64, 2, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mixture: targets f64[2,1] for the means [2,2], expected floating-point [2]");
    assertThatThrownBy(() -> TWO.quantile(1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("quantile: probability 1.0, expected a number in (0, 1)");
    assertThatThrownBy(() -> TWO.interval(Double.NaN)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interval: level NaN, expected a number in (0, 1)");
    Belief.GaussianMixture none =
        new Belief.GaussianMixture(Tensor.zeros(DType.F64, 2, 0), Tensor.zeros(DType.F64, 2, 0));
    assertThat(none.quantile(0.5).shape()).isEqualTo(Shape.of(0));
    assertThatThrownBy(() -> RegressionScores.coverage(none, Tensor.zeros(DType.F64, 0), 0.5))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("scores: no targets, expected 1 or more");
  }

  /// Six inputs.
  private static Belief.GaussianMixture random(int components, long seed) {
    double[] spread = new double[components * 6];
    RandomStream.of(seed).child("spread").uniform(0, spread);
    return new Belief.GaussianMixture(Numbers.normal(seed, components, 6).mul(3),
        Tensor.of(spread, components, 6).mul(4).add(0.01));
  }
}
