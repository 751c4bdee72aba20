package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Module;
import candor.nn.Numbers;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import org.junit.jupiter.api.Test;

class Conv1dTest {

  @Test
  void theOutputIsTheCorrelationPlusTheBiasOfItsChannel() {
    Conv1d layer = new Conv1d(1, 2, 2);
    layer.initialise(1);
    layer.parameters().get(0).assign(Tensor.of(new float[] {1, 2, 0, -1}, 2, 1, 2));
    layer.parameters().get(1).assign(Tensor.of(new float[] {100, 200}, 2));
    Tensor y = run(layer, Tensor.of(new float[] {1, 2, 3}, 1, 1, 3));
    assertThat(y.shape()).isEqualTo(Shape.of(1, 2, 2));
    assertThat(y.toFloats()).containsExactly(105, 108, 198, 197);
  }

  @Test
  void itIsTheConvolutionOfImagesThatAreOnePixelHigh() {
    Conv1d layer = new Conv1d(4, 6, 3).stride(2).padding(2).dilation(2).groups(2);
    Conv2d images = Conv2d.rectangular(4, 6, 1, 3).stride(1, 2).padding(0, 2).dilation(1, 2).groups(2);
    layer.initialise(1);
    images.initialise(2);
    images.parameters().get(0).assign(layer.parameters().get(0).value().unsqueeze(2));
    Tensor x = Numbers.normal32(1, 5, 4, 11);
    assertThat(run(layer, x).unsqueeze(2).hasSameBits(run(images, x.unsqueeze(2)))).isTrue();
  }

  @Test
  void whatIsAskedForIsAnotherLayer() {
    Conv1d layer = new Conv1d(2, 2, 3);
    assertThat(layer.padding(1)).isNotSameAs(layer);
    assertThat(layer.withoutBias().namedParameters().keySet()).containsExactly("weight");
    assertThat(layer.namedParameters().keySet()).containsExactly("weight", "bias");
    Conv1d ones = layer.init(Init.constant(1));
    ones.initialise(1);
    assertThat(ones.parameters().getFirst().value().toFloats()).containsOnly(1);
  }

  @Test
  void inputsAndArgumentsThatDoNotFitAreRefused() {
    Conv1d layer = new Conv1d(3, 2, 5);
    layer.initialise(1);
    assertRefused(layer, "conv1d: input has shape [2,3], expected [N,3,L]", 2, 3);
    assertRefused(layer, "conv1d: input has shape [2,4,9], expected [N,3,L]", 2, 4, 9);
    assertRefused(layer, "conv2d: input has 4 columns and 0 of padding on each side, the weight spans 5", 2, 3, 4);
    assertThatThrownBy(() -> new Conv1d(0, 2, 3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv1d: 0 input channels, expected 1 or more");
    assertThatThrownBy(() -> new Conv1d(2, -1, 3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv1d: -1 output channels, expected 1 or more");
    assertThatThrownBy(() -> new Conv1d(2, 3, 3).groups(2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv1d: 3 output channels, expected a multiple of the 2 groups");
  }

  private static void assertRefused(Module layer, String message, int... sizes) {
    assertThatThrownBy(() -> run(layer, Tensor.zeros(DType.F32, sizes))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static Tensor run(Module layer, Tensor x) {
    return layer.apply(x, Context.evaluate());
  }
}
