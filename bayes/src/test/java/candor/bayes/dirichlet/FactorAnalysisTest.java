package candor.bayes.dirichlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.linalg.Cholesky;
import candor.linalg.Matrix;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FactorAnalysisTest {
  private static final int FEATURES = 7;
  private static final RandomStream STREAM = RandomStream.of(5).child("factor analysis");
  private final FactorAnalysis known = new FactorAnalysis(Numbers.normal(1, FEATURES),
      Numbers.normal(2, FEATURES, 2), Numbers.concentrations(3, 0.5, FEATURES).mul(0.3));

  private static int[] ids(int n) {
    return IntStream.range(0, n).toArray();
  }

  private static Matrix matrix(Tensor x) {
    return new Matrix(x.shape().size(0), x.shape().size(1), x.toDoubles());
  }

  /// Fourteen samples whose mean and covariance are exactly those of a model: columns of a root of the covariance, both
  /// ways.
  private static Tensor samplesOf(FactorAnalysis model) {
    double[] root = Cholesky.of(matrix(model.covariance())).lower().transpose().data();
    Tensor ways = Tensor.of(root, FEATURES, FEATURES).mul(Math.sqrt(FEATURES));
    return Tensor.concat(0, List.of(ways, ways.neg())).add(model.mean());
  }

  private static void assertRises(List<Double> values) {
    for (int i = 1; i < values.size(); i++) {
      assertThat(values.get(i)).isGreaterThanOrEqualTo(values.get(i - 1) - 1e-10);
    }
  }

  @Test
  void aModelIsRecoveredFromItsExactMoments() {
    FactorAnalysisFit.Result result =
        FactorAnalysisFit.of(2).until(5000, 1e-14).noiseFloor(1e-6).fit(samplesOf(known));
    assertRises(result.logLikelihoods());
    assertThat(result.converged()).isTrue();
    assertThat(result.model().mean().isClose(known.mean(), 1e-13, 0)).isTrue();
    assertThat(result.model().covariance().isClose(known.covariance(), 1e-5, 0)).isTrue();
    assertThat(result.model().noise().isClose(known.noise(), 1e-5, 0)).isTrue();
    // The likelihood of the truth itself, −½ (D (1 + ln 2π) + ln det Σ).
    double truth = -0.5 * (FEATURES * (1 + StrictMath.log(2 * Math.PI))
        + Cholesky.of(matrix(known.covariance())).logDet());
    assertThat(result.logLikelihoods().getLast()).isCloseTo(truth, Offset.offset(1e-8));
    assertThat(known.logLikelihood(samplesOf(known)).mean().item()).isCloseTo(truth, Offset.offset(1e-12));
  }

  @Test
  void aModelIsRecoveredFromManySamples() {
    Tensor data = known.sample(1, STREAM, ids(10_000));
    FactorAnalysisFit.Result result = FactorAnalysisFit.of(2).until(500, 1e-6).fit(data);
    assertRises(result.logLikelihoods());
    assertThat(result.converged()).isTrue();
    double largest = known.covariance().max().item();
    assertThat(result.model().covariance().isClose(known.covariance(), 0.06 * largest, 0)).isTrue();
    assertThat(result.logLikelihoods().getLast())
        .isCloseTo(result.model().logLikelihood(data).mean().item(), Offset.offset(1e-10))
        .isGreaterThan(known.logLikelihood(data).mean().item());
  }

  @Test
  void theLogLikelihoodIsThatOfANormalDistribution() {
    Tensor data = Numbers.normal(8, 5, FEATURES);
    Cholesky cholesky = Cholesky.of(matrix(known.covariance()));
    Tensor actual = known.logLikelihood(data);
    for (int i = 0; i < 5; i++) {
      double[] centred = data.select(0, i).sub(known.mean()).toDoubles();
      double[] solved = cholesky.solve(centred);
      double distance = IntStream.range(0, FEATURES).mapToDouble(d -> centred[d] * solved[d]).sum();
      assertThat(actual.at(i)).isCloseTo(
          -0.5 * (distance + cholesky.logDet() + FEATURES * StrictMath.log(2 * Math.PI)), Offset.offset(1e-11));
    }
  }

  @Test
  void samplesWithALargerLatentVarianceLeaveTheDataAlongTheFactors() {
    Tensor samples = known.sample(9, STREAM, ids(10_000)).sub(known.mean());
    Tensor covariance = samples.transpose().matmul(samples).div(10_000);
    Tensor expected = new FactorAnalysis(known.mean(), known.loadings().mul(3), known.noise()).covariance();
    assertThat(covariance.isClose(expected, 0.06 * expected.max().item(), 0)).isTrue();
    assertThat(known.logLikelihood(known.sample(9, STREAM, ids(100))).mean().item())
        .isLessThan(known.logLikelihood(known.sample(1, STREAM, ids(100))).mean().item() - 3);
  }

  @Test
  void aSampleDependsOnItsIdentityAlone() {
    Tensor samples = known.sample(2, STREAM, 4, 7, 1);
    assertThat(known.sample(2, STREAM, 7).hasSameBits(samples.slice(0, 1, 2))).isTrue();
  }

  @Test
  void imagesKeepShapeAndTypeAndFeaturesWithoutVarianceGetTheFloor() {
    Tensor images = Numbers.normal(4, 200, 1, 3, 4).mul(Tensor.of(new double[] {0, 1, 1, 1}, 4)).to(DType.F32);
    FactorAnalysisFit.Result result = FactorAnalysisFit.of(3).until(20, 0).noiseFloor(0.01).fit(images);
    assertThat(result.logLikelihoods()).hasSize(21);
    assertThat(result.converged()).isFalse();
    assertRises(result.logLikelihoods());
    FactorAnalysis model = result.model();
    Tensor drawn = model.sample(4, STREAM, ids(6));
    assertThat(drawn.shape()).isEqualTo(Shape.of(6, 1, 3, 4));
    assertThat(drawn.dtype()).isEqualTo(DType.F32);
    double floor = 0.01 * images.to(DType.F64).variance(0, 0).mean().item();
    assertThat(model.noise().at(0)).isCloseTo(floor, Offset.offset(1e-12));
    assertThat(model.loadings().select(0, 0).abs().max().item()).isZero();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Tensor data = Numbers.normal(1, 5, 2);
    assertThatThrownBy(() -> FactorAnalysisFit.of(3).fit(data)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("factor analysis: data f64[5,2] for 3 factors, expected 2 or more floating-point samples with as "
            + "many features");
    assertThatThrownBy(() -> FactorAnalysisFit.of(0)).isInstanceOf(IllegalArgumentException.class).hasMessage(
        "factor analysis: 0 factors, 200 iterations, tolerance 0.01, noise floor 0.001, expected 1 or more, 1 or more, "
            + "a non-negative number and one in (0, 1)");
    assertThatThrownBy(() -> FactorAnalysisFit.of(1).fit(Tensor.ones(DType.F32, 4, 3)))
        .isInstanceOf(IllegalArgumentException.class).hasMessage(
            "factor analysis: the mean variance of the data is 0.0, expected a positive finite number");
    assertThatThrownBy(() -> known.logLikelihood(data)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("factor analysis: data [5,2] of samples [7], expected samples along axis 0");
    assertThatThrownBy(() -> known.sample(-1, STREAM, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("factor analysis: latent variance -1.0, expected a non-negative finite number");
    assertThatThrownBy(() -> new FactorAnalysis(known.mean(), known.loadings(), data))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("factor analysis: mean f64[7], loadings f64[7,2], "
            + "noise f64[5,2], expected D numbers, f64[D,L] and f64[D]");
    assertThatThrownBy(() -> new FactorAnalysis(known.mean(), known.loadings(), Tensor.zeros(DType.F64, 7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("factor analysis: a noise variance is not positive, or there is no feature");
  }
}
