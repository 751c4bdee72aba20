package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;

import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UncertaintyTest {

  private static final double LN2 = 0.6931471805599453;
  private static final Offset<Double> ROUNDING = Offset.offset(1e-15);
  private static final int PASSES = 100;

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void whenAllVotesAreEqualNothingIsUncertain(DType dtype) {
    Belief.Samples belief = passes(dtype, t -> new double[] {0, 1, 0});
    assertThat(Uncertainty.variationRatio(belief)).containsExactly(0);
    assertThat(Uncertainty.predictiveEntropy(belief, LogBase.NATS)).containsExactly(0);
    assertThat(Uncertainty.expectedEntropy(belief, LogBase.NATS)).containsExactly(0);
    assertThat(Uncertainty.mutualInformation(belief, LogBase.NATS)).containsExactly(0);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void whenHalfOfThePassesAreSureOfOneClassAndHalfOfAnotherAllUncertaintyIsEpistemic(DType dtype) {
    Belief.Samples belief = passes(dtype, t -> t % 2 == 0 ? new double[] {1, 0} : new double[] {0, 1});
    assertThat(Uncertainty.variationRatio(belief)).containsExactly(0.5);
    assertThat(Uncertainty.predictiveEntropy(belief, LogBase.NATS)[0]).isCloseTo(LN2, ROUNDING);
    assertThat(Uncertainty.expectedEntropy(belief, LogBase.NATS)).containsExactly(0);
    assertThat(Uncertainty.mutualInformation(belief, LogBase.NATS)[0]).isCloseTo(LN2, ROUNDING);
    assertThat(Uncertainty.predictiveEntropy(belief, LogBase.BITS)[0]).isCloseTo(1, ROUNDING);
    assertThat(Uncertainty.mutualInformation(belief, LogBase.BITS)[0]).isCloseTo(1, ROUNDING);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void whenAllPassesAreEquallyUndecidedAllUncertaintyIsAleatoric(DType dtype) {
    Belief.Samples belief = passes(dtype, t -> new double[] {0.51, 0.49});
    double entropy = -(0.51 * StrictMath.log(0.51) + 0.49 * StrictMath.log(0.49));
    double rounding = dtype == DType.F32 ? 1e-7 : 1e-15;
    assertThat(entropy).isBetween(LN2 - 2.1e-4, LN2);
    assertThat(Uncertainty.variationRatio(belief)).containsExactly(0);
    assertThat(Uncertainty.predictiveEntropy(belief, LogBase.NATS)[0]).isCloseTo(entropy, Offset.offset(rounding));
    assertThat(Uncertainty.expectedEntropy(belief, LogBase.NATS)[0]).isCloseTo(entropy, Offset.offset(rounding));
    assertThat(Uncertainty.mutualInformation(belief, LogBase.NATS)[0]).isBetween(0.0, 1e-14);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void aMutualInformationSmallerThanTheRoundingOfF32IsStillSeen(DType dtype) {
    double shift = 0x1p-14;
    Belief.Samples belief =
        passes(dtype, t -> new double[] {0.25 + (t % 2 == 0 ? shift : -shift), 0.75 - (t % 2 == 0 ? shift : -shift)});
    // The second-order term of H: shift² / (2 p (1 − p)).
    double expected = shift * shift / (2 * 0.25 * 0.75);
    assertThat(Uncertainty.mutualInformation(belief, LogBase.NATS)[0]).isCloseTo(expected,
        Offset.offset(1e-3 * expected));
  }

  @Test
  void theVariationRatioCountsTheVotesForTheMostFrequentClass() {
    double[][] votes = {{1, 0, 0}, {0, 1, 0}, {0, 1, 0}, {0, 0, 1}, {0, 1, 0}};
    assertThat(Uncertainty.variationRatio(samples(votes))[0]).isCloseTo(0.4, ROUNDING);
  }

  @Test
  void aTieOfClassesLeavesTheSameRatioWhicheverIsTaken() {
    double[][] votes = {{1, 0, 0}, {1, 0, 0}, {0, 0, 1}, {0, 0, 1}};
    assertThat(Uncertainty.variationRatio(samples(votes))).containsExactly(0.5);
  }

  @Test
  void anUndecidedPassVotesForItsFirstClassOfHighestProbability() {
    double[][] first = {{0.4, 0.4, 0.2}, {1, 0, 0}};
    assertThat(Uncertainty.variationRatio(samples(first))).containsExactly(0);
    double[][] second = {{0.4, 0.4, 0.2}, {0, 1, 0}};
    assertThat(Uncertainty.variationRatio(samples(second))).containsExactly(0.5);
  }

  @Test
  void onePassHasNoEpistemicUncertainty() {
    Belief.Samples belief = samples(new double[][] {{0.2, 0.3, 0.5}});
    assertThat(Uncertainty.variationRatio(belief)).containsExactly(0);
    assertThat(Uncertainty.mutualInformation(belief, LogBase.NATS)).containsExactly(0);
    assertThat(Uncertainty.predictiveEntropy(belief, LogBase.NATS))
        .containsExactly(Uncertainty.expectedEntropy(belief, LogBase.NATS));
  }

  @Test
  void theEntropyOfACategoricalIsThatOfItsProbabilities() {
    Belief belief =
        new Belief.Categorical(Tensor.of(new double[] {0.25, 0.25, 0.5, 1, 0, 0, 1 / 3.0, 1 / 3.0, 1 / 3.0}, 3, 3));
    double[] nats = Uncertainty.predictiveEntropy(belief, LogBase.NATS);
    assertThat(nats[0]).isCloseTo(1.5 * LN2, ROUNDING);
    assertThat(nats[1]).isZero();
    assertThat(nats[2]).isCloseTo(StrictMath.log(3), ROUNDING);
    assertThat(Uncertainty.predictiveEntropy(belief, LogBase.BITS)[0]).isCloseTo(1.5, ROUNDING);
  }

  @Test
  void everyInputHasItsOwnNumbers() {
    Belief.Samples belief =
        new Belief.Samples(Tensor.of(new double[] {1, 0, 1, 0, 0.5, 0.5, 1, 0, 0, 1, 0.5, 0.5}, 2, 3, 2));
    assertThat(Uncertainty.variationRatio(belief)).containsExactly(0, 0.5, 0);
    assertThat(Uncertainty.mutualInformation(belief, LogBase.BITS)).containsExactly(new double[] {0, 1, 0}, ROUNDING);
    assertThat(Uncertainty.expectedEntropy(belief, LogBase.BITS)).containsExactly(new double[] {0, 0, 1}, ROUNDING);
  }

  @Test
  void noInputsHaveNoNumbers() {
    Belief.Samples none = new Belief.Samples(Tensor.zeros(DType.F32, 3, 0, 4));
    assertThat(Uncertainty.variationRatio(none)).isEmpty();
    assertThat(Uncertainty.predictiveEntropy(none, LogBase.NATS)).isEmpty();
    assertThat(Uncertainty.mutualInformation(none, LogBase.NATS)).isEmpty();
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
