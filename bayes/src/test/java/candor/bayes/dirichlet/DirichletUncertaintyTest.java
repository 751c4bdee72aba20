package candor.bayes.dirichlet;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(DirichletUncertainty.maximumProbability(flat)).containsExactly(0.5);
    assertThat(DirichletUncertainty.entropyOfMean(flat, LogBase.BITS)[0]).isCloseTo(1, Offset.offset(1e-15));
    // H₂ − 1
    assertThat(DirichletUncertainty.expectedEntropy(flat, LogBase.NATS)[0]).isCloseTo(0.5, Offset.offset(1e-15));
    assertThat(DirichletUncertainty.mutualInformation(flat, LogBase.NATS)[0]).isCloseTo(LN2 - 0.5,
        Offset.offset(1e-15));
    assertThat(DirichletUncertainty.differentialEntropy(flat, LogBase.NATS)[0]).isCloseTo(0, Offset.offset(1e-15));
    assertThat(DirichletUncertainty.precision(flat)).containsExactly(2);
  }

  @Test
  void aCoinThatIsKnownToBeFairIsRandomButNotUnknown() {
    Belief.Dirichlet known = of(1e6, 1e6);
    assertThat(DirichletUncertainty.expectedEntropy(known, LogBase.BITS)[0]).isCloseTo(1, Offset.offset(1e-6));
    // (K − 1) / 2α₀
    assertThat(DirichletUncertainty.mutualInformation(known, LogBase.NATS)[0]).isCloseTo(2.5e-7,
        Offset.offset(1e-12));
    assertThat(DirichletUncertainty.differentialEntropy(known, LogBase.NATS)[0]).isLessThan(-5);
  }

  @Test
  void aCoinThatIsKnownToFallAlwaysTheSameWayIsUnknownButNotRandom() {
    Belief.Dirichlet corner = of(1e-4, 1e-4);
    assertThat(DirichletUncertainty.entropyOfMean(corner, LogBase.BITS)[0]).isCloseTo(1, Offset.offset(1e-15));
    assertThat(DirichletUncertainty.expectedEntropy(corner, LogBase.BITS)[0]).isLessThan(3e-4);
    assertThat(DirichletUncertainty.mutualInformation(corner, LogBase.BITS)[0]).isGreaterThan(0.999);
    assertThat(DirichletUncertainty.differentialEntropy(corner, LogBase.NATS)[0]).isLessThan(-1000);
  }

  @Test
  void theClosedFormsAreThoseOfManyDraws() {
    Dirichlet dirichlet = new Dirichlet(Tensor.of(new double[] {0.6, 2, 5, 30, 20, 1}, 2, 3));
    Belief.Dirichlet belief = new Belief.Dirichlet(dirichlet.concentrations());
    Belief.Samples draws = new Belief.Samples(dirichlet.sample(20_000, RandomStream.of(1), 1, 2));
    Offset<Double> chance = Offset.offset(0.01);
    for (int i = 0; i < 2; i++) {
      assertThat(Uncertainty.predictiveEntropy(draws, LogBase.NATS)[i])
          .isCloseTo(DirichletUncertainty.entropyOfMean(belief, LogBase.NATS)[i], chance);
      assertThat(Uncertainty.expectedEntropy(draws, LogBase.NATS)[i])
          .isCloseTo(DirichletUncertainty.expectedEntropy(belief, LogBase.NATS)[i], chance);
      assertThat(Uncertainty.mutualInformation(draws, LogBase.NATS)[i])
          .isCloseTo(DirichletUncertainty.mutualInformation(belief, LogBase.NATS)[i], chance);
      assertThat(Uncertainty.predictiveEntropy(belief, LogBase.NATS)[i])
          .isCloseTo(DirichletUncertainty.entropyOfMean(belief, LogBase.NATS)[i], Offset.offset(1e-14));
    }
  }

  @Test
  void noInputsHaveNoNumbers() {
    Belief.Dirichlet none = new Belief.Dirichlet(Tensor.zeros(DType.F32, 0, 3));
    assertThat(DirichletUncertainty.maximumProbability(none)).isEmpty();
    assertThat(DirichletUncertainty.differentialEntropy(none, LogBase.NATS)).isEmpty();
    assertThat(DirichletUncertainty.precision(none)).isEmpty();
  }
}
