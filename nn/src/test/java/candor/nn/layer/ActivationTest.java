package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Context;
import candor.nn.Sequential;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import org.assertj.core.data.Offset;
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
    assertThat(run(Activation.hardsigmoid())).containsExactly(0, 2 / 6.0, 0.5, 3.5 / 6, 1);
    assertThat(run(Activation.hardswish())).containsExactly(-0.0, -2 / 6.0, 0, 1.75 / 6, 7);
    assertThat(run(Activation.softsign())).containsExactly(-10 / 11.0, -0.5, 0, 0.5 / 1.5, 7 / 8.0);
    assertThat(run(Activation.hardshrink(0.5))).containsExactly(-10, -1, 0, 0, 7);
    assertThat(run(Activation.softshrink(0.5))).containsExactly(-9.5, -0.5, 0, 0, 6.5);
    assertThat(run(Activation.threshold(0.5, 20))).containsExactly(20, 20, 20, 20, 7);
    assertThat(run(Activation.celu(2))[1]).isEqualTo(2 * StrictMath.expm1(-0.5));
    assertThat(run(Activation.celu(3))).endsWith(0, 0.5, 7);
    assertThat(run(Activation.softplus(4))[2]).isEqualTo(StrictMath.log(2) / 4);
    assertThat(run(Activation.tanhshrink())[1]).isEqualTo(StrictMath.tanh(1) - 1);
    assertThat(run(Activation.geluTanh())[4]).isCloseTo(7, Offset.offset(1e-9));
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

  @Test
  void aGateHalvesItsAxis() {
    Tensor x = Tensor.of(new double[] {1, 2, 0, 0, 3, 4, 0, 0}, 2, 4);
    assertThat(Activation.glu(-1).apply(x, Context.evaluate()).toDoubles()).containsExactly(0.5, 1, 1.5, 2);
    assertThat(Activation.glu(0).apply(x, Context.evaluate()).shape()).isEqualTo(Shape.of(1, 4));
    assertThatThrownBy(() -> run(Activation.glu(-1))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("glu: input has shape [1,5], expected an even size along axis 1");
    assertThatThrownBy(() -> run(Activation.glu(2))).isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("glu: axis 2 of a tensor of shape [1,5], expected -2 to 1");
  }

  @Test
  void numbersOutOfTheirRangeAreRefused() {
    assertThatThrownBy(() -> Activation.celu(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("celu: alpha 0.0, expected a positive finite number");
    assertThatThrownBy(() -> Activation.softplus(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("softplus: beta -1.0, expected a positive finite number");
    assertThatThrownBy(() -> Activation.hardshrink(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hardshrink: limit -1.0, expected 0 or more");
    assertThatThrownBy(() -> Activation.softshrink(Double.NaN)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("softshrink: limit NaN, expected 0 or more");
  }

  private static double[] run(Activation layer) {
    return layer.apply(X, Context.evaluate()).toDoubles();
  }
}
