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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
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

  /// An even kernel sees one zero more at the end than at the beginning.
  @Test
  void samePaddingKeepsTheLength() {
    Conv1d layer = new Conv1d(1, 1, 4).samePadding().withoutBias();
    layer.initialise(1);
    layer.parameters().getFirst().assign(Tensor.of(new float[] {1000, 100, 10, 1}, 1, 1, 4));
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5}, 1, 1, 5);
    assertThat(run(layer, x).toFloats()).containsExactly(123, 1234, 2345, 3450, 4500);
    assertThat(run(layer, Tensor.of(new float[] {7}, 1, 1, 1)).toFloats()).containsExactly(700);
  }

  @Property(tries = 60)
  void samePaddingIsThePaddingOfAnOddSpan(@ForAll @IntRange(min = 1, max = 5) int kernel,
      @ForAll @IntRange(min = 1, max = 3) int dilation, @ForAll @IntRange(min = 1, max = 9) int length) {
    Conv1d same = new Conv1d(2, 3, kernel).samePadding().dilation(dilation);
    same.initialise(1);
    Tensor x = Numbers.normal32(1, 2, 2, length);
    Tensor y = run(same, x);
    assertThat(y.shape()).isEqualTo(Shape.of(2, 3, length));
    int zeros = dilation * (kernel - 1);
    Conv1d plain = new Conv1d(2, 3, kernel).dilation(dilation);
    plain.initialise(1);
    assertThat(run(plain, x.pad(2, zeros / 2, zeros - zeros / 2, 0)).isClose(y, 1e-6, 0)).isTrue();
    if (zeros % 2 == 0) {
      Conv1d padded = plain.padding(zeros / 2);
      padded.initialise(1);
      assertThat(run(padded, x).hasSameBits(y)).isTrue();
    }
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
    assertRefused(layer, "conv1d: input has length 4 and 0 of padding on each side, the weight spans 5", 2, 3, 4);
    assertThatThrownBy(() -> run(layer, Tensor.zeros(DType.F64, 2, 3, 9))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv1d: input is f64[2,3,9], the layer's numbers are f32, expected one type");
    assertThatThrownBy(() -> new Conv1d(0, 2, 3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv1d: 0 input channels, expected 1 or more");
    assertThatThrownBy(() -> new Conv1d(2, -1, 3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv1d: -1 output channels, expected 1 or more");
    assertThatThrownBy(() -> new Conv1d(2, 3, 3).groups(2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv1d: 3 output channels, expected a multiple of the 2 groups");
    assertThatThrownBy(() -> layer.groups(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv1d: 0 groups, expected 1 or more");
    assertThatThrownBy(() -> layer.stride(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv1d: stride 0, expected 1 or more");
    assertThatThrownBy(() -> layer.padding(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv1d: padding -1, expected 0 or more");
    assertThatThrownBy(() -> layer.dilation(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv1d: dilation 0, expected 1 or more");
    assertThatThrownBy(() -> layer.samePadding().stride(2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv1d: stride 2 with same padding, expected stride 1");
  }

  private static void assertRefused(Module layer, String message, int... sizes) {
    assertThatThrownBy(() -> run(layer, Tensor.zeros(DType.F32, sizes))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static Tensor run(Module layer, Tensor x) {
    return layer.apply(x, Context.evaluate());
  }
}
