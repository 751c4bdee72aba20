package candor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import candor.kernel.DropoutMask.Layout;
import candor.kernel.DropoutMask.Rule;
import candor.random.Philox;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Masks of the scalar kernels and of the best ones. Seeds are fixed, so a test passes or fails for good; statistical
/// bounds are five standard deviations in theory.
class DropoutMaskTest {
  private static final Rule HALF = new Rule(0x0123456789ABCDEFL, 77, 3, 1 << 15, 2);
  private static final int SAMPLES = 64;
  private static final int FEATURES = 4096;

  static Stream<DropoutMask> kernels() {
    return Stream.of(Kernels.scalar().dropout(), Kernels.best().compiled().dropout());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 655, 6554, 16_384, 32_768, 49_152, 58_982, 65_535})
  void asManyFeaturesAreZeroedAsTheThresholdSays(int threshold) {
    Rule rule = new Rule(42, 5, 0, threshold, 1);
    double p = threshold / 65_536.0;
    int n = SAMPLES * FEATURES;
    for (DropoutMask kernel : kernels().toList()) {
      int zeros = count(mask(kernel, rule, ids(SAMPLES), FEATURES));
      assertThat((double) zeros).isCloseTo(n * p, within(5 * Math.sqrt(n * p * (1 - p))));
    }
  }

  @Test
  void everyPlaceInABlockIsZeroedEquallyOften() {
    boolean[] dropped = mask(new DropoutMask(), HALF, ids(SAMPLES), FEATURES);
    int[] zeros = new int[DropoutMask.BLOCK];
    for (int i = 0; i < dropped.length; i++) {
      zeros[i % zeros.length] += dropped[i] ? 1 : 0;
    }
    int n = dropped.length / zeros.length;
    for (int z : zeros) {
      assertThat((double) z).isCloseTo(n / 2.0, within(5 * Math.sqrt(n / 4.0)));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 2", "0, 8", "1, 0", "3, 5"})
  void masksOfOtherFeaturesAndSamplesAreIndependent(int samplesAway, int featuresAway) {
    boolean[] dropped = mask(new DropoutMask(), HALF, ids(SAMPLES), FEATURES);
    assertAgreesHalfTheTime(dropped, samplesAway * FEATURES + featuresAway, dropped);
  }

  @Test
  void masksOfOtherSeedsPathsAndStepsAreIndependent() {
    boolean[] dropped = mask(new DropoutMask(), HALF, ids(SAMPLES), FEATURES);
    for (Rule other : new Rule[] {new Rule(HALF.seed() + 1, 77, 3, 1 << 15, 2),
      new Rule(HALF.seed() ^ 1L << 32, 77, 3, 1 << 15, 2),
      new Rule(HALF.seed(), 78, 3, 1 << 15, 2), new Rule(HALF.seed(), 77, 4, 1 << 15, 2)}) {
      assertAgreesHalfTheTime(dropped, 0, mask(new DropoutMask(), other, ids(SAMPLES), FEATURES));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aFeatureIsKeptWhenItsSixteenBitsReachTheThreshold(DropoutMask kernel) {
    Rule rule = new Rule(-3, 1 << 31, 9, 20_000, 1);
    int[] ids = {5, -1, Integer.MIN_VALUE, 5};
    int features = 83;
    boolean[] dropped = mask(kernel, rule, ids, features);
    int[] words = new int[4];
    for (int i = 0; i < dropped.length; i++) {
      int feature = i % features;
      Philox.block(1 << 31, 9, ids[i / features], feature / 8, -3, -1, words, 0);
      assertThat(dropped[i]).isEqualTo(Philox.half(words, 0, feature % 8) < 20_000);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void keptNumbersAreScaledAndOthersAreZeroWhateverTheyWere(DropoutMask kernel) {
    float[] x = {1.5f, -0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, 3e38f, -7, 0.1f, -1e-30f};
    Rule rule = new Rule(1, 2, 3, 30_000, 65_536.0 / 35_536);
    boolean[] dropped = mask(kernel, rule, ids(20), x.length);
    for (int s = 0; s < 20; s++) {
      float[] y = new float[x.length];
      kernel.apply(rule, new int[] {100 + s}, new Layout(x.length, x.length, 1), x, 0, y, 0, 0, 1, 0, 2);
      for (int f = 0; f < x.length; f++) {
        float expected = dropped[s * x.length + f] ? 0f : (float) rule.scale() * x[f];
        assertThat(Float.floatToIntBits(y[f])).isEqualTo(Float.floatToIntBits(expected));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void doublesHaveTheSameMaskAsFloats(DropoutMask kernel) {
    double[] x = new double[7 * 50];
    Arrays.fill(x, 0.1);
    double[] y = new double[x.length];
    Rule rule = new Rule(1, 2, 3, 30_000, 1.75);
    kernel.apply(rule, ids(7), new Layout(50, 50, 1), x, 0, y, 0, 0, 7, 0, 7);
    boolean[] dropped = mask(kernel, rule, ids(7), 50);
    for (int i = 0; i < y.length; i++) {
      assertThat(y[i]).isEqualTo(dropped[i] ? 0 : 1.75 * 0.1);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 7", "8, 8", "16, 9", "17, 100", "33, 64", "5, 1"})
  void aMaskDependsNeitherOnLayoutNorKernel(int samples, int features) {
    boolean[] expected = mask(new DropoutMask(), HALF, ids(samples), features);
    for (DropoutMask kernel : kernels().toList()) {
      assertThat(mask(kernel, HALF, ids(samples), features)).isEqualTo(expected);
      float[] y = new float[3 + samples * features];
      kernel.apply(HALF, ids(samples), new Layout(features, 1, samples), ones(y.length), 1, y, 3, 0, samples, 0,
          Math.ceilDiv(features, DropoutMask.BLOCK));
      for (int i = 0; i < expected.length; i++) {
        float value = y[3 + i % features * samples + i / features];
        assertThat(value).isEqualTo(expected[i] ? 0f : 2f);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aMaskDoesNotDependOnHowSamplesAndFeaturesAreSplit(DropoutMask kernel) {
    int samples = 37;
    int features = 61;
    boolean[] whole = mask(kernel, HALF, ids(samples), features);
    for (int innermost = 0; innermost < 2; innermost++) {
      Layout layout = innermost == 0 ? new Layout(features, features, 1) : new Layout(features, 1, samples);
      float[] y = new float[samples * features];
      for (int s = 0; s < samples; s += 10) {
        for (int b = 0; b < 8; b += 3) {
          kernel.apply(HALF, ids(samples), layout, ones(y.length), 0, y, 0, s, Math.min(samples, s + 10), b,
              Math.min(8, b + 3));
        }
      }
      for (int i = 0; i < y.length; i++) {
        int at = i / features * layout.sampleStride() + i % features * layout.featureStride();
        assertThat(y[at]).isEqualTo(whole[i] ? 0f : 2f);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aSampleKeepsItsMaskWhereverItStands(DropoutMask kernel) {
    boolean[] all = mask(kernel, HALF, new int[] {10, 11, 12, 13}, 40);
    boolean[] picked = mask(kernel, HALF, new int[] {13, 11, 13}, 40);
    for (int f = 0; f < 40; f++) {
      assertThat(picked[f]).isEqualTo(picked[80 + f]).isEqualTo(all[120 + f]);
      assertThat(picked[40 + f]).isEqualTo(all[40 + f]);
    }
  }

  /// Whether each number was zeroed, samples outermost.
  private static boolean[] mask(DropoutMask kernel, Rule rule, int[] ids, int features) {
    float[] y = new float[ids.length * features];
    kernel.apply(rule, ids, new Layout(features, features, 1), ones(y.length), 0, y, 0, 0, ids.length, 0,
        Math.ceilDiv(features, DropoutMask.BLOCK));
    boolean[] dropped = new boolean[y.length];
    for (int i = 0; i < y.length; i++) {
      dropped[i] = y[i] == 0;
    }
    return dropped;
  }

  private static void assertAgreesHalfTheTime(boolean[] a, int shift, boolean[] b) {
    int n = a.length - shift;
    int equal = 0;
    for (int i = 0; i < n; i++) {
      equal += a[i] == b[i + shift] ? 1 : 0;
    }
    assertThat((double) equal).isCloseTo(n / 2.0, within(5 * Math.sqrt(n / 4.0)));
  }

  private static int count(boolean[] dropped) {
    int zeros = 0;
    for (boolean zero : dropped) {
      zeros += zero ? 1 : 0;
    }
    return zeros;
  }

  private static int[] ids(int samples) {
    return IntStream.range(100, 100 + samples).toArray();
  }

  private static float[] ones(int n) {
    float[] x = new float[n];
    Arrays.fill(x, 1);
    return x;
  }
}
