package candor.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.autograd.Autograd;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Linear;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterTest {

  @Test
  void aParameterWithoutValueSaysWhatToCall() {
    Parameter weight = new Linear(2, 3).parameters().getFirst();
    assertThat(weight.shape()).isEqualTo(Shape.of(3, 2));
    String message = "parameter weight [3,2] has no value; call initialise(seed) on the model";
    assertThatThrownBy(weight::value).isInstanceOf(IllegalStateException.class).hasMessage(message);
    assertThatThrownBy(weight::overwrite).isInstanceOf(IllegalStateException.class).hasMessage(message);
  }

  @Test
  void theWeightOfALinearLayerLiesInsByOutsAndAllElseInRowMajorOrder() {
    Linear linear = new Linear(2, 3);
    linear.initialise(1);
    NdArray weight = linear.parameters().get(0).value().array();
    assertThat(weight.isDenseIn(1, 0)).isTrue();
    assertThat(weight.isDenseIn(0, 1)).isFalse();
    Conv2d conv = new Conv2d(2, 3, 5);
    conv.initialise(1);
    assertThat(conv.parameters().get(0).value().array().isDenseIn(0, 1, 2, 3)).isTrue();
    assertThat(conv.parameters().get(1).value().array().isDenseIn(0)).isTrue();
  }

  @Test
  void assignKeepsTheLayout() {
    Parameter weight = weight();
    weight.assign(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
    assertThat(weight.value().toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(weight.value().array().isDenseIn(1, 0)).isTrue();
  }

  @Test
  void assignCopiesTheNumbersWhateverTheirLayout() {
    for (int[] order : new int[][] {{0, 1}, {1, 0}}) {
      Parameter weight = weight();
      NdArray source = NdArray.zeros(DType.F32, Shape.of(3, 2), order);
      weight.assign(Tensor.of(source));
      source.fill(100);
      assertThat(weight.value().toFloats()).containsOnly(0);
    }
  }

  @Test
  void assignRefusesAnotherShapeAndKeepsTheValue() {
    Parameter weight = weight();
    Tensor before = weight.value();
    assertThatThrownBy(() -> weight.assign(Tensor.zeros(DType.F32, 2, 3))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parameter weight: value has shape [2,3], expected [3,2]");
    assertThat(weight.value()).isSameAs(before);
  }

  @Test
  void integersAreNoValue() {
    Parameter weight = weight();
    assertThatThrownBy(() -> weight.assign(Tensor.zeros(DType.I32, 3, 2))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no gradient, expected f32 or f64");
  }

  @Test
  void theValueIsAVariableEvenWhenWhatWasAssignedIsNot() {
    Parameter weight = weight();
    weight.assign(Tensor.full(DType.F64, 3, 3, 2));
    Tensor value = weight.value();
    assertThat(Autograd.grad(value.square().sum(), value).toDoubles()).containsOnly(6);
  }

  @Test
  void assignLeavesOldGraphsValid() {
    Parameter weight = weight();
    weight.assign(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
    Tensor old = weight.value();
    Tensor loss = old.square().sum();
    weight.assign(Tensor.zeros(DType.F32, 3, 2));
    assertThat(Autograd.grad(loss, old).toFloats()).containsExactly(2, 4, 6, 8, 10, 12);
    assertThat(old.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void overwriteMakesOldGraphsAndValuesFailInsteadOfShowingOtherNumbers() {
    Parameter weight = weight();
    Tensor old = weight.value();
    Tensor loss = old.square().sum();
    weight.overwrite();
    String message = "tensor: shape [3,2] was overwritten in place";
    assertThatThrownBy(() -> Autograd.grad(loss, old)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(old::toFloats).isInstanceOf(IllegalStateException.class).hasMessageContaining(message);
    assertThatThrownBy(() -> old.add(1)).isInstanceOf(IllegalStateException.class).hasMessageContaining(message);
    assertThatThrownBy(() -> old.transpose().toFloats()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsWrittenOverTheOldNumbersIsTheNewValue() {
    Parameter weight = weight();
    weight.assign(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
    NdArray numbers = weight.overwrite();
    assertThat(weight.value().toFloats()).as("nothing written yet").containsExactly(1, 2, 3, 4, 5, 6);
    numbers.f32()[numbers.offset()] = 10;
    Tensor value = weight.value();
    assertThat(value.toFloats()).containsExactly(10, 2, 3, 4, 5, 6);
    assertThat(Autograd.grad(value.sum(), List.of(value))).hasSize(1);
  }

  private static Parameter weight() {
    Linear linear = new Linear(2, 3);
    linear.initialise(1);
    return linear.parameters().getFirst();
  }
}
