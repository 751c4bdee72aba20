package candor.bayes.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Sequential;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Activation;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmpiricalRiskTest {

  @Test
  void valueAndGradientAreThoseOfTheMeanLossWithItsDecay() {
    EmpiricalRisk risk = CurvatureTest.smooth(DType.F64, 50).pieces(16).weightDecay(0.2);
    TensorDataset data = Networks.classes(50, DType.F64);
    Tensor loss =
        Loss.crossEntropy().of(risk.model().apply(data.inputs(), Context.evaluate()), data.targets());
    for (Tensor w : risk.flat().values()) {
      loss = loss.add(w.square().sum().mul(0.1));
    }
    EmpiricalRisk.Evaluation here = risk.evaluate();
    assertThat(here.value()).isCloseTo(loss.item(), within(1e-14));
    double[] gradient = risk.flat().flatten(Autograd.grad(loss, risk.flat().values()));
    assertThat(Networks.error(here.gradient(), gradient)).isLessThan(1e-13);
  }

  @Test
  void gradientsOfSamplesAddUp() {
    EmpiricalRisk risk = CurvatureTest.smooth(DType.F64, 40).pieces(16);
    for (EmpiricalRisk some : List.of(risk, risk.lastLayer())) {
      double[] gradient = some.evaluate().gradient();
      double[] sum = new double[gradient.length];
      List<double[]> all = some.sampleGradients(IntStream.range(0, 40).toArray());
      double[] losses = some.sampleLosses();
      for (double[] one : all) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += one[i] / 40;
        }
      }
      assertThat(Networks.error(sum, gradient)).isLessThan(1e-13);
      assertThat(Arrays.stream(losses).sum() / 40).isCloseTo(some.evaluate().value(), within(1e-13));

      List<double[]> directions = List.of(Networks.vector(1, sum.length), Networks.vector(2, sum.length));
      double[][] derivatives = some.directionalDerivatives(directions);
      for (int k = 0; k < 2; k++) {
        for (int i = 0; i < 40; i++) {
          assertThat(derivatives[k][i]).isCloseTo(Networks.dot(all.get(i), directions.get(k)), within(1e-12));
        }
      }
    }
  }

  /// The last layer's gradients are outer products; those of all parameters, computed one by one, hold the same numbers.
  @Test
  void outerProductsAreTheGradientsOfALastLayer() {
    EmpiricalRisk risk = CurvatureTest.smooth(DType.F64, 10).pieces(4);
    int[] points = {7, 2, 2, 9, 0};
    List<double[]> all = risk.sampleGradients(points);
    List<double[]> last = risk.lastLayer().sampleGradients(points);
    for (int i = 0; i < points.length; i++) {
      double[] whole = all.get(i);
      double[] end = Arrays.copyOfRange(whole, whole.length - last.get(i).length, whole.length);
      assertThat(Networks.error(last.get(i), end)).isLessThan(1e-14);
    }
    // Of samples with several rows there are no outer products.
    Sequential rows = Sequential.of(new Linear(3, 1).withoutBias());
    rows.initialise(1, DType.F64);
    TensorDataset data = new TensorDataset(Networks.normal(1, 4, 2, 3), Networks.normal(2, 4, 2, 1));
    EmpiricalRisk several = EmpiricalRisk.of(rows, Loss.mse(), data);
    double[][] derivatives = several.directionalDerivatives(List.of(new double[] {1, 2, 3}));
    assertThat(Networks.dot(several.sampleGradients(3).getFirst(), 1, 2, 3))
        .isCloseTo(derivatives[0][3], within(1e-13));
  }

  @Test
  void gradientsByInputsAreDifferences() {
    EmpiricalRisk risk = CurvatureTest.smooth(DType.F64, 10).pieces(2);
    double[] d = Networks.vector(1, risk.flat().count());
    Tensor mixed = risk.inputGradients(d, 3, 1, 8);
    assertThat(mixed.shape().toArray()).containsExactly(3, 3);
    TensorDataset data = Networks.classes(10, DType.F64);
    double h = 1e-5;
    int[] points = {3, 1, 8};
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double[] shift = new double[30];
        shift[points[i] * 3 + j] = h;
        Tensor step = Tensor.of(shift, 10, 3);
        double high = derivative(risk, new TensorDataset(data.inputs().add(step), data.targets()), d)[points[i]];
        double low = derivative(risk, new TensorDataset(data.inputs().sub(step), data.targets()), d)[points[i]];
        assertThat(mixed.at(i, j)).isCloseTo((high - low) / (2 * h), within(1e-8));
      }
    }
    Tensor last = risk.lastLayer().inputGradients(Networks.vector(2, risk.lastLayer().flat().count()), 4);
    assertThat(last.square().sum().item()).isPositive();
  }

  private static double[] derivative(EmpiricalRisk risk, TensorDataset data, double... direction) {
    return risk.data(data).directionalDerivatives(List.of(direction))[0];
  }

  @Test
  void samplesAreLeftOutByEitherConvention() {
    EmpiricalRisk risk = CurvatureTest.smooth(DType.F64, 10).weightDecay(0.4);
    double[] losses = risk.sampleLosses();
    double sum = Arrays.stream(losses).sum() - losses[3] - losses[7];
    double[] theta = risk.flat().read();
    double decay = 0.2 * Networks.dot(theta, theta);
    assertThat(risk.without(Divisor.KEPT, 3, 7).evaluate().value()).isCloseTo(sum / 10 + decay, within(1e-13));
    assertThat(risk.without(Divisor.RENORMALISED, 3, 7).evaluate().value()).isCloseTo(sum / 8 + decay, within(1e-13));
    assertThat(risk.without(Divisor.KEPT, 3).without(Divisor.KEPT, 6).evaluate().value())
        .isCloseTo(sum / 10 + decay, within(1e-13));
  }

  @Test
  void keptFeaturesChangeNoBits() {
    for (DType type : List.of(DType.F64, DType.F32)) {
      EmpiricalRisk risk = CurvatureTest.smooth(type, 10).pieces(4).weightDecay(0.1).lastLayer();
      EmpiricalRisk kept = risk.keepingFeatures();
      Tensor other = Networks.normal(5, 2, 3).to(type);
      int[] points = {8, 1};
      assertSameBits(kept, risk);
      assertSameBits(kept.without(Divisor.KEPT, 8), risk.without(Divisor.KEPT, 8));
      assertSameBits(kept.replacing(points, other), risk.replacing(points, other));
      assertThat(risk.replacing(points, other).data().batch(0, 1, 8).input().hasSameBits(
          Tensor.concat(0, List.of(risk.data().batch(0).input(), other.slice(0, 1, 2), other.slice(0, 0, 1)))))
          .isTrue();
    }
    EmpiricalRisk all = CurvatureTest.smooth(DType.F64, 10);
    assertThat(all.keepingFeatures()).isSameAs(all);
  }

  private static void assertSameBits(EmpiricalRisk a, EmpiricalRisk b) {
    double[] d = Networks.vector(1, a.flat().count());
    assertThat(a.evaluate().value()).isEqualTo(b.evaluate().value());
    assertThat(a.evaluate().gradient()).containsExactly(b.evaluate().gradient());
    assertThat(a.sampleLosses()).containsExactly(b.sampleLosses());
    assertThat(Curvature.hessian(a).apply(d)).containsExactly(Curvature.hessian(b).apply(d));
    assertThat(Curvature.gaussNewton(a).apply(d)).containsExactly(Curvature.gaussNewton(b).apply(d));
    assertThat(a.sampleGradients(2, 8).get(1)).containsExactly(b.sampleGradients(2, 8).get(1));
    assertThat(a.directionalDerivatives(List.of(d))[0]).containsExactly(b.directionalDerivatives(List.of(d))[0]);
    assertThat(a.inputGradients(d, 1, 8).hasSameBits(b.inputGradients(d, 1, 8))).isTrue();
  }

  @Test
  void whatIsWrongIsSaid() {
    EmpiricalRisk risk = CurvatureTest.smooth(DType.F64, 4);
    assertThatThrownBy(() -> risk.without(Divisor.KEPT, 1, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("empirical risk: sample 1 is left out twice");
    assertThatThrownBy(() -> risk.without(Divisor.KEPT, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> risk.without(Divisor.KEPT, 0, 1, 2, 3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("empirical risk: no samples, expected 1 or more");
    assertThatThrownBy(() -> risk.weightDecay(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("empirical risk: weight decay -1.0, expected a finite number of 0 or more");
    assertThatThrownBy(() -> risk.pieces(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("empirical risk: pieces of 0 samples, expected 1 or more");
    assertThatThrownBy(() -> risk.parameters(Networks.smooth(DType.F64).parameters()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("empirical risk: parameter weight [5,3] is not the model's");
    Sequential noEnd = Sequential.of(new Linear(3, 4), Activation.tanh());
    assertThatThrownBy(() -> EmpiricalRisk.of(noEnd, Loss.crossEntropy(), risk.data()).lastLayer())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("empirical risk: the model Sequential has no last layer,"
            + " expected a Sequential that ends with parameters");
    assertThatThrownBy(() -> risk.inputGradients(risk.flat().read())).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("empirical risk: input gradients of no samples, expected 1 or more");
    assertThatThrownBy(() -> risk.replacing(new int[] {1, 2}, Tensor.zeros(DType.F64, 1, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("empirical risk: inputs [1,3] for 2 samples, expected as many along axis 0");
    assertThatThrownBy(() -> risk.replacing(new int[] {4}, Tensor.zeros(DType.F64, 1, 3)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    double[] theta = risk.flat().read();
    theta[0] = Double.POSITIVE_INFINITY;
    theta[15] = Double.NaN;
    risk.flat().write(theta);
    assertThatThrownBy(risk::evaluate).isInstanceOf(ArithmeticException.class)
        .hasMessageStartingWith("gradient: NaN at number 0 of parameter weight [5,3], from samples 0 to 3 of 4");
  }
}
