package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class UncertaintyTest {

  private static final double LN2 = 0.6931471805599453;
  private static final Offset<Double> ROUNDING = Offset.offset(1e-15);
  private static final int PASSES = 100;

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void whenAllVotesAreEqualNothingIsUncertain(DType dtype) {
    Belief.Samples belief = passes(dtype, t -> new double[] {0, 1, 0});
    assertThat(Uncertainty.variationRatio().of(belief)).containsExactly(0);
    assertThat(Uncertainty.predictiveEntropy(LogBase.NATS).of(belief)).containsExactly(0);
    assertThat(Uncertainty.expectedEntropy(LogBase.NATS).of(belief)).containsExactly(0);
    assertThat(Uncertainty.mutualInformation(LogBase.NATS).of(belief)).containsExactly(0);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void whenHalfOfThePassesAreSureOfOneClassAndHalfOfAnotherAllUncertaintyIsEpistemic(DType dtype) {
    Belief.Samples belief = passes(dtype, t -> t % 2 == 0 ? new double[] {1, 0} : new double[] {0, 1});
    assertThat(Uncertainty.variationRatio().of(belief)).containsExactly(0.5);
    assertThat(Uncertainty.predictiveEntropy(LogBase.NATS).of(belief)[0]).isCloseTo(LN2, ROUNDING);
    assertThat(Uncertainty.expectedEntropy(LogBase.NATS).of(belief)).containsExactly(0);
    assertThat(Uncertainty.mutualInformation(LogBase.NATS).of(belief)[0]).isCloseTo(LN2, ROUNDING);
    assertThat(Uncertainty.predictiveEntropy(LogBase.BITS).of(belief)[0]).isCloseTo(1, ROUNDING);
    assertThat(Uncertainty.mutualInformation(LogBase.BITS).of(belief)[0]).isCloseTo(1, ROUNDING);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void whenAllPassesAreEquallyUndecidedAllUncertaintyIsAleatoric(DType dtype) {
    Belief.Samples belief = passes(dtype, t -> new double[] {0.51, 0.49});
    double entropy = -(0.51 * StrictMath.log(0.51) + 0.49 * StrictMath.log(0.49));
    double rounding = dtype == DType.F32 ? 1e-7 : 1e-15;
    assertThat(entropy).isBetween(LN2 - 2.1e-4, LN2);
    assertThat(Uncertainty.variationRatio().of(belief)).containsExactly(0);
    assertThat(Uncertainty.predictiveEntropy(LogBase.NATS).of(belief)[0]).isCloseTo(entropy, Offset.offset(rounding));
    assertThat(Uncertainty.expectedEntropy(LogBase.NATS).of(belief)[0]).isCloseTo(entropy, Offset.offset(rounding));
    assertThat(Uncertainty.mutualInformation(LogBase.NATS).of(belief)[0]).isBetween(0.0, 1e-14);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void aMutualInformationSmallerThanTheRoundingOfF32IsStillSeen(DType dtype) {
    double shift = 0x1p-14;
    Belief.Samples belief =
        passes(dtype, t -> new double[] {0.25 + (t % 2 == 0 ? shift : -shift), 0.75 - (t % 2 == 0 ? shift : -shift)});
    // The second-order term of H: shift² / (2 p (1 − p)).
    double expected = shift * shift / (2 * 0.25 * 0.75);
    assertThat(Uncertainty.mutualInformation(LogBase.NATS).of(belief)[0]).isCloseTo(expected,
        Offset.offset(1e-3 * expected));
  }

  @Test
  void theVariationRatioCountsTheVotesForTheMostFrequentClass() {
    double[][] votes = {{1, 0, 0}, {0, 1, 0}, {0, 1, 0}, {0, 0, 1}, {0, 1, 0}};
    assertThat(Uncertainty.variationRatio().of(samples(votes))[0]).isCloseTo(0.4, ROUNDING);
  }

  @Test
  void aTieOfClassesLeavesTheSameRatioWhicheverIsTaken() {
    double[][] votes = {{1, 0, 0}, {1, 0, 0}, {0, 0, 1}, {0, 0, 1}};
    assertThat(Uncertainty.variationRatio().of(samples(votes))).containsExactly(0.5);
  }

  @Test
  void anUndecidedPassVotesForItsFirstClassOfHighestProbability() {
    double[][] first = {{0.4, 0.4, 0.2}, {1, 0, 0}};
    assertThat(Uncertainty.variationRatio().of(samples(first))).containsExactly(0);
    double[][] second = {{0.4, 0.4, 0.2}, {0, 1, 0}};
    assertThat(Uncertainty.variationRatio().of(samples(second))).containsExactly(0.5);
  }

  @Test
  void onePassHasNoEpistemicUncertainty() {
    Belief.Samples belief = samples(new double[][] {{0.2, 0.3, 0.5}});
    assertThat(Uncertainty.variationRatio().of(belief)).containsExactly(0);
    assertThat(Uncertainty.mutualInformation(LogBase.NATS).of(belief)).containsExactly(0);
    assertThat(Uncertainty.predictiveEntropy(LogBase.NATS).of(belief))
        .containsExactly(Uncertainty.expectedEntropy(LogBase.NATS).of(belief));
  }

  @Test
  void theEntropyOfACategoricalIsThatOfItsProbabilities() {
    Belief belief =
        new Belief.Categorical(Tensor.of(new double[] {0.25, 0.25, 0.5, 1, 0, 0, 1 / 3.0, 1 / 3.0, 1 / 3.0}, 3, 3));
    double[] nats = Uncertainty.predictiveEntropy(LogBase.NATS).of(belief);
    assertThat(nats[0]).isCloseTo(1.5 * LN2, ROUNDING);
    assertThat(nats[1]).isZero();
    assertThat(nats[2]).isCloseTo(StrictMath.log(3), ROUNDING);
    assertThat(Uncertainty.predictiveEntropy(LogBase.BITS).of(belief)[0]).isCloseTo(1.5, ROUNDING);
  }

  @Test
  void everyInputHasItsOwnNumbers() {
    Belief.Samples belief =
        new Belief.Samples(Tensor.of(new double[] {1, 0, 1, 0, 0.5, 0.5, 1, 0, 0, 1, 0.5, 0.5}, 2, 3, 2));
    assertThat(Uncertainty.variationRatio().of(belief)).containsExactly(0, 0.5, 0);
    assertThat(Uncertainty.mutualInformation(LogBase.BITS).of(belief)).containsExactly(new double[] {0, 1, 0},
        ROUNDING);
    assertThat(Uncertainty.expectedEntropy(LogBase.BITS).of(belief)).containsExactly(new double[] {0, 0, 1}, ROUNDING);
  }

  @Test
  void noInputsHaveNoNumbers() {
    Belief.Samples none = new Belief.Samples(Tensor.zeros(DType.F32, 3, 0, 4));
    assertThat(Uncertainty.variationRatio().of(none)).isEmpty();
    assertThat(Uncertainty.predictiveEntropy(LogBase.NATS).of(none)).isEmpty();
    assertThat(Uncertainty.mutualInformation(LogBase.NATS).of(none)).isEmpty();
  }

  @Test
  void theSurestClassIsMeasuredByItsProbabilityItsLeadAndItsSpread() {
    double[][] rows = {{0.5, 0.4, 0.1}, {0.9, 0, 0.1}};
    Belief.Samples belief = samples(rows);
    assertThat(Uncertainty.maxProbability().of(belief)[0]).isCloseTo(0.7, ROUNDING);
    assertThat(Uncertainty.margin().of(belief)[0]).isCloseTo(0.5, ROUNDING);
    assertThat(Uncertainty.standardDeviation().of(belief)[0]).isCloseTo(0.2, ROUNDING);
    assertThat(Uncertainty.meanStandardDeviation().of(belief)[0]).isCloseTo(0.4 / 3, ROUNDING);
    Belief single = new Belief.Categorical(Tensor.of(new double[] {0.25, 0.5, 0.25, 1, 0, 0}, 2, 3));
    assertThat(Uncertainty.maxProbability().of(single)).containsExactly(0.5, 1);
    assertThat(Uncertainty.margin().of(single)).containsExactly(0.25, 1);
    assertThat(Uncertainty.margin().of(new Belief.Categorical(Tensor.ones(DType.F64, 1, 1)))).containsExactly(1);
  }

  @Test
  void everyMeasureSaysItsNameAndItsDirection() {
    assertThat(Uncertainty.variationRatio().name()).isEqualTo("variation ratio");
    assertThat(Uncertainty.mutualInformation(LogBase.BITS).name()).isEqualTo("mutual information (bits)");
    assertThat(Uncertainty.predictiveEntropy(LogBase.NATS)).hasToString("predictive entropy (nats)");
    assertThat(Uncertainty.margin().orientation()).isEqualTo(Orientation.SURE);
    assertThat(Uncertainty.maxProbability().orientation()).isEqualTo(Orientation.SURE);
    assertThat(Uncertainty.standardDeviation().orientation()).isEqualTo(Orientation.UNCERTAIN);
  }

  @Test
  void numbersOfASureDirectionAreTurnedForRankings() {
    Belief.Samples belief = samples(new double[][] {{0.75, 0.25}});
    assertThat(Uncertainty.maxProbability().uncertainty(belief)).containsExactly(-0.75);
    assertThat(Uncertainty.standardDeviation().uncertainty(belief)).containsExactly(0);
  }

  static Stream<Measure> ofPasses() {
    return Stream.of(Uncertainty.variationRatio(), Uncertainty.expectedEntropy(LogBase.NATS),
        Uncertainty.mutualInformation(LogBase.NATS), Uncertainty.standardDeviation(),
        Uncertainty.meanStandardDeviation(), Uncertainty.aleatoric(LogBase.NATS), Uncertainty.epistemic(LogBase.NATS));
  }

  @ParameterizedTest
  @MethodSource("ofPasses")
  void aSingleNetworkIsNotAskedWhatAnotherWouldSay(Measure measure) {
    Belief single = new Belief.Categorical(Tensor.of(new double[] {0.5, 0.5}, 1, 2));
    assertThatThrownBy(() -> measure.of(single)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(measure.name().replaceFirst(" \\(nats\\)", "")
            + ": the belief is that of a single network (Categorical), expected several passes");
  }

  @Test
  void beliefsAboutNumbersHaveVariancesOnly() {
    // Three components of two numbers: means 1, 2, 3 and 0, 0, 0, variances 0.5 and 2.
    Belief numbers = new Belief.GaussianMixture(Tensor.of(new double[] {1, 0, 2, 0, 3, 0}, 3, 1, 2),
        Tensor.of(new double[] {0.5, 2, 0.5, 2, 0.5, 2}, 3, 1, 2));
    assertThat(Uncertainty.aleatoric(LogBase.NATS).of(numbers)).containsExactly(2.5);
    assertThat(Uncertainty.epistemic(LogBase.NATS).of(numbers)[0]).isCloseTo(2.0 / 3, ROUNDING);
    assertThat(Uncertainty.total(LogBase.NATS).of(numbers)[0]).isCloseTo(2.5 + 2.0 / 3, ROUNDING);
    assertThatThrownBy(() -> Uncertainty.mutualInformation(LogBase.NATS).of(numbers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mutual information (nats): the belief is about numbers (GaussianMixture), expected classes");
  }

  @Test
  void theGeneralNamesOfClassesAreTheirEntropies() {
    Belief.Samples belief = samples(new double[][] {{0.2, 0.3, 0.5}, {0.7, 0.1, 0.2}});
    assertThat(Uncertainty.total(LogBase.BITS).of(belief))
        .containsExactly(Uncertainty.predictiveEntropy(LogBase.BITS).of(belief));
    assertThat(Uncertainty.aleatoric(LogBase.BITS).of(belief))
        .containsExactly(Uncertainty.expectedEntropy(LogBase.BITS).of(belief));
    assertThat(Uncertainty.epistemic(LogBase.BITS).of(belief))
        .containsExactly(Uncertainty.mutualInformation(LogBase.BITS).of(belief));
  }

  static Stream<Measure> ofClasses() {
    return Stream.concat(ofPasses(), Stream.of(Uncertainty.maxProbability(), Uncertainty.margin(),
        Uncertainty.predictiveEntropy(LogBase.NATS), Uncertainty.total(LogBase.NATS)));
  }

  @ParameterizedTest
  @MethodSource("ofClasses")
  void samplesAndTheirSummaryMeasureTheSameBits(Measure measure) {
    Belief.Samples belief = new Belief.Samples(Numbers.normal32(1, 300, 40, 7).mul(3).softmax(2));
    assertThat(measure.of(belief.summary())).containsExactly(measure.of(belief));
  }

  /// The probabilities of one pass.
  @FunctionalInterface
  private interface Pass {
    double[] probabilities(int t);
  }

  private static Belief.Samples passes(DType dtype, Pass pass) {
    double[][] rows = new double[PASSES][];
    for (int t = 0; t < PASSES; t++) {
      rows[t] = pass.probabilities(t);
    }
    return new Belief.Samples(samples(rows).probabilities().to(dtype));
  }

  /// One input, one row for each pass.
  private static Belief.Samples samples(double[][] rows) {
    return new Belief.Samples(Tensor.of(Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray(), rows.length, 1,
        rows[0].length));
  }
}
