package candor.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.layer.Linear;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlatParametersTest {

  @Test
  void theVectorIsRowMajorWhateverTheOrderInMemory() {
    Linear layer = layer(DType.F64);
    FlatParameters flat = FlatParameters.of(layer.parameters());
    layer.parameters().getFirst().assign(Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3));
    layer.parameters().getLast().assign(Tensor.of(new double[] {7, 8}, 2));
    assertThat(flat.count()).isEqualTo(8);
    assertThat(flat.read()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(layer.parameters().getFirst().value().array().order()).containsExactly(1, 0);
    assertThat(flat.flatten(flat.values())).containsExactly(flat.read());
  }

  @Test
  void aVectorBecomesTensorsAsTheParametersLie() {
    Linear layer = layer(DType.F32);
    FlatParameters flat = FlatParameters.of(layer.parameters());
    List<Tensor> tensors = flat.unflatten(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(tensors.getFirst().toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(tensors.getFirst().array().order()).containsExactly(1, 0);
    assertThat(flat.flatten(tensors)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void writingRoundsAndMakesOldGraphsFail() {
    Linear layer = layer(DType.F32);
    FlatParameters flat = FlatParameters.of(layer.parameters());
    Tensor before = layer.apply(Tensor.ones(DType.F32, 1, 3), Context.evaluate());
    Tensor old = layer.parameters().getFirst().value();
    double[] held = flat.write(0.1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(held).containsExactly(0.1f, 2, 3, 4, 5, 6, 7, 8);
    assertThat(flat.read()).containsExactly(held);
    assertThat(layer.apply(Tensor.ones(DType.F32, 1, 3), Context.evaluate()).toFloats()).containsExactly(12.1f, 23);
    assertThat(before.count()).isEqualTo(2);
    assertThatThrownBy(old::toFloats).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was overwritten in place");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    FlatParameters flat = new FlatParameters("owner", layer(DType.F64).parameters());
    assertThatThrownBy(() -> flat.write(1, 2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("owner: a vector of 2 numbers, expected 8, as many as the parameters have");
    assertThatThrownBy(() -> flat.unflatten(1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("owner: a vector of 1 numbers, expected 8, as many as the parameters have");
    assertThatThrownBy(() -> flat.flatten(List.of())).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("owner: 0 gradients for 2 parameters");
    assertThat(flat.describe(0)).isEqualTo("number 0 of parameter weight [2,3]");
    assertThat(flat.describe(7)).isEqualTo("number 1 of parameter bias [2]");
    assertThatThrownBy(() -> flat.describe(8)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static Linear layer(DType type) {
    Linear layer = new Linear(3, 2);
    layer.initialise(1, type);
    return layer;
  }
}
