package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Numbers;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import org.junit.jupiter.api.Test;

class UpsampleTest {
  private static final Tensor IMAGE = Tensor.of(new float[] {0, 4, 8, 16}, 1, 1, 2, 2);

  @Test
  void nearestRepeatsPixels() {
    assertThat(run(Upsample.nearest(2), IMAGE).toFloats()).containsExactly(0, 0, 4, 4, 0, 0, 4, 4, 8, 8, 16, 16, 8, 8,
        16, 16);
    assertThat(run(Upsample.nearestTo(1, 3), IMAGE).toFloats()).containsExactly(0, 0, 4);
  }

  @Test
  void bilinearMixesTheFourPixelsAround() {
    assertThat(run(Upsample.bilinear(2), IMAGE).toFloats()).containsExactly(0, 1, 3, 4, 2, 3.25f, 5.75f, 7, 6, 7.75f,
        11.25f, 13, 8, 10, 14, 16);
    assertThat(run(Upsample.bilinearTo(3, 3).alignCorners(), IMAGE).toFloats()).containsExactly(0, 2, 4, 4, 7, 10, 8,
        12,
        16);
  }

  @Test
  void signalsAreResampledToo() {
    Tensor signal = Tensor.of(new float[] {0, 4}, 1, 1, 2);
    assertThat(run(Upsample.nearest(2), signal).toFloats()).containsExactly(0, 0, 4, 4);
    assertThat(run(Upsample.bilinear(2), signal).toFloats()).containsExactly(0, 1, 3, 4);
    assertThat(run(Upsample.bilinearTo(3).alignCorners(), signal).toFloats()).containsExactly(0, 2, 4);
  }

  @Test
  void theSameSizeChangesNothingAndTheMeanOfASmallerImageIsThatOfItsWindows() {
    Tensor x = Numbers.normal32(1, 2, 3, 4, 6);
    assertThat(run(Upsample.bilinear(1), x).hasSameBits(x)).isTrue();
    assertThat(run(Upsample.bilinearTo(2, 3), x).isClose(run(new AvgPool2d(2), x), 1e-6, 0)).isTrue();
    assertThat(run(Upsample.bilinear(3), x).shape()).isEqualTo(Shape.of(2, 3, 12, 18));
  }

  @Test
  void inputsAndArgumentsThatDoNotFitAreRefused() {
    assertRefused(Upsample.nearest(2), "upsample: input has shape [2,3], expected [N,C,L] or [N,C,H,W]", 2, 3);
    assertRefused(Upsample.bilinearTo(4), "upsample: input has shape [1,1,2,2], expected [N,C,L]", 1, 1, 2, 2);
    assertRefused(Upsample.bilinearTo(4, 4), "upsample: input has shape [1,1,2], expected [N,C,H,W]", 1, 1, 2);
    assertThatThrownBy(() -> Upsample.nearest(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("upsample: factor 0, expected 1 or more");
    assertThatThrownBy(() -> Upsample.bilinearTo(3, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("upsample: size [3,0], expected 1 or more");
    assertThatThrownBy(() -> Upsample.nearest(2).alignCorners()).isInstanceOf(IllegalStateException.class)
        .hasMessage("upsample: nearest pixels have no corners to align, expected bilinear");
  }

  private static void assertRefused(Module layer, String message, int... sizes) {
    assertThatThrownBy(() -> run(layer, Tensor.zeros(DType.F32, sizes))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static Tensor run(Module layer, Tensor x) {
    return layer.apply(x, Context.evaluate());
  }
}
