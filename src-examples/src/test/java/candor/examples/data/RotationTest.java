package candor.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class RotationTest {
  private static final float[] IMAGE = {
    1, 2, 3,
    4, 5, 6,
    7, 8, 9};

  @Test
  void aFullTurnChangesNothing() {
    assertThat(Rotation.rotate(IMAGE, 3, 3, 0)).containsExactly(IMAGE);
    assertThat(Rotation.rotate(IMAGE, 3, 3, 360)).containsExactly(IMAGE);
    assertThat(Rotation.rotate(IMAGE, 3, 3, -720)).containsExactly(IMAGE);
  }

  @Test
  void aQuarterTurnIsCounterClockwise() {
    assertThat(Rotation.rotate(IMAGE, 3, 3, 90)).containsExactly(3, 6, 9, 2, 5, 8, 1, 4, 7);
    assertThat(Rotation.rotate(IMAGE, 3, 3, -90)).containsExactly(7, 4, 1, 8, 5, 2, 9, 6, 3);
  }

  @Test
  void aHalfTurnReversesTheImage() {
    assertThat(Rotation.rotate(IMAGE, 3, 3, 180)).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1);
    assertThat(Rotation.rotate(new float[] {1, 2, 3, 4, 5, 6}, 2, 3, 180)).containsExactly(6, 5, 4, 3, 2, 1);
  }

  @Test
  void anEighthOfATurnInterpolatesBetweenFourPixels() {
    float[] turned = Rotation.rotate(new float[] {0, 1, 0, 0, 0, 0, 0, 0, 0}, 3, 3, 45);
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
      turned = Rotation.rotate(turned, 6, 6, 90 * quarter);
    }
    assertThat(turned).containsExactly(any);
  }

  @Property
  void noPixelIsBrighterThanTheBrightest(@ForAll @IntRange(max = 359) int degrees) {
    float[] turned = Rotation.rotate(IMAGE, 3, 3, degrees);
    for (float pixel : turned) {
      assertThat(pixel).isBetween(0f, 9f);
    }
    assertThat(turned[4]).isEqualTo(5f);
  }
}
