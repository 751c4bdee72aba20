package candor.kernel.simd;

import static candor.kernel.simd.Floats.REPEATS;
import static candor.kernel.simd.Floats.assertSameBits;
import static candor.kernel.simd.Floats.random;

import candor.kernel.Reduction;
import candor.kernel.simd.Floats.Kind;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class SimdReductionTest {
  private final Reduction scalar = new Reduction();
  private final Reduction simd = new SimdReduction();

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.frequencyOf(Tuple.of(20, Floats.sizes()), Tuple.of(1, Arbitraries.of(255, 256, 257, 1000)));
  }

  @Property(tries = 2000)
  void sumOfARowHasTheBitsOfTheScalarLoop(@ForAll("sizes") int n, @ForAll @IntRange(max = 17) int offset,
      @ForAll @IntRange(max = 17) int behind, @ForAll Kind kind, @ForAll long seed) {
    float[] x = random(seed, offset + n + behind, kind);
    float[] expected = {scalar.sum(x, offset, n)};
    float[] actual = new float[1];
    for (int i = 0; i < REPEATS; i++) {
      actual[0] = simd.sum(x, offset, n);
    }
    assertSameBits(actual, expected);
  }

  @Property(tries = 1000)
  void maximumOfARowHasTheBitsOfTheScalarLoop(@ForAll("sizes") int size, @ForAll @IntRange(max = 17) int offset,
      @ForAll Kind kind, @ForAll long seed) {
    int n = Math.max(1, size);
    float[] x = random(seed, offset + n, kind);
    float[] expected = {scalar.max(x, offset, n)};
    float[] actual = new float[1];
    for (int i = 0; i < REPEATS; i++) {
      actual[0] = simd.max(x, offset, n);
    }
    assertSameBits(actual, expected);
  }

  @Property(tries = 500)
  void columnSumsHaveTheBitsOfTheScalarLoop(@ForAll("sizes") int n, @ForAll("sizes") int width,
      @ForAll @IntRange(max = 17) int gap, @ForAll @IntRange(max = 17) int offset, @ForAll Kind kind,
      @ForAll long seed) {
    float[] x = random(seed, offset + n * (width + gap), kind);
    float[] expected = random(seed, width + 5, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.sumColumns(x, offset, n, width + gap, width, expected, 2);
    for (int i = 0; i < REPEATS; i++) {
      simd.sumColumns(x, offset, n, width + gap, width, actual, 2);
    }
    assertSameBits(actual, expected);
  }

  @Property(tries = 500)
  void columnMaximaHaveTheBitsOfTheScalarLoop(@ForAll("sizes") int size, @ForAll("sizes") int width,
      @ForAll @IntRange(max = 17) int gap, @ForAll @IntRange(max = 17) int offset, @ForAll Kind kind,
      @ForAll long seed) {
    int n = Math.max(1, size);
    float[] x = random(seed, offset + n * (width + gap), kind);
    float[] expected = random(seed, width + 5, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.maxColumns(x, offset, n, width + gap, width, expected, 2);
    for (int i = 0; i < REPEATS; i++) {
      simd.maxColumns(x, offset, n, width + gap, width, actual, 2);
    }
    assertSameBits(actual, expected);
  }
}
