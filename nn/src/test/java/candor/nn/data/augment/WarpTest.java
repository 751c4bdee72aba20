package candor.nn.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.nn.data.Batch;
import candor.nn.data.NpzFile;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WarpTest {
  private static final Path TORCH = Path.of("src/test/resources/candor/nn/data/augment/warp.npz");
  private static final float[] IMAGE = {
    1, 2, 3,
    4, 5, 6,
    7, 8, 9};

  private static float[] rotated(float[] image, int height, int width, double degrees) {
    return Warp.rotate(Tensor.of(image, 1, 1, height, width), degrees).toFloats();
  }

  @Test
  void aFullTurnChangesNothing() {
    for (double degrees : new double[] {0, 360, -720}) {
      assertThat(rotated(IMAGE, 3, 3, degrees)).containsExactly(IMAGE);
    }
  }

  @Test
  void aQuarterTurnIsCounterClockwise() {
    assertThat(rotated(IMAGE, 3, 3, 90)).containsExactly(3, 6, 9, 2, 5, 8, 1, 4, 7);
    assertThat(rotated(IMAGE, 3, 3, -90)).containsExactly(7, 4, 1, 8, 5, 2, 9, 6, 3);
  }

  @Test
  void aHalfTurnReversesTheImage() {
    assertThat(rotated(IMAGE, 3, 3, 180)).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1);
    assertThat(rotated(new float[] {1, 2, 3, 4, 5, 6}, 2, 3, 180)).containsExactly(6, 5, 4, 3, 2, 1);
  }

  @Test
  void anEighthOfATurnInterpolatesBetweenFourPixels() {
    float[] turned = rotated(new float[] {0, 1, 0, 0, 0, 0, 0, 0, 0}, 3, 3, 45);
    // The upper left corner looks up the place √2 above the centre, which takes 2 − √2 of the lit pixel below it.
    assertThat(turned[0]).isCloseTo((float) (2 - Math.sqrt(2)), within(1e-6f));
    assertThat(turned[4]).isZero();
    // The place to the left of the centre looks up √½ to the left and above.
    assertThat(turned[3]).isCloseTo((float) (Math.sqrt(0.5) * (1 - Math.sqrt(0.5))), within(1e-6f));
  }

  @Property
  void fourQuarterTurnsGiveTheImageBack(@ForAll @Size(36) @FloatRange(max = 1) float[] any,
      @ForAll @IntRange(min = -8, max = 8) int quarter) {
    float[] turned = any;
    for (int i = 0; i < 4; i++) {
      turned = rotated(turned, 6, 6, 90 * quarter);
    }
    assertThat(turned).containsExactly(any);
  }

  @Property
  void noPixelIsBrighterThanTheBrightest(@ForAll @DoubleRange(min = -1000, max = 1000) double degrees) {
    float[] turned = rotated(IMAGE, 3, 3, degrees);
    for (float pixel : turned) {
      assertThat(pixel).isBetween(0f, 9f);
    }
    assertThat(turned[4]).isEqualTo(5f);
  }

  @Test
  void aShiftByWholePixelsMovesThem() {
    Tensor images = Tensor.of(IMAGE, 1, 1, 3, 3);
    assertThat(shifted(images, 1, 0)).containsExactly(0, 0, 0, 1, 2, 3, 4, 5, 6);
    assertThat(shifted(images, 0, -2)).containsExactly(3, 0, 0, 6, 0, 0, 9, 0, 0);
    assertThat(shifted(images, 1e300, 0)).containsOnly(0);
    assertThat(shifted(images, 0, -3e9)).containsOnly(0);
    assertThat(shifted(images, 0.5, 0)).containsExactly(0.5f, 1, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f, 6.5f, 7.5f);
  }

  private static float[] shifted(Tensor images, double down, double right) {
    return Warp.shift(images, new double[] {down}, new double[] {right}).toFloats();
  }

  @Test
  void rotationsAndShiftsAreThoseOfTorch() throws IOException {
    Map<String, Tensor> torch = NpzFile.read(TORCH);
    Tensor images = get(torch, "images");
    Tensor turned = Warp.rotate(images, get(torch, "degrees").toDoubles());
    assertThat(turned.isClose(get(torch, "turned"), 1e-7, 1e-7)).isTrue();
    Tensor shifted = Warp.shift(images, get(torch, "down").toDoubles(), get(torch, "right").toDoubles());
    assertThat(shifted.isClose(get(torch, "shifted"), 1e-7, 1e-7)).isTrue();
  }

  private static Tensor get(Map<String, Tensor> arrays, String name) {
    return Objects.requireNonNull(arrays.get(name));
  }

  @Test
  void randomAnglesAndDistancesStayWithinTheirLimits() {
    int[] ids = Changes.counting(1, 1, 2000).ids();
    double[] angles = Draws.around0(Changes.epoch(0), ids, 15);
    assertThat(Arrays.stream(angles).min().orElseThrow()).isBetween(-15.0, -14.8);
    assertThat(Arrays.stream(angles).max().orElseThrow()).isBetween(14.8, 15.0);
    assertThat(Arrays.stream(angles).average().orElseThrow()).isCloseTo(0, within(0.8));
    Batch batch = Changes.images(2, 5, 5, 3, 8);
    Tensor expected = Warp.rotate(batch.input(), Draws.around0(Changes.epoch(0), batch.ids(), 15));
    assertThat(Changes.apply(new RandomRotation(15), batch).hasSameBits(expected)).isTrue();
    assertThat(Changes.apply(new RandomRotation(0), batch).hasSameBits(batch.input())).isTrue();
    assertThat(Changes.apply(new RandomShift(0), batch).hasSameBits(batch.input())).isTrue();
    Tensor moved = Warp.shift(batch.input(), Draws.around0(Changes.epoch(0).child("down"), batch.ids(), 2),
        Draws.around0(Changes.epoch(0).child("right"), batch.ids(), 2));
    assertThat(Changes.apply(new RandomShift(2), batch).hasSameBits(moved)).isTrue();
  }

  @Test
  void wrongArgumentsAreNamed() {
    Tensor images = Tensor.zeros(DType.F32, 2, 1, 3, 3);
    assertThatThrownBy(() -> Warp.rotate(images, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rotate: degrees has 1 numbers for 2 images, expected one for each");
    assertThatThrownBy(() -> Warp.rotate(images, 1, Double.NaN)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rotate: degrees is NaN for image 1, expected a finite number");
    assertThatThrownBy(() -> Warp.shift(images, new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shift: right has 3 numbers for 2 images, expected one for each");
    assertThatThrownBy(() -> Warp.shift(Tensor.zeros(DType.F32, 2, 3), new double[2], new double[2]))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("shift: input is f32[2,3], expected f32[N,C,H,W]");
    assertThatThrownBy(() -> new RandomRotation(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("random rotation: -1.0 degrees, expected a number of 0 or more");
    assertThatThrownBy(() -> new RandomShift(Double.POSITIVE_INFINITY)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("random shift: Infinity pixels, expected a number of 0 or more");
  }
}
