package candor.kernel.simd;

import static candor.kernel.simd.Floats.REPEATS;
import static candor.kernel.simd.Floats.assertSameBits;
import static candor.kernel.simd.Floats.random;

import candor.kernel.DropoutMask;
import candor.kernel.DropoutMask.Layout;
import candor.kernel.DropoutMask.Rule;
import candor.kernel.simd.Floats.Kind;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SimdDropoutMaskTest {
  private final DropoutMask scalar = new DropoutMask();
  private final DropoutMask simd = new SimdDropoutMask();

  @Provide
  Arbitrary<Integer> sizes() {
    return Floats.sizes();
  }

  @Property(tries = 500)
  void maskHasTheBitsOfTheScalarLoop(@ForAll("sizes") int samples, @ForAll @IntRange(max = 300) int features,
      @ForAll boolean samplesInside, @ForAll @IntRange(max = 65535) int threshold, @ForAll @IntRange(max = 5) int gap,
      @ForAll Kind kind, @ForAll long seed) {
    Layout layout = samplesInside
        ? new Layout(features, 1, samples + gap)
        : new Layout(features, features + gap, 1);
    Rule rule = new Rule(seed, (int) (seed * 31), (int) (seed >> 7), threshold, 1.7);
    int[] ids = new SplittableRandom(seed).ints(samples).toArray();
    int size = (samples + gap) * (features + gap) + 7;
    float[] x = random(seed, size, kind);
    float[] expected = random(seed + 1, size, Kind.ORDINARY);
    float[] actual = expected.clone();
    int blocks = (features + DropoutMask.BLOCK - 1) / DropoutMask.BLOCK;
    scalar.apply(rule, ids, layout, x, 7, expected, 2, 0, samples, 0, blocks);
    int sample = samples / 3;
    int block = blocks / 2;
    for (int i = 0; i < REPEATS; i++) {
      simd.apply(rule, ids, layout, x, 7, actual, 2, 0, sample, 0, blocks);
      simd.apply(rule, ids, layout, x, 7, actual, 2, sample, samples, 0, block);
      simd.apply(rule, ids, layout, x, 7, actual, 2, sample, samples, block, blocks);
    }
    assertSameBits(actual, expected);
  }
}
