package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Numbers;
import candor.op.PoolWindows;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PoolingTest {

  private static final Tensor IMAGE =
      Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, -16, 14, 15, 13}, 1, 1, 4, 4);

  @Test
  void theMaximumOfEveryWindow() {
    assertThat(run(new MaxPool2d(2, 2), IMAGE).toFloats()).containsExactly(6, 8, 14, 15);
    assertThat(run(new MaxPool2d(3, 1), IMAGE).toFloats()).containsExactly(11, 12, 15, 15);
  }

  @Test
  void paddingNeverWinsAMaximum() {
    Tensor negative = IMAGE.abs().neg();
    assertThat(run(new MaxPool2d(new PoolWindows.Sliding(2, 2, 4, 4, 1, 1)), negative).toFloats()).containsExactly(-1,
        -4, -16, -13);
  }

  @Test
  void theMeanOfEveryWindow() {
    assertThat(run(new AvgPool2d(2, 2), IMAGE).toFloats()).containsExactly(3.5f, 5.5f, 4.25f, 12.75f);
    assertThat(run(new AvgPool2d(new PoolWindows.Adaptive(1, 1)), IMAGE).toFloats()).containsExactly(6.5f);
  }

  @Test
  void rowsAndColumnsThatFillNoWindowAreLeftOut() {
    Tensor x = Numbers.normal32(1, 2, 3, 7, 5);
    for (Module layer : List.of(new MaxPool2d(2, 2), new AvgPool2d(2, 2))) {
      assertThat(run(layer, x).shape()).isEqualTo(Shape.of(2, 3, 3, 2));
      assertThat(run(layer, x).hasSameBits(run(layer, x.slice(2, 0, 6).slice(3, 0, 4)))).isTrue();
    }
  }

  @Test
  void anImageAloneGivesTheBitsOfItsPlaceInABatch() {
    Tensor x = Numbers.normal32(1, 19, 3, 6, 6);
    for (Module layer : List.of(new MaxPool2d(2, 2), new AvgPool2d(3, 1))) {
      Tensor together = run(layer, x);
      for (int i = 0; i < 19; i++) {
        assertThat(run(layer, x.slice(0, i, i + 1)).hasSameBits(together.slice(0, i, i + 1))).isTrue();
      }
    }
  }

  @Test
  void anInputSmallerThanTheWindowOrOfAnotherRankIsRefused() {
    for (Module layer : List.of(new MaxPool2d(3, 2), new AvgPool2d(3, 2))) {
      assertThatThrownBy(() -> run(layer, Tensor.zeros(DType.F32, 1, 1, 5, 2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(name(layer) + ": input has 2 columns and 0 of padding on each side, the window has 3");
      assertThatThrownBy(() -> run(layer, Tensor.zeros(DType.F32, 5, 5))).isInstanceOf(IllegalArgumentException.class)
          .hasMessage(name(layer) + ": input has shape [5,5], expected [N,C,H,W]");
    }
  }

  @Test
  void windowsThatDoNotFitAreRefused() {
    for (Module layer : List.of(new MaxPool1d(3, 2), new AvgPool1d(3, 2))) {
      assertThatThrownBy(() -> run(layer, Tensor.zeros(DType.F32, 1, 1, 2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(name(layer) + ": input has length 2 and 0 of padding on each side, the window has 3");
    }
    assertThatThrownBy(() -> run(MaxPool1d.global(), Tensor.zeros(DType.F32, 1, 2, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxPool1d: input has shape [1,2,0], expected a length of 1 or more");
    assertRefused("maxPool1d: kernel 0, stride 0, padding 0", () -> new MaxPool1d(0));
    assertRefused("maxPool2d: kernel 2, stride 0, padding 0", () -> new MaxPool2d(2, 0));
    assertRefused("avgPool1d: kernel 2, stride 1, padding -1", () -> new AvgPool1d(2, 1, -1));
    assertRefused("avgPool2d: kernel 3, stride 1, padding 2", () -> new AvgPool2d(3, 1, 2));
    assertThatThrownBy(() -> AvgPool2d.adaptive(2, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("avgPool2d: output size 2,0, expected 1 or more");
    assertThatThrownBy(() -> MaxPool1d.adaptive(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxPool1d: output size 0, expected 1 or more");
  }

  private static void assertRefused(String message, ThrowingCallable action) {
    assertThatThrownBy(action).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message + ", expected kernel and stride of 1 or more and padding of at most half a kernel");
  }

  private static String name(Module layer) {
    String type = layer.getClass().getSimpleName();
    return type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
  }

  /// Rows and columns that fill no window get one that is cut off.
  @Test
  void inCeilModeTheLastWindowsHangOverTheEnd() {
    Tensor x = IMAGE.slice(2, 0, 3).slice(3, 0, 3);
    assertThat(run(new MaxPool2d(2).ceilMode(), x).toFloats()).containsExactly(6, 7, 10, 11);
    assertThat(run(new AvgPool2d(2).ceilMode(), x).toFloats()).containsExactly(3.5f, 5, 9.5f, 11);
    Tensor line = Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 4);
    assertThat(run(new MaxPool1d(3).ceilMode(), line).toFloats()).containsExactly(3, 4);
    assertThat(run(new AvgPool1d(2, 1, 1).excludingPadding(), line).toFloats()).containsExactly(1, 1.5f, 2.5f, 3.5f, 4);
    assertThat(run(new AvgPool1d(2, 1, 1), line).toFloats()).containsExactly(0.5f, 1.5f, 2.5f, 3.5f, 2);
    // The padding counts, what lies beyond it does not: 4 and one zero.
    assertThat(run(new AvgPool1d(3, 2, 1).ceilMode(), line).toFloats()).containsExactly(1, 3, 2);
    assertThat(run(MaxPool1d.global().ceilMode(), line).toFloats()).containsExactly(4);
  }

  /// A second window would begin in the padding on the right.
  @Test
  void noWindowBeginsBehindTheInput() {
    Tensor line = Tensor.of(new float[] {1, 2, 3}, 1, 1, 3);
    assertThat(run(new MaxPool1d(2, 4, 1), line).toFloats()).containsExactly(1);
    assertThat(run(new MaxPool1d(2, 4, 1).ceilMode(), line).toFloats()).containsExactly(1);
    assertThat(run(new MaxPool1d(2, 3, 1).ceilMode(), line).toFloats()).containsExactly(1, 3);
    assertThat(run(new MaxPool1d(4, 2).ceilMode(), line).toFloats()).containsExactly(3);
    assertThatThrownBy(() -> run(new MaxPool1d(5, 2).ceilMode(), line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxPool1d: input has length 3 and 0 of padding on each side, the window has 5");
  }

  @Test
  void windowsLieSideBySideUnlessAStrideIsGiven() {
    assertThat(run(new MaxPool2d(2), IMAGE).toFloats()).containsExactly(6, 8, 14, 15);
    assertThat(run(new AvgPool2d(4), IMAGE).toFloats()).containsExactly(6.5f);
    assertThat(run(AvgPool2d.global(), IMAGE).toFloats()).containsExactly(6.5f);
    assertThat(run(MaxPool2d.global(), IMAGE).toFloats()).containsExactly(15);
    assertThat(run(MaxPool2d.adaptive(2, 1), IMAGE).toFloats()).containsExactly(8, 15);
  }

  @Test
  void signalsArePooledAsImagesOfOneRow() {
    Tensor x = Numbers.normal32(1, 3, 2, 9);
    Tensor image = x.unsqueeze(2);
    assertThat(run(new MaxPool1d(3), x).unsqueeze(2)
        .hasSameBits(run(new MaxPool2d(new PoolWindows.Sliding(1, 3, 1, 3, 0, 0)), image))).isTrue();
    assertThat(run(new AvgPool1d(3, 2, 1), x).unsqueeze(2)
        .hasSameBits(run(new AvgPool2d(new PoolWindows.Sliding(1, 3, 1, 2, 0, 1)), image))).isTrue();
    assertThat(run(MaxPool1d.global(), x).hasSameBits(x.maxKeep(2))).isTrue();
    assertThat(run(AvgPool1d.adaptive(9), x).hasSameBits(x)).isTrue();
  }

  @Test
  void signalsOfAnotherRankAreRefused() {
    assertThatThrownBy(() -> run(new MaxPool1d(2), Tensor.zeros(DType.F32, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("maxPool1d: input has shape [2,3], expected [N,C,L]");
    assertThatThrownBy(() -> run(new AvgPool1d(2), Tensor.zeros(DType.F32, 1, 2, 3, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("avgPool1d: input has shape [1,2,3,4], expected [N,C,L]");
  }

  private static Tensor run(Module layer, Tensor x) {
    return layer.apply(x, Context.evaluate());
  }
}
