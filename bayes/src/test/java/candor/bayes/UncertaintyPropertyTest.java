package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;

import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

class UncertaintyPropertyTest {

  @Property(tries = 300)
  void epistemicIsAtMostTotalIsAtMostTheLogarithmOfTheClasses(@ForAll @IntRange(min = 1, max = 20) int passes,
      @ForAll @IntRange(min = 1, max = 12) int classes, @ForAll @DoubleRange(max = 60) double sharpness,
      @ForAll long seed,
      @ForAll boolean narrow) {
    Belief.Samples belief = belief(passes, classes, sharpness, seed, narrow);
    double[] total = Uncertainty.predictiveEntropy(LogBase.NATS).of(belief);
    double[] aleatoric = Uncertainty.expectedEntropy(LogBase.NATS).of(belief);
    double[] epistemic = Uncertainty.mutualInformation(LogBase.NATS).of(belief);
    // Rows of F32 probabilities sum to 1 within about 1e-7.
    double rounding = narrow ? 2e-6 : 1e-13;
    for (int i = 0; i < total.length; i++) {
      assertThat(epistemic[i]).isBetween(0.0, total[i] + rounding);
      assertThat(aleatoric[i]).isBetween(-rounding, StrictMath.log(classes) + rounding);
      assertThat(total[i]).isBetween(-rounding, StrictMath.log(classes) + rounding);
      assertThat(aleatoric[i] + epistemic[i]).isCloseTo(total[i], Offset.offset(1e-13));
    }
  }

  @Property(tries = 200)
  void theVariationRatioIsAMultipleOfOneOverThePassesBelowOne(@ForAll @IntRange(min = 1, max = 20) int passes,
      @ForAll @IntRange(min = 1, max = 12) int classes, @ForAll long seed) {
    for (double ratio : Uncertainty.variationRatio().of(belief(passes, classes, 3, seed, true))) {
      assertThat(ratio).isBetween(0.0, 1 - 1.0 / Math.min(passes, classes) + 1e-15);
      assertThat(ratio * passes).isCloseTo(Math.rint(ratio * passes), Offset.offset(1e-13));
    }
  }

  @Property(tries = 200)
  void theOrderOfThePassesDoesNotMatter(@ForAll @IntRange(min = 1, max = 20) int passes,
      @ForAll @IntRange(min = 1, max = 12) int classes,
      @ForAll @DoubleRange(max = 60) double sharpness, @ForAll long seed) {
    Belief.Samples belief = belief(passes, classes, sharpness, seed, false);
    Tensor order = Tensor.of(RandomStream.of(seed).child("order").permutation(passes), passes);
    Belief.Samples permuted = new Belief.Samples(belief.probabilities().indexSelect(0, order));
    assertSame(permuted, belief);
  }

  @Property(tries = 200)
  void passesSeenTwiceChangeNothing(@ForAll @IntRange(min = 1, max = 20) int passes,
      @ForAll @IntRange(min = 1, max = 12) int classes,
      @ForAll long seed) {
    Belief.Samples belief = belief(passes, classes, 3, seed, false);
    Tensor twice = Tensor.concat(0, List.of(belief.probabilities(), belief.probabilities()));
    assertSame(new Belief.Samples(twice), belief);
  }

  @Property(tries = 200)
  void theOrderOfTheClassesDoesNotMatter(@ForAll @IntRange(min = 1, max = 20) int passes,
      @ForAll @IntRange(min = 1, max = 12) int classes,
      @ForAll long seed) {
    Belief.Samples belief = belief(passes, classes, 3, seed, false);
    assertSame(new Belief.Samples(belief.probabilities().flip(2)), belief);
  }

  @Property(tries = 100)
  void bitsAreNatsOverTheLogarithmOfTwo(@ForAll @IntRange(min = 1, max = 20) int passes, @ForAll long seed) {
    Belief.Samples belief = belief(passes, 5, 2, seed, false);
    double[] nats = Uncertainty.mutualInformation(LogBase.NATS).of(belief);
    double[] bits = Uncertainty.mutualInformation(LogBase.BITS).of(belief);
    for (int i = 0; i < nats.length; i++) {
      assertThat(bits[i]).isCloseTo(nats[i] / StrictMath.log(2), Offset.offset(1e-14));
    }
  }

  private static void assertSame(Belief.Samples a, Belief.Samples b) {
    Offset<Double> rounding = Offset.offset(1e-13);
    assertThat(Uncertainty.variationRatio().of(a)).containsExactly(Uncertainty.variationRatio().of(b), rounding);
    assertThat(Uncertainty.predictiveEntropy(LogBase.NATS).of(a))
        .containsExactly(Uncertainty.predictiveEntropy(LogBase.NATS).of(b), rounding);
    assertThat(Uncertainty.expectedEntropy(LogBase.NATS).of(a))
        .containsExactly(Uncertainty.expectedEntropy(LogBase.NATS).of(b), rounding);
    assertThat(Uncertainty.mutualInformation(LogBase.NATS).of(a))
        .containsExactly(Uncertainty.mutualInformation(LogBase.NATS).of(b), rounding);
  }

  /// Three inputs; sharpness 0 makes uniform rows, a large one makes rows with zeros.
  private static Belief.Samples belief(int passes, int classes, double sharpness, long seed, boolean narrow) {
    Tensor probabilities = Numbers.normal(seed, passes, 3, classes).mul(sharpness * sharpness).softmax(2);
    return new Belief.Samples(probabilities.to(narrow ? DType.F32 : DType.F64));
  }
}
