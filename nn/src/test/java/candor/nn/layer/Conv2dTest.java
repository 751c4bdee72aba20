package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Context;
import candor.nn.Numbers;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Conv2dTest {

  @Test
  void theOutputIsTheCorrelationPlusTheBiasOfItsChannel() {
    Conv2d layer = new Conv2d(1, 2, 2);
    layer.initialise(1);
    layer.parameters().get(0).assign(Tensor.of(new float[] {1, 2, 3, 4, 0, 1, 0, -1}, 2, 1, 2, 2));
    layer.parameters().get(1).assign(Tensor.of(new float[] {100, 200}, 2));
    Tensor y = layer.apply(Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3), Context.evaluate());
    assertThat(y.shape()).isEqualTo(Shape.of(1, 2, 2, 2));
    assertThat(y.toFloats()).containsExactly(137, 147, 167, 177, 197, 197, 197, 197);
  }

  @ParameterizedTest
  @CsvSource({"1,0,1,1,5,6", "2,0,1,1,3,3", "1,1,1,1,7,8", "1,2,2,1,7,8", "2,1,1,2,4,4"})
  void stridePaddingDilationAndGroupsGiveTheShapeOfTheOutput(int stride, int padding, int dilation, int groups,
      int height, int width) {
    Conv2d layer = new Conv2d(4, 6, 3).stride(stride).padding(padding).dilation(dilation).groups(groups);
    layer.initialise(1);
    assertThat(layer.parameters().getFirst().shape()).isEqualTo(Shape.of(6, 4 / groups, 3, 3));
    assertThat(layer.apply(Numbers.normal32(1, 2, 4, 7, 8), Context.evaluate()).shape())
        .isEqualTo(Shape.of(2, 6, height, width));
  }

  @ParameterizedTest
  @CsvSource({"2,1,F32", "3,2,F32", "16,1,F32", "17,1,F32", "33,2,F32", "64,1,F32", "5,1,F64", "17,2,F64"})
  void anImageAloneGivesTheBitsOfItsPlaceInABatch(int batch, int groups, DType dtype) {
    Conv2d layer = new Conv2d(4, 6, 3).padding(1).groups(groups);
    layer.initialise(4, dtype);
    Tensor x = Numbers.normal(batch, batch, 4, 7, 6).to(dtype);
    Tensor together = layer.apply(x, Context.evaluate());
    Tensor innermost = layer.apply(Tensor.of(x.array().copyInOrder(1, 2, 3, 0)), Context.evaluate());
    assertThat(innermost.hasSameBits(together)).as("batch innermost").isTrue();
    for (int i = 0; i < batch; i++) {
      Tensor alone = layer.apply(x.slice(0, i, i + 1), Context.evaluate());
      assertThat(alone.hasSameBits(together.slice(0, i, i + 1))).as("image %d of %d", i, batch).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"3,1,1", "4,2,1", "5,4,2", "2,3,3", "1,2,5"})
  void samePaddingKeepsTheSize(int height, int width, int dilation) {
    Conv2d layer = Conv2d.rectangular(2, 3, height, width).dilation(dilation, 1).samePadding();
    layer.initialise(1);
    Tensor y = layer.apply(Numbers.normal32(1, 2, 2, 4, 6), Context.evaluate());
    assertThat(y.shape()).isEqualTo(Shape.of(2, 3, 4, 6));
  }

  @Test
  void otherPaddingTakesThePlaceOfSamePadding() {
    Conv2d layer = new Conv2d(1, 1, 4).samePadding().padding(0).stride(2);
    layer.initialise(1);
    assertThat(layer.apply(Tensor.zeros(DType.F32, 1, 1, 8, 4), Context.evaluate()).shape())
        .isEqualTo(Shape.of(1, 1, 3, 1));
    assertThatThrownBy(() -> new Conv2d(1, 1, 4).stride(2, 1).samePadding())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv2d: stride 2,1 with same padding, expected stride 1");
    assertThatThrownBy(() -> new Conv2d(1, 1, 4).stride(1, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv2d: stride 1,0, expected 1 or more");
  }

  @Test
  void anInputWithOtherChannelsIsRefused() {
    Conv2d layer = new Conv2d(1, 20, 5);
    layer.initialise(1);
    assertThatThrownBy(() -> layer.apply(Tensor.zeros(DType.F32, 64, 3, 28, 28), Context.evaluate()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv2d: input has 3 channels [64,3,28,28], the weight expects 1 [20,1,5,5]");
  }

  @Test
  void anInputOfAnotherRankOrSmallerThanTheKernelIsRefused() {
    Conv2d layer = new Conv2d(1, 2, 5);
    layer.initialise(1);
    assertThatThrownBy(() -> layer.apply(Tensor.zeros(DType.F32, 1, 28, 28), Context.evaluate()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv2d: input has shape [1,28,28], expected [N,C,H,W]");
    assertThatThrownBy(() -> layer.apply(Tensor.zeros(DType.F32, 1, 1, 4, 9), Context.evaluate()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv2d: input has 4 rows and 0 of padding on each side, the weight spans 5");
  }

  @Test
  void channelsThatDoNotDivideIntoTheGroupsAreRefusedWhenTheLayerIsMade() {
    assertThatThrownBy(() -> new Conv2d(3, 4, 3).groups(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv2d: 3 input channels, expected a multiple of the 2 groups");
    assertThatThrownBy(() -> new Conv2d(4, 3, 3).groups(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv2d: 3 output channels, expected a multiple of the 2 groups");
  }
}
