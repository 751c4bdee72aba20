package candor.kernel.simd;

import static candor.kernel.simd.Floats.REPEATS;
import static candor.kernel.simd.Floats.assertSameBits;
import static candor.kernel.simd.Floats.random;

import candor.kernel.Normalisation;
import candor.kernel.simd.Floats.Kind;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SimdNormalisationTest {
  private final Normalisation scalar = new Normalisation();
  private final Normalisation simd = new SimdNormalisation();

  @Provide
  Arbitrary<Integer> sizes() {
    return Floats.sizes();
  }

  @Property(tries = 1000)
  void comomentsHaveTheBitsOfTheScalarLoop(@ForAll("sizes") int n, @ForAll @IntRange(max = 17) int offset,
      @ForAll Kind kind, @ForAll long seed) {
    float[] a = random(seed, offset + n, kind);
    float[] b = random(seed + 1, 3 + n, kind);
    float[] centres = random(seed + 2, 2, kind);
    float[] expected = {scalar.comoment(a, offset, centres[0], b, 3, centres[1], n)};
    float[] actual = new float[1];
    for (int i = 0; i < REPEATS; i++) {
      actual[0] = simd.comoment(a, offset, centres[0], b, 3, centres[1], n);
    }
    assertSameBits(actual, expected);
  }

  @Property(tries = 500)
  void standardisedRowsHaveTheBitsOfTheScalarLoop(@ForAll("sizes") int n, @ForAll @IntRange(max = 17) int offset,
      @ForAll Kind kind, @ForAll long seed) {
    float[] x = random(seed, offset + n, kind);
    float[] c = random(seed + 1, 3, kind);
    float[] expected = random(seed + 2, n + 7, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.standardise(x, offset, c[0], c[1], c[2], expected, 4, n);
    for (int i = 0; i < REPEATS; i++) {
      simd.standardise(x, offset, c[0], c[1], c[2], actual, 4, n);
    }
    assertSameBits(actual, expected);
  }

  @Property(tries = 500)
  void gradientsHaveTheBitsOfTheScalarLoop(@ForAll("sizes") int n, @ForAll @IntRange(max = 17) int offset,
      @ForAll Kind kind, @ForAll long seed) {
    float[] g = random(seed, 2 + n, kind);
    float[] x = random(seed + 1, offset + n, kind);
    float[] c = random(seed + 2, 4, kind);
    float[] expected = random(seed + 3, n + 7, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.gradient(g, 2, c[0], x, offset, c[1], c[2], c[3], expected, 4, n);
    for (int i = 0; i < REPEATS; i++) {
      simd.gradient(g, 2, c[0], x, offset, c[1], c[2], c[3], actual, 4, n);
    }
    assertSameBits(actual, expected);
  }

  @Property(tries = 500)
  void comomentsOfColumnsHaveTheBitsOfTheScalarLoop(@ForAll("sizes") int n, @ForAll("sizes") int width,
      @ForAll @IntRange(max = 17) int gap, @ForAll @IntRange(max = 17) int offset, @ForAll Kind kind,
      @ForAll long seed) {
    float[] a = random(seed, offset + n * (width + gap), kind);
    float[] b = random(seed + 1, 3 + n * (width + gap), kind);
    float[] p = random(seed + 2, width + 2, kind);
    float[] q = random(seed + 3, width + 2, kind);
    float[] expected = random(seed + 4, width + 5, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.comomentColumns(a, offset, p, b, 3, q, 2, n, width + gap, width, expected, 5);
    for (int i = 0; i < REPEATS; i++) {
      simd.comomentColumns(a, offset, p, b, 3, q, 2, n, width + gap, width, actual, 5);
    }
    assertSameBits(actual, expected);
  }

  @Property(tries = 500)
  void rowsWithNumbersForEachElementHaveTheBitsOfTheScalarLoop(@ForAll("sizes") int n,
      @ForAll @IntRange(max = 17) int offset, @ForAll Kind kind, @ForAll long seed) {
    float[] x = random(seed, offset + n, kind);
    float[] g = random(seed + 1, 2 + n, kind);
    float[][] c = new float[4][];
    for (int i = 0; i < c.length; i++) {
      c[i] = random(seed + 2 + i, n, kind);
    }
    float[] expected = random(seed + 6, 2 * n + 7, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.standardise(x, offset, c[0], c[1], c[2], expected, 3, n);
    scalar.gradient(g, 2, c[0], x, offset, c[1], c[2], c[3], expected, 3 + n, n);
    for (int i = 0; i < REPEATS; i++) {
      simd.standardise(x, offset, c[0], c[1], c[2], actual, 3, n);
      simd.gradient(g, 2, c[0], x, offset, c[1], c[2], c[3], actual, 3 + n, n);
    }
    assertSameBits(actual, expected);
  }
}
