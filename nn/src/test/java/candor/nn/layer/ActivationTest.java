package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import candor.nn.Context;
import candor.nn.Sequential;
import candor.tensor.DType;
import candor.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ActivationTest {
  private static final Tensor X = Tensor.of(new double[] {-10, -1, 0, 0.5, 7}, 1, 5);

  @Test
  void knownNumbers() {
    assertThat(run(Activation.relu())).containsExactly(0, 0, 0, 0.5, 7);
    assertThat(run(Activation.relu6())).containsExactly(0, 0, 0, 0.5, 6);
    assertThat(run(Activation.leakyRelu())).containsExactly(-0.1, -0.01, 0, 0.5, 7);
    assertThat(run(Activation.leakyRelu(0.5))).containsExactly(-5, -0.5, 0, 0.5, 7);
    assertThat(run(Activation.hardtanh())).containsExactly(-1, -1, 0, 0.5, 1);
    assertThat(run(Activation.hardtanh(-5, 2))).containsExactly(-5, -1, 0, 0.5, 2);
    assertThat(run(Activation.elu(2))[1]).isEqualTo(2 * StrictMath.expm1(-1));
    assertThat(run(Activation.sigmoid())[2]).isEqualTo(0.5);
    assertThat(run(Activation.logSigmoid())[2]).isEqualTo(-StrictMath.log(2));
  }

  /// Where a composition could overflow or lose its digits.
  @Test
  void farFromZeroTheLogarithmOfTheSigmoidIsExact() {
    Tensor x = Tensor.of(new float[] {-200, 200}, 1, 2);
    assertThat(Activation.logSigmoid().apply(x, Context.evaluate()).toFloats()).containsExactly(-200, -0f);
    assertThat(Activation.mish().apply(x, Context.evaluate()).toFloats()).containsExactly(-0f, 200);
  }

  @Test
  void probabilitiesSumToOneAlongTheirAxis() {
    Tensor x = X.reshape(5, 1).matmul(X);
    assertThat(Activation.softmax(0).apply(x, Context.evaluate()).sum(0).isClose(Tensor.ones(DType.F64, 5), 1e-14, 0))
        .isTrue();
    assertThat(Activation.logSoftmax(-1).apply(x, Context.evaluate()).exp().sum(1)
        .isClose(Tensor.ones(DType.F64, 5), 1e-14, 0)).isTrue();
  }

  @Test
  void anyFunctionIsALayerAndIsPrintedByItsName() {
    Activation square = Activation.of("square", Tensor::square);
    assertThat(run(square)).containsExactly(100, 1, 0, 0.25, 49);
    assertThat(Sequential.of(square, Activation.elu(), Activation.hardtanh(0, 1), Activation.softmax(1)).children())
        .extracting(Object::toString).containsExactly("square", "elu(1.0)", "hardtanh(0.0, 1.0)", "softmax(1)");
  }

  private static double[] run(Activation layer) {
    return layer.apply(X, Context.evaluate()).toDoubles();
  }
}
