package candor.examples.mislabelled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import candor.nn.data.Images;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class LabelNoiseTest {
  /// Images of one pixel whose brightness is their number, and whose class is its last digit.
  private static final Images ALL = images();

  private static Images images() {
    byte[] pixels = new byte[250];
    int[] labels = new int[250];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
      labels[i] = i % 10;
    }
    return new Images(pixels, 1, 1, 1, labels);
  }

  @Property(tries = 50)
  void asManyLabelsAreWrongAsIsSaid(@ForAll @IntRange(min = 1, max = 250) int count, @ForAll long seed) {
    int wrong = count / 3;
    LabelNoise noise = LabelNoise.draw(ALL, count, wrong, seed);
    assertThat(noise.index()).doesNotHaveDuplicates().hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(noise.wrong()[i]).isEqualTo(i < wrong);
      assertThat(noise.truth()[i]).isEqualTo(noise.index()[i] % 10);
      assertThat(noise.labels()[i]).isBetween(0, 9);
      assertThat(noise.images().at(i, 0, 0, 0) * 255).isCloseTo(noise.index()[i], within(1e-4));
    }
    int[] all = IntStream.range(0, count).toArray();
    assertThat(noise.repaired(all).targets().toInts()).containsExactly(noise.truth());
    assertThat(noise.repaired().targets().toInts()).containsExactly(noise.data().targets().toInts());
  }

  @Property(tries = 5)
  void everyOtherLabelIsAsLikely(@ForAll long seed) {
    int[] counts = new int[10];
    for (int s = 0; s < 20; s++) {
      LabelNoise noise = LabelNoise.draw(ALL, 250, 250, seed + s);
      for (int i = 0; i < 250; i++) {
        counts[Math.floorMod(noise.labels()[i] - noise.truth()[i], 10)]++;
      }
    }
    assertThat(counts[0]).isZero();
    // 556 of 5000 each, five standard deviations of 22.
    assertThat(Arrays.stream(counts).skip(1).boxed()).allSatisfy(count -> assertThat(count).isBetween(445, 667));
  }
}
