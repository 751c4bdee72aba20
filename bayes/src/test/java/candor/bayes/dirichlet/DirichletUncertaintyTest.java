package candor.bayes.dirichlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.bayes.Belief;
import candor.bayes.LogBase;
import candor.bayes.Uncertainty;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DirichletUncertaintyTest {
  private static final double LN2 = 0.6931471805599453;

  private static Belief.Dirichlet of(double... alpha) {
    return new Belief.Dirichlet(Tensor.of(alpha, 1, alpha.length));
  }

  @Test
  void allMeasuresOfAFlatCoinAreKnown() {
    Belief.Dirichlet flat = of(1, 1);
    assertThat(Uncertainty.maxProbability().of(flat)).containsExactly(0.5);
    assertThat(Uncertainty.predictiveEntropy(LogBase.BITS).of(flat)[0]).isCloseTo(1, Offset.offset(1e-15));
    // H₂ − 1
    assertThat(Uncertainty.expectedEntropy(LogBase.NATS).of(flat)[0]).isCloseTo(0.5, Offset.offset(1e-15));
    assertThat(Uncertainty.mutualInformation(LogBase.NATS).of(flat)[0]).isCloseTo(LN2 - 0.5,
        Offset.offset(1e-15));
    assertThat(Uncertainty.differentialEntropy(LogBase.NATS).of(flat)[0]).isCloseTo(0, Offset.offset(1e-15));
    assertThat(Uncertainty.precision().of(flat)).containsExactly(2);
  }

  @Test
  void aCoinThatIsKnownToBeFairIsRandomButNotUnknown() {
    Belief.Dirichlet known = of(1e6, 1e6);
    assertThat(Uncertainty.expectedEntropy(LogBase.BITS).of(known)[0]).isCloseTo(1, Offset.offset(1e-6));
    // (K − 1) / 2α₀
    assertThat(Uncertainty.mutualInformation(LogBase.NATS).of(known)[0]).isCloseTo(2.5e-7,
        Offset.offset(1e-12));
    assertThat(Uncertainty.differentialEntropy(LogBase.NATS).of(known)[0]).isLessThan(-5);
  }

  @Test
  void aCoinThatIsKnownToFallAlwaysTheSameWayIsUnknownButNotRandom() {
    Belief.Dirichlet corner = of(1e-4, 1e-4);
    assertThat(Uncertainty.predictiveEntropy(LogBase.BITS).of(corner)[0]).isCloseTo(1, Offset.offset(1e-15));
    assertThat(Uncertainty.expectedEntropy(LogBase.BITS).of(corner)[0]).isLessThan(3e-4);
    assertThat(Uncertainty.mutualInformation(LogBase.BITS).of(corner)[0]).isGreaterThan(0.999);
    assertThat(Uncertainty.differentialEntropy(LogBase.NATS).of(corner)[0]).isLessThan(-1000);
  }

  @Test
  void theClosedFormsAreThoseOfManyDraws() {
    Dirichlet dirichlet = new Dirichlet(Tensor.of(new double[] {0.6, 2, 5, 30, 20, 1}, 2, 3));
    Belief.Dirichlet belief = new Belief.Dirichlet(dirichlet.concentrations());
    Belief.Samples draws = new Belief.Samples(dirichlet.sample(20_000, RandomStream.of(1), 1, 2));
    Offset<Double> chance = Offset.offset(0.01);
    for (int i = 0; i < 2; i++) {
      assertThat(Uncertainty.predictiveEntropy(LogBase.NATS).of(draws)[i])
          .isCloseTo(Uncertainty.predictiveEntropy(LogBase.NATS).of(belief)[i], chance);
      assertThat(Uncertainty.expectedEntropy(LogBase.NATS).of(draws)[i])
          .isCloseTo(Uncertainty.expectedEntropy(LogBase.NATS).of(belief)[i], chance);
      assertThat(Uncertainty.mutualInformation(LogBase.NATS).of(draws)[i])
          .isCloseTo(Uncertainty.mutualInformation(LogBase.NATS).of(belief)[i], chance);
      assertThat(Uncertainty.total(LogBase.NATS).of(belief)[i])
          .isCloseTo(Uncertainty.predictiveEntropy(LogBase.NATS).of(belief)[i], Offset.offset(1e-14));
    }
  }

  @Test
  void deviationsAreThoseOfTheMarginals() {
    Belief.Dirichlet belief = of(1, 3);
    // Var p₁ = μ(1 − μ) / (α₀ + 1) of either class
    double deviation = Math.sqrt(0.25 * 0.75 / 5);
    assertThat(Uncertainty.standardDeviation().of(belief)[0]).isCloseTo(deviation, Offset.offset(1e-15));
    assertThat(Uncertainty.meanStandardDeviation().of(belief)[0]).isCloseTo(deviation, Offset.offset(1e-15));
    assertThat(Uncertainty.epistemic(LogBase.NATS).of(belief))
        .isEqualTo(Uncertainty.mutualInformation(LogBase.NATS).of(belief));
  }

  @Test
  void whatABeliefCannotTellIsRefused() {
    Belief.Dirichlet distribution = of(1, 3);
    assertThatThrownBy(() -> Uncertainty.variationRatio().of(distribution)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("variation ratio: the belief is a distribution (Dirichlet), expected several passes");
    Belief.Categorical single = new Belief.Categorical(Tensor.of(new double[] {0.5, 0.5}, 1, 2));
    assertThatThrownBy(() -> Uncertainty.precision().of(single)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("precision: the belief is a Categorical, expected a Dirichlet");
    assertThatThrownBy(() -> Uncertainty.differentialEntropy(LogBase.NATS).of(single))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("differential entropy (nats): the belief is a Categorical, expected a Dirichlet");
  }

  @Test
  void noInputsHaveNoNumbers() {
    Belief.Dirichlet none = new Belief.Dirichlet(Tensor.zeros(DType.F32, 0, 3));
    assertThat(Uncertainty.maxProbability().of(none)).isEmpty();
    assertThat(Uncertainty.differentialEntropy(LogBase.NATS).of(none)).isEmpty();
    assertThat(Uncertainty.precision().of(none)).isEmpty();
  }
}
