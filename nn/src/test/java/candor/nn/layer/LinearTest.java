package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Numbers;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearTest {

  @Test
  void theOutputIsTheProductWithTheTransposedWeightPlusTheBias() {
    Linear layer = new Linear(3, 2);
    layer.initialise(1);
    layer.parameters().get(0).assign(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    layer.parameters().get(1).assign(Tensor.of(new float[] {10, 20}, 2));
    Tensor y = layer.apply(Tensor.of(new float[] {1, 0, 0, 1, 1, 1}, 2, 3), Context.evaluate());
    assertThat(y.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(y.toFloats()).containsExactly(11, 24, 16, 35);
  }

  @Test
  void withoutABiasTheOutputIsTheProduct() {
    Linear layer = new Linear(3, 2, Init.constant(2)).withoutBias();
    assertThat(layer.namedParameters().keySet()).containsExactly("weight");
    layer.initialise(1);
    Tensor y = layer.apply(Tensor.of(new float[] {1, 2, 3}, 1, 3), Context.evaluate());
    assertThat(y.toFloats()).containsExactly(12, 12);
  }

  @Test
  void aLayerWithoutInputsOrOutputsIsRefused() {
    assertThatThrownBy(() -> new Linear(0, 2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("linear: 0 inputs and 2 outputs, expected 1 or more");
    assertThatThrownBy(() -> new DropConnect(3, -1, 0.5)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dropConnect: 3 inputs and -1 outputs, expected 1 or more");
  }

  @Test
  void aNewBiasIsZeroAndTheWeightIsNot() {
    Linear layer = new Linear(3, 2);
    layer.initialise(1);
    assertThat(layer.parameters().get(0).value().toFloats()).doesNotContain(0);
    assertThat(layer.parameters().get(1).value().toFloats()).containsExactly(0, 0);
  }

  @ParameterizedTest
  @CsvSource({"2,F32", "3,F32", "16,F32", "17,F32", "33,F32", "64,F32", "100,F32", "5,F64", "33,F64"})
  void aSampleAloneGivesTheBitsOfItsRowInABatch(int batch, DType dtype) {
    Linear layer = new Linear(83, 37);
    layer.initialise(4, dtype);
    Tensor x = Numbers.normal(batch, batch, 83).to(dtype);
    Tensor together = layer.apply(x, Context.evaluate());
    Tensor innermost = layer.apply(Tensor.of(x.array().copyInOrder(1, 0)), Context.evaluate());
    assertThat(innermost.hasSameBits(together)).as("batch innermost").isTrue();
    for (int i = 0; i < batch; i++) {
      Tensor alone = layer.apply(x.slice(0, i, i + 1), Context.evaluate());
      assertThat(alone.hasSameBits(together.slice(0, i, i + 1))).as("row %d of %d", i, batch).isTrue();
    }
  }

  @Test
  void anEmptyBatchHasAnEmptyOutput() {
    Linear layer = new Linear(3, 2);
    layer.initialise(1);
    assertThat(layer.apply(Tensor.zeros(DType.F32, 0, 3), Context.evaluate()).shape()).isEqualTo(Shape.of(0, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "4,2", "2,4", "1,3,2", ""})
  void anInputOfAnotherShapeIsRefused(String sizes) {
    Linear layer = new Linear(3, 2);
    layer.initialise(1);
    int[] shape = sizes.isEmpty() ? new int[0] : Arrays.stream(sizes.split(",")).mapToInt(Integer::parseInt).toArray();
    assertThatThrownBy(() -> layer.apply(Tensor.zeros(DType.F32, shape), Context.evaluate()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("linear: input has shape [" + sizes + "], expected [N," + (shape.length > 2 ? "…,3]" : "3]"));
  }

  @Test
  void axesBeforeTheLastAreRowsInWhateverOrderTheyLieInMemory() {
    Linear layer = new Linear(3, 40);
    layer.initialise(1);
    Tensor x = Numbers.normal32(1, 4, 5, 3);
    Tensor expected = layer.apply(x.reshape(20, 3), Context.evaluate()).reshape(4, 5, 40);
    assertThat(layer.apply(x, Context.evaluate()).hasSameBits(expected)).isTrue();
    Tensor turned = layer.apply(Tensor.of(x.array().copyInOrder(1, 0, 2)), Context.evaluate());
    assertThat(turned.hasSameBits(expected)).isTrue();
    assertThat(turned.array().order()).containsExactly(1, 0, 2);
    assertThat(layer.apply(Tensor.of(x.array().copyInOrder(2, 0, 1)), Context.evaluate()).hasSameBits(expected))
        .isTrue();
    assertThat(layer.apply(Tensor.zeros(DType.F32, 4, 0, 3), Context.evaluate()).shape())
        .isEqualTo(Shape.of(4, 0, 40));
  }

  @Test
  void anInputOfAnotherTypeIsRefused() {
    Linear layer = new Linear(3, 2);
    layer.initialise(1);
    assertThatThrownBy(() -> layer.apply(Tensor.zeros(DType.F64, 1, 3), Context.evaluate()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("linear: input is f64[1,3], the layer's numbers are f32, expected one type");
  }

  @Test
  void anInputThatIsAViewGivesTheSameBits() {
    Linear layer = new Linear(6, 5);
    layer.initialise(1);
    Tensor x = Numbers.normal32(1, 8, 12);
    NdArray view = x.slice(1, 1, 12, 2).array();
    assertThat(layer.apply(Tensor.of(view), Context.evaluate())
        .hasSameBits(layer.apply(Tensor.of(view.rowMajor()), Context.evaluate()))).isTrue();
  }
}
