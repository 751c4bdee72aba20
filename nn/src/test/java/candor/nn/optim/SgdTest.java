package candor.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Numbers;
import candor.nn.Parameter;
import candor.nn.layer.Linear;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SgdTest {

  @Test
  void aRateAloneIsPlainDescent() {
    Linear layer = new Linear(2, 1, Init.constant(3)).withoutBias();
    layer.initialise(1);
    Sgd sgd = new Sgd(layer.parameters(), 0.5);
    Tensor x = Tensor.of(new float[] {1, 2}, 1, 2);
    for (int step = 1; step <= 2; step++) {
      sgd.step(sgd.gradients(layer.apply(x, Context.evaluate()).sum()));
      assertThat(layer.parameters().getFirst().value().toFloats()).containsExactly(3 - 0.5f * step, 3 - step);
    }
  }

  @Test
  void aLossFromBeforeTheStepIsRefused() {
    Linear layer = new Linear(2, 1);
    layer.initialise(1);
    Sgd sgd = new Sgd(layer.parameters(), 0.5);
    Tensor loss = layer.apply(Tensor.ones(DType.F32, 1, 2), Context.evaluate()).sum();
    sgd.step(sgd.gradients(loss));
    for (Tensor other : List.of(loss, Tensor.scalar(DType.F32, 1))) {
      assertThatThrownBy(() -> sgd.gradients(other)).isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "optimiser: the loss depends on none of the 2 parameters as they are; compute it anew after every "
                  + "step, with the model whose parameters these are");
    }
    assertThatThrownBy(() -> sgd.gradients(Tensor.ones(DType.F32, 2))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("grad: the output has shape [2], expected one element; use vjp for more");
  }

  private static final Offset<Double> ROUNDING = Offset.offset(1e-15);

  @Test
  void threeStepsAreThoseComputedByHand() {
    Parameter w = parameter(DType.F64, 1, 1);
    w.assign(Tensor.ones(DType.F64, 1, 1));
    Sgd sgd = new Sgd(List.of(w), 0.1, 0.5, 0.01);
    // d = 2 + 0.01, v = 2.01
    sgd.step(List.of(Tensor.full(DType.F64, 2, 1, 1)));
    assertThat(w.value().item()).isCloseTo(0.799, ROUNDING);
    // d = -1 + 0.00799, v = 1.005 - 0.99201 = 0.01299
    sgd.step(List.of(Tensor.full(DType.F64, -1, 1, 1)));
    assertThat(w.value().item()).isCloseTo(0.797701, ROUNDING);
    // d = 0.00797701, v = 0.006495 + 0.00797701 = 0.01447201
    sgd.step(List.of(Tensor.zeros(DType.F64, 1, 1)));
    assertThat(w.value().item()).isCloseTo(0.796253799, ROUNDING);
  }

  @Test
  void theDecayIsTheGradientOfHalfItsProductWithTheSquaredNorm() {
    Parameter decayed = parameter(DType.F64, 3, 4);
    Parameter penalised = parameter(DType.F64, 3, 4);
    Sgd withDecay = new Sgd(List.of(decayed), 0.1, 0.9, 0.3);
    Sgd withPenalty = new Sgd(List.of(penalised), 0.1, 0.9, 0);
    for (int step = 0; step < 5; step++) {
      Tensor g = Numbers.normal(step, 4, 3);
      withDecay.step(List.of(g));
      Tensor w = penalised.value();
      withPenalty.step(List.of(Autograd.grad(w.square().sum().mul(0.5 * 0.3).add(w.mul(g).sum()), w)));
    }
    assertThat(decayed.value().isClose(penalised.value(), 1e-14, 1e-14)).isTrue();
  }

  @Test
  void everyParameterHasItsOwnVelocity() {
    Parameter a = parameter(DType.F64, 1, 1);
    Parameter b = parameter(DType.F64, 1, 1);
    double start = a.value().item();
    Sgd sgd = new Sgd(List.of(a, b), 1, 0.5, 0);
    Tensor zero = Tensor.zeros(DType.F64, 1, 1);
    sgd.step(List.of(Tensor.ones(DType.F64, 1, 1), zero));
    sgd.step(List.of(zero, zero));
    assertThat(a.value().item()).isCloseTo(start - 1.5, ROUNDING);
    assertThat(b.value().item()).isEqualTo(start);
    assertThat(sgd.parameters()).containsExactly(a, b);
  }

  @Test
  void theLayoutOfAGradientDoesNotMatter() {
    Tensor g = Numbers.normal32(5, 4, 3);
    Parameter rowMajor = parameter(DType.F32, 3, 4);
    new Sgd(List.of(rowMajor), 0.1, 0, 0).step(List.of(Tensor.of(g.array().copyInOrder(0, 1))));
    Parameter columnMajor = parameter(DType.F32, 3, 4);
    new Sgd(List.of(columnMajor), 0.1, 0, 0).step(List.of(Tensor.of(g.array().copyInOrder(1, 0))));
    Parameter view = parameter(DType.F32, 3, 4);
    new Sgd(List.of(view), 0.1, 0, 0).step(List.of(Tensor.concat(1, List.of(g, g)).slice(1, 3, 6)));
    assertThat(columnMajor.value().hasSameBits(rowMajor.value())).isTrue();
    assertThat(view.value().hasSameBits(rowMajor.value())).isTrue();
    Tensor expected = parameter(DType.F32, 3, 4).value().detach().sub(g.mul(0.1));
    assertThat(rowMajor.value().isClose(expected, 1e-7, 1e-6)).isTrue();
  }

  @Test
  void aRepeatedNumberIsAGradientToo() {
    Parameter w = parameter(DType.F64, 3, 4);
    Tensor before = Tensor.of(w.value().array().copyInOrder(0, 1));
    NdArray repeated = Tensor.scalar(DType.F64, 2).array().expand(Shape.of(4, 3));
    new Sgd(List.of(w), 0.5, 0, 0).step(List.of(Tensor.of(repeated)));
    assertThat(w.value().isClose(before.sub(1), 1e-15, 0)).isTrue();
  }

  @Test
  void manyParametersAreUpdatedOnSeveralThreadsLikeOne() {
    Parameter large = parameter(DType.F64, 300, 400);
    Tensor before = Tensor.of(large.value().array().copyInOrder(0, 1));
    new Sgd(List.of(large), 0.1, 0.9, 0).step(List.of(before));
    // w - 0.1 w rounds once in the fused product.
    assertThat(large.value().isClose(before.mul(0.9), 1e-16, 4e-16)).isTrue();
  }

  @Test
  void graphsFromBeforeTheStepFail() {
    Parameter w = parameter(DType.F32, 3, 4);
    Tensor old = w.value();
    Tensor loss = old.square().sum();
    Tensor g = Autograd.grad(loss, old);
    new Sgd(List.of(w), 0.1, 0, 0).step(List.of(g));
    assertThatThrownBy(() -> Autograd.grad(loss, old)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was overwritten in place (by an optimiser step?) after it was read");
  }

  @ParameterizedTest
  @CsvSource({"0,0,0", "-0.1,0,0", "NaN,0,0", "Infinity,0,0", "0.1,-0.1,0", "0.1,1,0", "0.1,NaN,0", "0.1,0,-1e-9",
    "0.1,0,NaN",
    "0.1,0,Infinity"})
  void numbersOutsideTheirRangeAreRefused(double rate, double momentum, double decay) {
    List<Parameter> parameters = List.of(parameter(DType.F32, 1, 1));
    assertThatThrownBy(() -> new Sgd(parameters, rate, momentum, decay)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sgd: rate " + rate + ", momentum " + momentum + ", decay " + decay
            + ", expected a positive finite rate, momentum in [0, 1), finite decay of 0 or more");
  }

  @Test
  void aModelWithoutValuesIsRefusedWhenTheOptimiserIsMade() {
    List<Parameter> parameters = new Linear(2, 3).parameters();
    assertThatThrownBy(() -> new Sgd(parameters, 0.1, 0, 0)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("call initialise(seed) on the model");
  }

  @Test
  void gradientsThatDoNotFitAreRefusedBeforeAnythingChanges() {
    Linear layer = new Linear(3, 4);
    layer.initialise(1);
    Sgd sgd = new Sgd(layer.parameters(), 0.1, 0.9, 0);
    float[] before = Numbers.bits(layer);
    Tensor weight = Tensor.ones(DType.F32, 4, 3);
    assertRefused(sgd, "sgd: 1 gradients for 2 parameters", weight);
    assertRefused(sgd, "sgd: gradient of parameter bias is f32[3], expected f32[4]", weight, Tensor.ones(DType.F32, 3));
    assertRefused(sgd, "sgd: gradient of parameter bias is f64[4], expected f32[4]", weight, Tensor.ones(DType.F64, 4));
    assertRefused(sgd, "sgd: gradient of parameter weight is f32[3,4], expected f32[4,3]", weight.transpose(),
        Tensor.ones(DType.F32, 4));
    assertThat(Numbers.bits(layer)).containsExactly(before);
  }

  @Test
  void aModelThatChangedItsTypeNeedsANewOptimiser() {
    Linear layer = new Linear(3, 4);
    layer.initialise(1);
    Sgd sgd = new Sgd(layer.parameters(), 0.1, 0.9, 0);
    layer.initialise(1, DType.F64);
    assertRefused(sgd, "sgd: parameter weight is f64 now, was f32 when the optimiser was made",
        Tensor.ones(DType.F64, 4, 3),
        Tensor.ones(DType.F64, 4));
  }

  private static void assertRefused(Sgd sgd, String message, Tensor... gradients) {
    assertThatThrownBy(() -> sgd.step(List.of(gradients))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  /// The weight of a layer, the same for every call.
  private static Parameter parameter(DType dtype, int in, int out) {
    Linear layer = new Linear(in, out);
    layer.initialise(1, dtype);
    return layer.parameters().getFirst();
  }
}
