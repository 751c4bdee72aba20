package candor.kernel.simd;

import static candor.kernel.simd.Floats.REPEATS;
import static candor.kernel.simd.Floats.assertSameBits;
import static candor.kernel.simd.Floats.random;

import candor.kernel.Update;
import candor.kernel.simd.Floats.Kind;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

class SimdUpdateTest {
  private final Update scalar = new Update();
  private final Update simd = new SimdUpdate();

  @Provide
  Arbitrary<Integer> sizes() {
    return Floats.sizes();
  }

  @Property(tries = 500)
  void stepsOfGradientDescentHaveTheBitsOfTheScalarLoop(@ForAll("sizes") int n,
      @ForAll @IntRange(max = 17) int offset, @ForAll @FloatRange(max = 1) float rate,
      @ForAll @FloatRange(max = 1) float momentum, @ForAll @FloatRange(max = 1) float decay, @ForAll Kind kind,
      @ForAll long seed) {
    float[] w = random(seed, offset + n + 2, kind);
    float[] v = random(seed + 1, n + 3, kind);
    float[] g = random(seed + 2, 5 + n, kind);
    float[] expectedW = w.clone();
    float[] expectedV = v.clone();
    for (int i = 0; i < REPEATS; i++) {
      scalar.sgd(expectedW, offset, expectedV, 1, g, 5, n, rate, momentum, decay);
      simd.sgd(w, offset, v, 1, g, 5, n, rate, momentum, decay);
    }
    assertSameBits(w, expectedW);
    assertSameBits(v, expectedV);
  }

  @Property(tries = 500)
  void stepsOfAdamHaveTheBitsOfTheScalarLoop(@ForAll("sizes") int n, @ForAll @IntRange(max = 17) int offset,
      @ForAll @IntRange(min = 1, max = 1000) int time, @ForAll @FloatRange(max = 1) float penalty,
      @ForAll @FloatRange(max = 1) float decay, @ForAll Kind kind, @ForAll long seed) {
    Update.Adam step = new Update.Adam(0.01 / (1 - StrictMath.pow(0.9, time)), 0.9, 0.999,
        1 / Math.sqrt(1 - StrictMath.pow(0.999, time)), 1e-8, penalty, 1 - 0.01 * decay);
    float[] w = random(seed, offset + n + 2, kind);
    float[] m = random(seed + 1, n + 3, kind);
    float[] v = random(seed + 2, n + 3, kind);
    float[] g = random(seed + 3, 5 + n, kind);
    for (int i = 0; i < v.length; i++) {
      v[i] = Math.abs(v[i]);
    }
    float[] expectedW = w.clone();
    float[] expectedM = m.clone();
    float[] expectedV = v.clone();
    for (int i = 0; i < REPEATS; i++) {
      scalar.adam(step, expectedW, offset, expectedM, expectedV, 1, g, 5, n);
      simd.adam(step, w, offset, m, v, 1, g, 5, n);
    }
    assertSameBits(w, expectedW);
    assertSameBits(m, expectedM);
    assertSameBits(v, expectedV);
  }
}
