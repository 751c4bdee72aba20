package candor.bayes.dirichlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.autograd.GradientCheck;
import candor.bayes.dirichlet.References.Reference;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DirichletTest {
  private static final RandomStream STREAM = RandomStream.of(3).child("dirichlet");
  private static final Set<String> OF_LOSSES = Set.of("matching", "forward", "reverse", "forward out", "reverse out",
      "squared", "likelihood", "digamma", "wrong evidence");

  static Stream<Reference> references() {
    return References.all().stream().filter(reference -> !OF_LOSSES.contains(reference.what()));
  }

  private static Tensor row(double... values) {
    return Tensor.of(values, 1, values.length);
  }

  private static Dirichlet of(double... alpha) {
    return new Dirichlet(row(alpha));
  }

  private static double value(Reference reference) {
    Dirichlet a = of(reference.first());
    return switch (reference.what()) {
      case "entropy" -> a.entropy().item();
      case "lbeta" -> a.concentrations().lbeta(1).item();
      case "expected entropy" -> a.expectedEntropy().item();
      case "entropy of mean" -> a.entropyOfMean().item();
      case "mutual information" -> a.mutualInformation().item();
      case "first variance" -> a.variance().at(0, 0);
      case "second mean" -> a.mean().at(0, 1);
      case "first covariance" -> a.covariance().at(0, 0, 1);
      case "kl" -> a.kl(of(reference.second())).item();
      case "log density" -> a.logDensity(row(reference.second())).item();
      default -> throw new AssertionError(reference.what());
    };
  }

  /// Where a result is a small difference of large parts, the error is that of the parts.
  private static double size(Reference reference) {
    Tensor a = row(reference.first());
    return switch (reference.what()) {
      case "lbeta" -> a.lgamma().abs().sum().item();
      case "log density" ->
        a.sub(1).mul(row(reference.second()).log()).abs().sum().item() + a.lgamma().abs().sum().item();
      case "entropy" -> 1;
      default -> 0;
    };
  }

  @ParameterizedTest
  @MethodSource("references")
  void valuesAreThoseOfManyDigits(Reference reference) {
    // The divergence of nearly equal distributions is what is left when the first order cancels.
    double relative = reference.what().equals("kl") ? 5e-13 : 2e-13;
    double bound = relative * Math.max(Math.abs(reference.value()), size(reference)) + 1e-15;
    assertThat(value(reference)).isCloseTo(reference.value(), Offset.offset(bound));
  }

  /// Everything that is a function of the concentrations.
  private static List<Function<Dirichlet, Tensor>> functions() {
    return List.of(Dirichlet::precision, Dirichlet::mean, Dirichlet::variance, Dirichlet::covariance,
        Dirichlet::entropy, Dirichlet::expectedEntropy, Dirichlet::entropyOfMean, Dirichlet::mutualInformation,
        a -> a.logDensity(Numbers.normal(9, a.size(), a.classes()).softmax(1)),
        a -> a.kl(new Dirichlet(Numbers.concentrations(8, 1, a.size(), a.classes()))),
        a -> a.marginal(1).entropy());
  }

  static Stream<UnaryOperator<Tensor>> functionsOfConcentrations() {
    return functions().stream().map(f -> a -> f.apply(new Dirichlet(a)));
  }

  @ParameterizedTest
  @MethodSource("functionsOfConcentrations")
  void firstAndSecondDerivativesAreThoseOfDifferences(UnaryOperator<Tensor> function) {
    GradientCheck check = GradientCheck.ofOrder(2).step(1e-4).tolerance(1e-6);
    check.check(function, Numbers.concentrations(1, 0.7, 3, 4).add(0.3)).assertPasses();
    // On both sides of every change of formula.
    check.check(logs -> function.apply(logs.exp()), Numbers.normal(2, 2, 3).mul(4)).assertPasses();
  }

  @Test
  void theDerivativesOfTheDivergenceByBothAreThoseOfDifferences() {
    GradientCheck.ofOrder(2).step(1e-4).tolerance(1e-6)
        .check(xs -> new Dirichlet(xs.get(0).exp()).kl(new Dirichlet(xs.get(1).exp())),
            List.of(Numbers.normal(1, 3, 4).mul(2), Numbers.normal(2, 3, 4).mul(2)))
        .assertPasses();
  }

  @Test
  void theModeHasDerivativesToo() {
    GradientCheck.ofOrder(2).check(a -> new Dirichlet(a).mode(), Numbers.concentrations(1, 1, 3, 4).add(1))
        .assertPasses();
  }

  @Test
  void theFlatDistributionIsKnown() {
    Dirichlet flat = Dirichlet.flat(DType.F64, 2, 10);
    assertThat(flat.size()).isEqualTo(2);
    assertThat(flat.precision().toDoubles()).containsExactly(10, 10);
    // −ln 9!
    assertThat(flat.entropy().at(1)).isCloseTo(-12.801827480081469, Offset.offset(1e-13));
    // The harmonic number H₁₀ less 1.
    assertThat(flat.expectedEntropy().at(0)).isCloseTo(1.9289682539682538, Offset.offset(1e-14));
    assertThat(flat.logDensity(Numbers.normal(1, 2, 10).softmax(1)).at(0)).isCloseTo(12.801827480081469,
        Offset.offset(1e-13));
    assertThat(flat.kl(flat).toDoubles()).containsExactly(0, 0);
  }

  @Test
  void theModeIsWhereTheDensityIsLargest() {
    Dirichlet a = of(2, 3, 5);
    assertThat(a.mode().toDoubles()).containsExactly(1 / 7.0, 2 / 7.0, 4 / 7.0);
    double most = a.logDensity(a.mode()).item();
    for (int i = 0; i < 20; i++) {
      Tensor near = a.mode().log().add(Numbers.normal(i, 1, 3).mul(0.1)).softmax(1);
      assertThat(a.logDensity(near).item()).isLessThan(most);
    }
  }

  @Test
  void aDensityOfTwoClassesIntegratesToOneAndGivesTheDivergence() {
    double[][][] pairs = {{{2, 3}, {1, 1}}, {{0.5, 0.7}, {4, 2}}, {{30, 12}, {25, 15}}};
    for (double[][] pair : pairs) {
      Dirichlet a = of(pair[0]);
      Dirichlet b = of(pair[1]);
      double mass = 0;
      double divergence = 0;
      double step = 1.0 / 16;
      // The trapezoidal rule in the logit of p converges faster than any power.
      for (double t = -90; t <= 90; t += step) {
        double p = 1 / (1 + StrictMath.exp(-t));
        double rest = 1 / (1 + StrictMath.exp(t));
        double log = a.logDensity(row(p, rest)).item();
        double weight = step * p * rest * StrictMath.exp(log);
        mass += weight;
        divergence += weight * (log - b.logDensity(row(p, rest)).item());
      }
      assertThat(mass).isCloseTo(1, Offset.offset(1e-11));
      assertThat(a.kl(b).item()).isCloseTo(divergence, Offset.offset(1e-11));
    }
  }

  @Test
  void concentrationsOfAThousandLoseNothingInF32() {
    Tensor alpha = Numbers.concentrations(4, 0.1, 5, 10).mul(1e3).to(DType.F32);
    Dirichlet narrow = new Dirichlet(alpha);
    Dirichlet wide = new Dirichlet(alpha.to(DType.F64));
    Dirichlet target = Dirichlet.flat(DType.F32, 5, 10);
    assertThat(narrow.entropy().dtype()).isEqualTo(DType.F32);
    assertThat(narrow.entropy().hasSameBits(wide.entropy().to(DType.F32))).isTrue();
    assertThat(narrow.mutualInformation().hasSameBits(wide.mutualInformation().to(DType.F32))).isTrue();
    assertThat(narrow.kl(target).hasSameBits(wide.kl(Dirichlet.flat(DType.F64, 5, 10)).to(DType.F32))).isTrue();
  }

  @Test
  void observationsAddUpAndSharpen() {
    Dirichlet prior = of(0.5, 1, 2);
    Dirichlet posterior = prior.observe(row(3, 0, 1));
    assertThat(posterior.concentrations().toDoubles()).containsExactly(3.5, 1, 3);
    assertThat(prior.observe(row(2, 0, 0)).observe(row(1, 0, 1))).extracting(Dirichlet::concentrations)
        .satisfies(x -> assertThat(x.hasSameBits(posterior.concentrations())).isTrue());
    // Bayes' rule: the posterior density is prior times likelihood over evidence, the evidence B(α + n) / B(α).
    Tensor p = row(0.2, 0.3, 0.5);
    double evidence = posterior.concentrations().lbeta(1).item() - prior.concentrations().lbeta(1).item();
    double likelihood = 3 * StrictMath.log(0.2) + StrictMath.log(0.5);
    assertThat(posterior.logDensity(p).item()).isCloseTo(prior.logDensity(p).item() + likelihood - evidence,
        Offset.offset(1e-13));
    assertThat(prior.observe(Tensor.of(new double[] {600, 300, 100}, 3)).mutualInformation().item()).isLessThan(0.002);
  }

  @Test
  void aMarginalIsABetaDistribution() {
    Dirichlet a = of(2, 3, 5);
    assertThat(a.marginal(1).concentrations().toDoubles()).containsExactly(3, 7);
    assertThat(a.marginal(2).variance().at(0, 0)).isCloseTo(a.variance().at(0, 2), Offset.offset(1e-16));
    assertThat(of(1e-4, 1e6).marginal(1).concentrations().toDoubles()).containsExactly(1e6, 1e-4);
  }

  @Test
  void covariancesOfARowSumToZeroAndHoldTheVariances() {
    Dirichlet a = new Dirichlet(Numbers.concentrations(5, 2, 3, 4));
    Tensor covariance = a.covariance();
    assertThat(covariance.shape()).isEqualTo(Shape.of(3, 4, 4));
    assertThat(covariance.sum(2).abs().max().item()).isLessThan(1e-15);
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 4; k++) {
        assertThat(covariance.at(i, k, k)).isCloseTo(a.variance().at(i, k), Offset.offset(1e-16));
        assertThat(covariance.at(i, k, 0)).isEqualTo(covariance.at(i, 0, k));
      }
    }
  }

  @Test
  void drawsHaveMeanAndCovarianceOfTheDistribution() {
    Dirichlet a = of(0.6, 2, 5);
    int n = 20_000;
    Tensor draws = a.sample(n, STREAM, 7).squeeze(1);
    Tensor mean = draws.mean(0);
    Tensor centred = draws.sub(a.mean());
    Tensor covariance = centred.transpose().matmul(centred).div(n);
    for (int j = 0; j < 3; j++) {
      assertThat(mean.at(j)).isCloseTo(a.mean().at(0, j),
          Offset.offset(4 * Math.sqrt(a.variance().at(0, j) / n)));
      for (int k = 0; k < 3; k++) {
        // Fourth moments of numbers in [0, 1] are below 0.1.
        assertThat(covariance.at(j, k)).isCloseTo(a.covariance().at(0, j, k), Offset.offset(1.5e-3));
      }
    }
  }

  @Test
  void theMeanEntropyOfDrawsIsTheExpectedEntropy() {
    Dirichlet a = of(0.6, 2, 5);
    Tensor draws = a.sample(20_000, STREAM, 7).squeeze(1);
    Tensor entropies = draws.mul(draws.maximum(Double.MIN_NORMAL).log()).sum(1).neg();
    double error = 4 * Math.sqrt(entropies.variance(1).item() / 20_000);
    assertThat(entropies.mean().item()).isCloseTo(a.expectedEntropy().item(), Offset.offset(error));
  }

  @Test
  void aDrawDependsOnItsIdentityAlone() {
    Dirichlet a = new Dirichlet(Numbers.concentrations(6, 1, 4, 3));
    Tensor draws = a.sample(5, STREAM, 10, 11, 12, 13);
    Dirichlet turned = new Dirichlet(a.concentrations().flip(0));
    assertThat(turned.sample(5, STREAM, 13, 12, 11, 10).flip(1).hasSameBits(draws)).isTrue();
    assertThat(a.sample(2, STREAM, 10, 11, 12, 13).hasSameBits(draws.slice(0, 0, 2))).isTrue();
  }

  @Test
  void tinyConcentrationsDrawCorners() {
    Tensor draws = new Dirichlet(Tensor.full(DType.F64, 1e-4, 100, 4)).sample(3, STREAM,
        IntStream.range(0, 100).toArray());
    assertThat(draws.max(2).mean().item()).isGreaterThan(0.99);
    assertThat(draws.sum(2).sub(1).abs().max().item()).isLessThan(1e-14);
  }

  @Test
  void anIndifferentConcentrationDoesNotCareForAProbabilityOfZero() {
    assertThat(of(1, 2).logDensity(row(0, 1)).item()).isCloseTo(StrictMath.log(2), Offset.offset(1e-15));
    assertThat(of(2, 2).logDensity(row(0, 1)).item()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(of(0.5, 2).logDensity(row(0, 1)).item()).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void noDistributionsHaveNoNumbers() {
    Dirichlet none = new Dirichlet(Tensor.zeros(DType.F32, 0, 3));
    for (Function<Dirichlet, Tensor> function : functions().subList(0, 8)) {
      assertThat(function.apply(none).count()).isZero();
    }
    assertThat(none.mode().shape()).isEqualTo(Shape.of(0, 3));
    assertThat(none.sample(2, STREAM).shape()).isEqualTo(Shape.of(2, 0, 3));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertRefused(() -> new Dirichlet(Tensor.ones(DType.F32, 3)),
        "dirichlet: concentrations have shape [3], expected [N,K] with K of 1 or more");
    assertRefused(() -> new Dirichlet(Tensor.ones(DType.I32, 3, 2)),
        "dirichlet: concentrations are i32[3,2], expected f32 or f64");
    assertRefused(() -> of(1, 0),
        "dirichlet: concentrations lie between 0.0 and 1.0, expected positive finite numbers");
    assertRefused(() -> of(1, Double.NaN),
        "dirichlet: concentrations lie between NaN and NaN, expected positive finite numbers");
    assertRefused(() -> of(1, Double.POSITIVE_INFINITY),
        "dirichlet: concentrations lie between 1.0 and Infinity, expected positive finite numbers");
    assertRefused(() -> of(1, 2).kl(of(1, 2, 3)),
        "dirichlet: divergence of f64[1,3] from f64[1,2], expected one type and one shape");
    assertRefused(() -> of(1, 2).logDensity(row(1)),
        "dirichlet: probabilities have shape [1,1], the concentrations [1,2]");
    assertRefused(() -> of(1, 2).logDensity(row(0.5, 0.6)),
        "dirichlet: not every row of the probabilities [1,2] is a distribution");
    assertRefused(() -> of(1, 2).sample(0, STREAM, 1), "dirichlet: 0 draws, expected 1 or more");
    assertRefused(() -> of(1, 2).sample(1, STREAM), "dirichlet: 0 identities for 1 distributions");
    assertRefused(() -> of(1, 2).observe(Tensor.ones(DType.F64, 3, 2)),
        "dirichlet: counts have shape [3,2], the concentrations [1,2]");
    assertThatThrownBy(() -> of(1, 2).mode()).isInstanceOf(IllegalStateException.class)
        .hasMessage("dirichlet: a concentration is 1.0, a mode exists where all are above 1");
    assertThatThrownBy(() -> of(1, 2).marginal(2)).isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("dirichlet: class 2, expected 0 to 1");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
