package candor.kernel.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// Numbers to compute with, and the comparison of results bit by bit.
final class Floats {
  /// How often a test repeats a kernel in each try, so that the later tries meet compiled code.
  static final int REPEATS = 20;

  private static final float[] SPECIAL = {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, 1f, -1f,
    Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN};

  private Floats() {
  }

  /// What kind of numbers an array holds.
  enum Kind {
    /// Around ±1: sums depend on the order of their terms.
    ORDINARY,
    /// Around ±10⁻²³: products underflow, to zeros of either sign.
    TINY,
    /// Every fourth number is a zero, an infinity, NaN or at the end of the range.
    SPECIAL
  }

  static float[] random(long seed, int size, Kind kind) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[size];
    for (int i = 0; i < size; i++) {
      float ordinary = (float) random.nextGaussian();
      x[i] = switch (kind) {
        case ORDINARY -> ordinary;
        case TINY -> ordinary * 1e-23f;
        case SPECIAL -> random.nextInt(4) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : ordinary;
      };
    }
    return x;
  }

  /// Lengths around those of vectors, tiles and blocks of lanes.
  static Arbitrary<Integer> sizes() {
    return Arbitraries.oneOf(Arbitraries.of(0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129),
        Arbitraries.integers().between(0, 100));
  }

  /// Any NaN equals any other; −0 does not equal +0.
  static void assertSameBits(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      if (Float.floatToIntBits(actual[i]) != Float.floatToIntBits(expected[i])) {
        fail("element %d of %d is %s, expected %s", i, actual.length, actual[i], expected[i]);
      }
    }
  }
}
