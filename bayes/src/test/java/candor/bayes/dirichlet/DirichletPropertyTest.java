package candor.bayes.dirichlet;

import static org.assertj.core.api.Assertions.assertThat;

import candor.tensor.DType;
import candor.tensor.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class DirichletPropertyTest {

  @Property(tries = 200)
  void aDivergenceIsNotNegative(@ForAll @IntRange(min = 1, max = 12) int classes,
      @ForAll @DoubleRange(max = 4) double spread, @ForAll @DoubleRange(min = -12, max = 2) double distance,
      @ForAll long seed) {
    Tensor a = Numbers.concentrations(seed, spread, 3, classes);
    // From nearly equal to very different.
    Tensor b = a.mul(Numbers.normal(seed + 1, 3, classes).mul(StrictMath.pow(10, distance / 2)).clamp(-9, 9).exp());
    Tensor divergence = new Dirichlet(a).kl(new Dirichlet(b));
    // The rounding of Binet's function, which small concentrations make large.
    double rounding = 1e-14 * (1 + a.log().abs().max().item() * classes);
    assertThat(divergence.min().item()).isGreaterThanOrEqualTo(-rounding);
    assertThat(new Dirichlet(a).kl(new Dirichlet(a)).toDoubles()).containsExactly(0, 0, 0);
  }

  @Property(tries = 200)
  void epistemicIsAtMostTotalIsAtMostTheLogarithmOfTheClasses(@ForAll @IntRange(min = 1, max = 12) int classes,
      @ForAll @DoubleRange(max = 5) double spread, @ForAll long seed) {
    Dirichlet a = new Dirichlet(Numbers.concentrations(seed, spread, 3, classes).clamp(1e-4, 1e6));
    Tensor total = a.entropyOfMean();
    Tensor epistemic = a.mutualInformation();
    Tensor aleatoric = a.expectedEntropy();
    assertThat(total.max().item()).isLessThanOrEqualTo(StrictMath.log(classes) + 1e-14);
    assertThat(epistemic.min().item()).isGreaterThanOrEqualTo(-1e-13);
    assertThat(aleatoric.min().item()).isGreaterThanOrEqualTo(-1e-13);
    assertThat(total.sub(epistemic).sub(aleatoric).abs().max().item()).isLessThan(1e-13);
  }

  @Property(tries = 200)
  void noDistributionHasMoreEntropyThanTheFlatOne(@ForAll @IntRange(min = 1, max = 12) int classes,
      @ForAll @DoubleRange(max = 5) double spread, @ForAll long seed) {
    Dirichlet a = new Dirichlet(Numbers.concentrations(seed, spread, 3, classes).clamp(1e-4, 1e6));
    Dirichlet flat = Dirichlet.flat(DType.F64, 3, classes);
    Tensor missing = flat.entropy().sub(a.entropy());
    assertThat(missing.min().item()).isGreaterThanOrEqualTo(-1e-12);
    // Which is the divergence of the flat distribution from it.
    assertThat(a.kl(flat).isClose(missing, 1e-12, 1e-12)).isTrue();
  }

  @Property(tries = 100)
  void theOrderOfTheClassesDoesNotMatter(@ForAll @IntRange(min = 2, max = 12) int classes,
      @ForAll @DoubleRange(max = 3) double spread, @ForAll long seed) {
    Dirichlet a = new Dirichlet(Numbers.concentrations(seed, spread, 3, classes));
    Dirichlet flipped = new Dirichlet(a.concentrations().flip(1));
    assertThat(flipped.entropy().isClose(a.entropy(), 1e-12, 1e-12)).isTrue();
    assertThat(flipped.mutualInformation().isClose(a.mutualInformation(), 1e-12, 1e-13)).isTrue();
    assertThat(flipped.variance().flip(1).isClose(a.variance(), 1e-14, 1e-14)).isTrue();
  }

  @Property(tries = 100)
  void classesThatAreMergedAddTheirConcentrations(@ForAll @IntRange(min = 2, max = 12) int classes,
      @ForAll @DoubleRange(max = 3) double spread, @ForAll long seed) {
    Dirichlet a = new Dirichlet(Numbers.concentrations(seed, spread, 3, classes));
    Dirichlet beta = a.marginal(classes - 1);
    assertThat(beta.precision().isClose(a.precision(), 0, 1e-13)).isTrue();
    assertThat(beta.mean().select(1, 0).isClose(a.mean().select(1, classes - 1), 0, 1e-13)).isTrue();
    // Data processing: less is learnt of merged classes.
    assertThat(a.mutualInformation().sub(beta.mutualInformation()).min().item()).isGreaterThan(-1e-12);
  }
}
