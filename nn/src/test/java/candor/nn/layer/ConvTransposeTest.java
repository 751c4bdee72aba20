package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Numbers;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvTransposeTest {

  @Test
  void everyNumberStampsTheKernelAtItsPlace() {
    ConvTranspose1d layer = new ConvTranspose1d(1, 1, 3).stride(2);
    layer.initialise(1);
    layer.parameters().get(0).assign(Tensor.of(new float[] {1, 10, 100}, 1, 1, 3));
    layer.parameters().get(1).assign(Tensor.of(new float[] {1000}, 1));
    assertThat(run(layer, Tensor.of(new float[] {1, 2, 3}, 1, 1, 3)).toFloats()).containsExactly(1001, 1010, 1102, 1020,
        1203, 1030, 1300);
  }

  @Test
  void paddingCutsOffAndOutputPaddingAddsAtTheEnd() {
    ConvTranspose1d layer = new ConvTranspose1d(1, 1, 3).stride(2).padding(1).outputPadding(1).withoutBias();
    layer.initialise(1);
    layer.parameters().getFirst().assign(Tensor.of(new float[] {1, 10, 100}, 1, 1, 3));
    assertThat(run(layer, Tensor.of(new float[] {1, 2, 3}, 1, 1, 3)).toFloats()).containsExactly(10, 102, 20, 203, 30,
        300);
  }

  @ParameterizedTest
  @CsvSource({"3,1,0,1,0,6,9", "2,2,0,1,0,8,14", "3,2,1,1,1,8,14", "3,2,0,2,0,11,17", "4,3,1,1,2,13,22"})
  void theShapeOfTheOutputFollowsTheFormula(int kernel, int stride, int padding, int dilation, int extra, int height,
      int width) {
    ConvTranspose2d layer = new ConvTranspose2d(4, 6, kernel).stride(stride).padding(padding).dilation(dilation)
        .outputPadding(extra).groups(2);
    layer.initialise(1);
    assertThat(layer.parameters().getFirst().shape()).isEqualTo(Shape.of(4, 3, kernel, kernel));
    assertThat(run(layer, Numbers.normal32(1, 2, 4, 4, 7)).shape()).isEqualTo(Shape.of(2, 6, height, width));
  }

  /// `⟨conv(x), y⟩ = ⟨x, convTranspose(y)⟩`, with one weight for both.
  @Property(tries = 60)
  void itIsTheAdjointOfTheConvolution(@ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll @IntRange(max = 2) int padding, @ForAll @IntRange(min = 1, max = 2) int dilation,
      @ForAll @IntRange(min = 1, max = 2) int groups, @ForAll @IntRange(min = 5, max = 9) int size) {
    Conv2d down = Conv2d.rectangular(4, 2, 3, 2).stride(stride, 1).padding(padding, 1).dilation(dilation, 1)
        .groups(groups).withoutBias();
    down.initialise(7, DType.F64);
    Tensor x = Numbers.normal(1, 2, 4, size, 5);
    Tensor forth = run(down, x);
    int extra = (size + 2 * padding - 2 * dilation - 1) % stride;
    ConvTranspose2d up = ConvTranspose2d.rectangular(2, 4, 3, 2).stride(stride, 1).padding(padding, 1)
        .dilation(dilation, 1).groups(groups).outputPadding(extra, 0).withoutBias();
    up.initialise(8, DType.F64);
    up.parameters().getFirst().assign(down.parameters().getFirst().value());
    Tensor y = Numbers.normal(2, forth.shape().toArray());
    Tensor back = run(up, y);
    assertThat(back.shape()).isEqualTo(x.shape());
    assertThat(back.mul(x).sum().item()).isCloseTo(forth.mul(y).sum().item(), Offset.offset(1e-11));
  }

  @Test
  void inputsAndArgumentsThatDoNotFitAreRefused() {
    ConvTranspose2d layer = new ConvTranspose2d(3, 2, 2);
    layer.initialise(1);
    assertRefused(layer, "convTranspose2d: input has shape [1,2,4,4], weight [3,2,2,2], "
        + "expected [N,O,H,W] and [O,C/groups,kh,kw]", 1, 2, 4, 4);
    ConvTranspose1d signals = new ConvTranspose1d(3, 2, 2);
    signals.initialise(1);
    assertRefused(signals, "convTranspose1d: input has shape [1,3,4,4], expected [N,3,L]", 1, 3, 4, 4);
    ConvTranspose2d padded = layer.outputPadding(1);
    padded.initialise(1);
    assertRefused(padded, "convTranspose2d: output padding 1,1, expected 0 or more and less than the stride 1,1", 1, 3,
        4,
        4);
    ConvTranspose1d even = new ConvTranspose1d(3, 2, 2).outputPadding(2).stride(2);
    even.initialise(1);
    assertRefused(even, "convTranspose1d: output padding 2, expected 0 or more and less than the stride 2", 1, 3, 4);
    ConvTranspose1d cut = new ConvTranspose1d(3, 2, 2).padding(2);
    cut.initialise(1);
    assertRefused(cut, "convTranspose1d: input has length 2, with stride 1, padding 2 and a weight that spans 2 the "
        + "output would have -1", 1, 3, 2);
    assertThatThrownBy(() -> run(signals, Tensor.zeros(DType.F64, 1, 3, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("convTranspose1d: input is f64[1,3,4], the layer's numbers are f32, expected one type");
    assertThatThrownBy(() -> new ConvTranspose2d(3, 4, 2).groups(2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("convTranspose2d: 3 input channels, expected a multiple of the 2 groups");
    assertThatThrownBy(() -> new ConvTranspose1d(3, 4, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("convTranspose1d: 0 taps, expected 1 or more");
  }

  private static void assertRefused(Module layer, String message, int... sizes) {
    assertThatThrownBy(() -> run(layer, Tensor.zeros(DType.F32, sizes))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static Tensor run(Module layer, Tensor x) {
    return layer.apply(x, Context.evaluate());
  }
}
