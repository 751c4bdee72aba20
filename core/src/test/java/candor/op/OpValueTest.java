package candor.op;

import static org.assertj.core.api.Assertions.assertThat;

import candor.autograd.Autograd;
import candor.autograd.GradientCheck;
import candor.autograd.GradientOption;
import candor.op.PoolWindows.Sliding;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Values and derivatives at the points where operations are special.
class OpValueTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private static Tensor of(double... values) {
    return Tensor.of(values, values.length);
  }

  private static double[] gradient(UnaryOperator<Tensor> f, double... at) {
    Tensor x = of(at).variable();
    return Autograd.grad(f.apply(x).sum(), x).toDoubles();
  }

  @Test
  void extremesPropagateNaN() {
    assertThat(of(1, NAN, 3).max().item()).isNaN();
    assertThat(of(1, NAN, 3).min().item()).isNaN();
    assertThat(of(NAN, 1, 2).maximum(of(0, NAN, 1)).toDoubles()).containsExactly(NAN, NAN, 2);
    assertThat(of(NAN, 2, -2).clamp(-1, 1).toDoubles()).containsExactly(NAN, 1, -1);
    assertThat(of(NAN, -1, 2).relu().toDoubles()).containsExactly(NAN, 0, 2);
  }

  @Test
  void argmaxFindsTheFirstNaNOrTheFirstOfEquals() {
    assertThat(of(1, 7, NAN, NAN, 9).argmax(0).item()).isEqualTo(2);
    assertThat(of(1, 7, NAN, NAN, 9).argmin(0).item()).isEqualTo(2);
    assertThat(of(3, 7, 7, 1, 1).argmax(0).item()).isEqualTo(1);
    assertThat(of(3, 7, 7, 1, 1).argmin(0).item()).isEqualTo(3);
    assertThat(of(-INF, -INF).argmax(0).item()).isEqualTo(0);
  }

  @Test
  void comparisonsWithNaNAreFalseExceptNe() {
    Tensor x = of(NAN, NAN, 1);
    Tensor y = of(1, NAN, 1);
    assertThat(x.eq(y).toDoubles()).containsExactly(0, 0, 1);
    assertThat(x.ne(y).toDoubles()).containsExactly(1, 1, 0);
    assertThat(x.le(y).toDoubles()).containsExactly(0, 0, 1);
    assertThat(x.gt(y).toDoubles()).containsExactly(0, 0, 0);
  }

  @Test
  void tiesShareTheGradient() {
    assertThat(gradient(x -> x.max(), 2, 5, 5, 5, 5)).containsExactly(0, 0.25, 0.25, 0.25, 0.25);
    assertThat(gradient(x -> x.min(), 2, 2, 5)).containsExactly(0.5, 0.5, 0);
    assertThat(gradient(x -> x.maximum(of(1, 2, 3)), 2, 2, 2)).containsExactly(1, 0.5, 0);
    assertThat(gradient(x -> x.minimum(of(1, 2, 3)), 2, 2, 2)).containsExactly(0, 0.5, 1);
  }

  @Test
  void maxPoolingGivesTheGradientToTheFirstOfEquals() {
    Tensor x = Tensor.of(new double[] {1, 4, 4, 4}, 1, 1, 2, 2).variable();
    assertThat(Autograd.grad(x.maxPool2d(Sliding.square(2, 2)).sum(), x).toDoubles()).containsExactly(0, 1, 0, 0);
  }

  @Test
  void maxPoolingPropagatesNaNAndItsGradientGoesThere() {
    Tensor x = Tensor.of(new double[] {1, NAN, 9, NAN}, 1, 1, 2, 2).variable();
    Tensor y = x.maxPool2d(Sliding.square(2, 2));
    assertThat(y.item()).isNaN();
    assertThat(Autograd.grad(y.sum(), x).toDoubles()).containsExactly(0, 1, 0, 0);
  }

  @Test
  void paddingNeverWinsAMaximum() {
    Tensor x = Tensor.of(new double[] {-INF, -3, -4, -5}, 1, 1, 2, 2);
    assertThat(x.maxPool2d(new Sliding(2, 2, 2, 2, 1, 1)).toDoubles()).containsExactly(-INF, -3, -4, -5);
  }

  @Test
  void gradientsAtKinks() {
    assertThat(gradient(Tensor::abs, 0, -0.0, -2)).containsExactly(0, -0.0, -1);
    assertThat(gradient(Tensor::relu, 0, -1, 1)).containsExactly(0, 0, 1);
    assertThat(gradient(x -> x.leakyRelu(0.1), 0, -1, 1)).containsExactly(0.1, 0.1, 1);
    assertThat(gradient(x -> x.clamp(-1, 1), -1, 1, 2, -3)).containsExactly(1, 1, 0, 0);
    assertThat(gradient(x -> x.norm(), 0, 0)).containsExactly(0, 0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 2, 3, 4})
  void powersHaveAllDerivativesAtZero(double exponent) {
    Tensor x = of(0).variable();
    Tensor derivative = x.pow(exponent);
    double factorial = 1;
    for (int order = 1; order <= 6; order++) {
      derivative = Autograd.grad(derivative.sum(), x, GradientOption.CREATE_GRAPH);
      factorial *= order;
      assertThat(derivative.item()).as("order %d", order).isEqualTo(order == exponent ? factorial : 0);
    }
  }

  @Test
  void derivativesOfAPowerByItsExponent() {
    Tensor a = of(2, 0, 0, -2).variable();
    Tensor b = of(0, 0, 2, 2).variable();
    List<Tensor> gradients = Autograd.grad(a.pow(b).sum(), List.of(a, b), GradientOption.CREATE_GRAPH);
    assertThat(gradients.get(0).toDoubles()).containsExactly(0, 0, 0, -4);
    assertThat(gradients.get(1).toDoubles()).containsExactly(StrictMath.log(2), 0, 0, NAN);
    // d²/da db aᵇ = aᵇ⁻¹ (1 + b ln a), which is 1/2 at a = 2, b = 0.
    Tensor mixed = Autograd.grad(gradients.get(0).slice(0, 0, 1).sum(), b);
    assertThat(mixed.at(0)).isEqualTo(0.5);
  }

  @Test
  void logsumexpOfInfinities() {
    assertThat(of(-INF, -INF).logsumexp().item()).isEqualTo(-INF);
    assertThat(of(-INF, 2).logsumexp().item()).isEqualTo(2);
    assertThat(of(INF, 2).logsumexp().item()).isEqualTo(INF);
    assertThat(gradient(x -> x.logsumexp(), -INF, 2)).containsExactly(0, 1);
    assertThat(gradient(x -> x.logsumexp(), -INF, -INF)).containsExactly(0, 0);
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"F32", "F64"})
  void softmaxAndCrossEntropyDoNotOverflow(DType dtype) {
    Tensor x = Tensor.of(new double[] {1e4, -1e4, 0, 1e4, 1e4, 1e4}, 2, 3).to(dtype);
    assertThat(Evaluation.numbers(x.softmax(1))).startsWith(1, 0, 0);
    assertThat(Evaluation.numbers(x.logSoftmax(1))).startsWith(0, -2e4, -1e4);
    Tensor loss = x.crossEntropy(Tensor.of(new int[] {1, 0}, 2));
    assertThat(loss.at(0)).isEqualTo(2e4);
    assertThat(loss.isClose(Tensor.of(new double[] {2e4, StrictMath.log(3)}, 2), 0, 1e-6)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"F32", "F64"})
  void activationsSaturateWithoutOverflow(DType dtype) {
    Tensor x = of(-1000, 1000).to(dtype);
    assertThat(Evaluation.numbers(x.sigmoid())).containsExactly(0, 1);
    assertThat(Evaluation.numbers(x.tanh())).containsExactly(-1, 1);
    assertThat(Evaluation.numbers(x.softplus())).containsExactly(0, 1000);
    assertThat(Evaluation.numbers(x.elu(2))).containsExactly(-2, 1000);
    assertThat(Evaluation.numbers(x.silu().abs())).containsExactly(0, 1000);
    assertThat(Evaluation.numbers(x.gelu().abs())).containsExactly(0, 1000);
    assertThat(Evaluation.numbers(x.erf())).containsExactly(-1, 1);
  }

  @Test
  void signKeepsZeros() {
    assertThat(of(-3, -0.0, 0, 3, NAN).sign().toDoubles()).containsExactly(-1, -0.0, 0, 1, NAN);
  }

  @Test
  void expm1AndLog1pAreAccurateNearZero() {
    assertThat(of(1e-20, -1e-20).expm1().toDoubles()).containsExactly(1e-20, -1e-20);
    assertThat(of(1e-20, -1e-20).log1p().toDoubles()).containsExactly(1e-20, -1e-20);
    assertThat(of(1e-20).to(DType.F32).expm1().toFloats()).containsExactly(1e-20f);
    assertThat(of(1e-20).to(DType.F32).log1p().toFloats()).containsExactly(1e-20f);
  }

  @Test
  void theBetaFunctionOfWholeNumbersIsAQuotientOfFactorials() {
    Tensor x = Tensor.of(new double[] {1, 1, 1, 2, 3, 4}, 2, 3);
    // 1/2! and 1! 2! 3! / 8!
    assertThat(x.lbeta(1).exp().isClose(of(0.5, 12.0 / 40320), 1e-14, 0)).isTrue();
    assertThat(x.lbeta(-2).shape()).isEqualTo(Shape.of(3));
    // In F32 the logarithms of Γ would have left no digit: ln B(a, 1) = −ln a.
    Tensor narrow = Tensor.of(new float[] {1 << 20, 1}, 2).lbeta(0);
    assertThat(narrow.dtype()).isEqualTo(DType.F32);
    assertThat(narrow.item()).isEqualTo((float) -StrictMath.log(1 << 20));
    GradientCheck.ofOrder(2).check(y -> y.lbeta(1), x).assertPasses();
  }

  @Test
  void theGammaFamilyEndsAtZero() {
    assertThat(of(0, -0.5, INF).lgamma().toDoubles()).containsExactly(INF, NAN, INF);
    assertThat(of(0, -0.5).digamma().toDoubles()).containsExactly(NAN, NAN);
    assertThat(of(0, -0.5).polygamma(2).toDoubles()).containsExactly(NAN, NAN);
    assertThat(of(0, -0.5).binet(0).toDoubles()).containsExactly(NAN, NAN);
  }

  @Test
  void meanAndVarianceOfNothingAreNaN() {
    assertThat(of().mean().item()).isNaN();
    assertThat(of(3).variance(1).item()).isNaN();
    assertThat(of(3).variance(0).item()).isEqualTo(0);
  }

  @Test
  void integersAreTruncatedAndSaturated() {
    assertThat(of(-1.9, 1.9, 3e9, -3e9, NAN).to(DType.I32).toInts())
        .containsExactly(-1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0);
    assertThat(Tensor.of(new int[] {16777217}, 1).to(DType.F64).item()).isEqualTo(16777217);
  }

  @Test
  void aLongRowIsSummedInChunks() {
    int n = 3 * Folding.CHUNK + 5;
    assertThat(Tensor.ones(DType.F32, n).sum().item()).isEqualTo(n);
    assertThat(Tensor.range(DType.F64, n).sum().item()).isEqualTo(n * (n - 1.0) / 2);
  }

  @Test
  void aNaNInARectifierIsSeenInItsGradient() {
    assertThat(gradient(x -> x.relu().mul(Double.NaN), -1, 1, Double.NaN)).containsExactly(0, Double.NaN, Double.NaN);
  }

  @Test
  void theSlopeOfAPowerByItsExponentFollowsItsFormulaAtZero() {
    assertThat(gradient(b -> Tensor.scalar(DType.F64, 0).pow(b), -1, 0, 2)).containsExactly(-INF, 0, 0);
  }

  @Test
  void aVarianceWithoutDegreesOfFreedomIsNotNegative() {
    assertThat(of(1, 5).variance(3).item()).isEqualTo(INF);
  }

  @Test
  void theStatisticsOfALongFeatureAreSummedInChunks() {
    int n = 3 * Features.CHUNK + 5;
    Tensor statistics = Tensor.range(DType.F64, n).reshape(-1, 1).batchStatistics();
    assertThat(statistics.at(0, 0)).isEqualTo((n - 1) / 2.0);
    assertThat(statistics.at(1, 0) / (((double) n * n - 1) / 12)).isCloseTo(1, Offset.offset(1e-14));
  }

  @Test
  void theStatisticsOfLongColumnsAreSummedInBlocks() {
    int n = 1005;
    Tensor column = Tensor.range(DType.F64, n).unsqueeze(1);
    Tensor statistics = Tensor.concat(1, List.of(column, column.mul(-2))).batchStatistics();
    assertThat(statistics.isClose(of(502, -1004, ((double) n * n - 1) / 12, ((double) n * n - 1) / 3).reshape(2, 2), 0,
        1e-14)).isTrue();
  }

  @Test
  void theVarianceOfNumbersFarFromZeroIsThatOfTheirDeviations() {
    Tensor x = Tensor.of(new float[] {1e6f, 1e6f + 1, 1e6f + 3, 1e6f}, 4, 1);
    assertThat(x.batchStatistics().toFloats()).containsExactly(1e6f + 1, 1.5f);
  }

  @Test
  void aFeatureThatIsConstantIsNormalisedToItsBias() {
    Tensor y = Tensor.full(DType.F32, 0.1, 7, 2).batchNorm(of(3, 4).to(DType.F32), of(5, 6).to(DType.F32), 1e-5);
    assertThat(y.isClose(of(5, 6).to(DType.F32).expand(7, 2), 1e-4, 0)).isTrue();
  }

  @Test
  void batchStatisticsOfNothingAreNaN() {
    assertThat(Tensor.zeros(DType.F32, 0, 2).batchStatistics().toFloats()).containsOnly(Float.NaN);
  }

  @Test
  void thirdDerivativesPassThroughStatisticsThatWereGivenAsConstants() {
    Tensor x = of(1, 3, 4, -2).reshape(4, 1).variable();
    Tensor w = of(1);
    Tensor direction = of(1, 0, -1, 2).reshape(4, 1);
    double[][] third = new double[2][];
    for (int i = 0; i < 2; i++) {
      Tensor statistics = i == 0 ? x.batchStatistics() : x.detach().batchStatistics();
      Tensor derivative = x.batchNorm(statistics, w, w, 0.5).pow(3).sum();
      for (int order = 0; order < 3; order++) {
        derivative = Autograd.grad(derivative, x, GradientOption.CREATE_GRAPH).mul(direction).sum();
      }
      third[i] = derivative.reshape(1).toDoubles();
    }
    assertThat(third[1]).containsExactly(third[0], Offset.offset(1e-12));
  }
}
