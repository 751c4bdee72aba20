package candor.kernel.simd;

import static candor.kernel.simd.Floats.REPEATS;
import static candor.kernel.simd.Floats.assertSameBits;
import static candor.kernel.simd.Floats.random;

import candor.kernel.Update;
import candor.kernel.simd.Floats.Kind;
import java.util.Arrays;
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

  /// A step of either kind of kernels: what it updates, then gradients.
  private interface Step {
    void run(Update kernel, float[] w, int wo, float[][] memories, float[] g, int go, int n);
  }

  @Property(tries = 500)
  void stepsOfGradientDescentHaveTheBitsOfTheScalarLoop(@ForAll("sizes") int n,
      @ForAll @IntRange(max = 17) int offset, @ForAll @FloatRange(max = 1) float rate,
      @ForAll @FloatRange(max = 1) float keep, @ForAll @FloatRange(max = 1) float take,
      @ForAll @FloatRange(max = 1) float decay, @ForAll boolean nesterov, @ForAll Kind kind, @ForAll long seed) {
    Update.Sgd step = new Update.Sgd(rate, keep, take, decay, nesterov);
    assertSameSteps(n, offset, kind, seed, 1, 0, (kernel, w, wo, memories, g, go, count) -> kernel.sgd(step, w, wo,
        memories[0], 1, g, go, count));
  }

  @Property(tries = 500)
  void stepsOfAdamHaveTheBitsOfTheScalarLoop(@ForAll("sizes") int n, @ForAll @IntRange(max = 17) int offset,
      @ForAll @IntRange(min = 1, max = 1000) int time, @ForAll @FloatRange(max = 1) float penalty,
      @ForAll @FloatRange(max = 1) float decay, @ForAll Kind kind, @ForAll long seed) {
    Update.Adam step = new Update.Adam(0.01 / (1 - StrictMath.pow(0.9, time)), 0.9, 0.999,
        1 / Math.sqrt(1 - StrictMath.pow(0.999, time)), 1e-8, penalty, 1 - 0.01 * decay);
    assertSameSteps(n, offset, kind, seed, 1, 1, (kernel, w, wo, memories, g, go, count) -> kernel.adam(step, w, wo,
        memories[0], memories[1], 1, g, go, count));
  }

  @Property(tries = 500)
  void stepsOfRmsPropHaveTheBitsOfTheScalarLoop(@ForAll("sizes") int n, @ForAll @IntRange(max = 17) int offset,
      @ForAll @FloatRange(max = 1) float keep, @ForAll @FloatRange(max = 1) float momentum,
      @ForAll @FloatRange(max = 1) float decay, @ForAll boolean centred, @ForAll Kind kind, @ForAll long seed) {
    Update.RmsProp step = new Update.RmsProp(0.01, keep, 1e-8, momentum, decay);
    assertSameSteps(n, offset, kind, seed, 2, 1, (kernel, w, wo, memories, g, go, count) -> {
      if (centred) {
        kernel.rmsPropCentred(step, w, wo, memories[2], memories[1], memories[0], 1, g, go, count);
      } else {
        kernel.rmsProp(step, w, wo, memories[2], memories[0], 1, g, go, count);
      }
    });
  }

  @Property(tries = 500)
  void stepsOfAdagradHaveTheBitsOfTheScalarLoop(@ForAll("sizes") int n, @ForAll @IntRange(max = 17) int offset,
      @ForAll @FloatRange(max = 1) float rate, @ForAll @FloatRange(max = 1) float decay, @ForAll Kind kind,
      @ForAll long seed) {
    Update.Adagrad step = new Update.Adagrad(rate, 1e-10, decay);
    assertSameSteps(n, offset, kind, seed, 0, 1, (kernel, w, wo, memories, g, go, count) -> kernel.adagrad(step, w, wo,
        memories[0], 1, g, go, count));
  }

  @Property(tries = 500)
  void averagesHaveTheBitsOfTheScalarLoop(@ForAll("sizes") int n, @ForAll @IntRange(max = 17) int offset,
      @ForAll @FloatRange(max = 1) float share, @ForAll Kind kind, @ForAll long seed) {
    assertSameSteps(n, offset, kind, seed, 0, 0,
        (kernel, w, wo, memories, g, go, count) -> kernel.average(share, w, wo, g, go, count));
  }

  /// Of the memories the last ones hold squares, so are not negative.
  private void assertSameSteps(int n, int offset, Kind kind, long seed, int signed, int squares, Step step) {
    float[] w = random(seed, offset + n + 2, kind);
    float[] g = random(seed + 1, 5 + n, kind);
    float[][] memories = new float[signed + squares][];
    for (int k = 0; k < memories.length; k++) {
      memories[k] = random(seed + 2 + k, n + 3, kind);
      for (int i = 0; k >= signed && i < n + 3; i++) {
        memories[k][i] = Math.abs(memories[k][i]);
      }
    }
    float[] expectedW = w.clone();
    float[][] expected = Arrays.stream(memories).map(float[]::clone).toArray(float[][]::new);
    for (int i = 0; i < REPEATS; i++) {
      step.run(scalar, expectedW, offset, expected, g, 5, n);
      step.run(simd, w, offset, memories, g, 5, n);
    }
    assertSameBits(w, expectedW);
    for (int k = 0; k < memories.length; k++) {
      assertSameBits(memories[k], expected[k]);
    }
  }
}
