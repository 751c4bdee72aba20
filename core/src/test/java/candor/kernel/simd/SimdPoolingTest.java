package candor.kernel.simd;

import static candor.kernel.simd.Floats.REPEATS;
import static candor.kernel.simd.Floats.assertSameBits;
import static candor.kernel.simd.Floats.random;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.kernel.PoolGeometry;
import candor.kernel.Pooling;
import candor.kernel.simd.Floats.Kind;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SimdPoolingTest {
  private static final int PLANES = 3;

  private final Pooling scalar = new Pooling();
  private final Pooling simd = new SimdPooling();

  /// Windows along one axis.
  record Windows(int size, int[] start, int[] end, int[] count) {
    static Windows of(int size, int kernel, int stride, int padding) {
      int windows = (size + 2 * padding - kernel) / stride + 1;
      int[] start = new int[windows];
      int[] end = new int[windows];
      int[] count = new int[windows];
      for (int i = 0; i < windows; i++) {
        start[i] = Math.max(0, i * stride - padding);
        end[i] = Math.min(size, i * stride - padding + kernel);
        count[i] = i % 2 == 0 ? kernel : end[i] - start[i];
      }
      return new Windows(size, start, end, count);
    }
  }

  @Provide
  Arbitrary<PoolGeometry> geometries() {
    Arbitrary<Integer> images = Arbitraries.of(1, 3, 4, 5, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65);
    return Combinators.combine(images, windows(), windows())
        .as((n, y, x) -> new PoolGeometry(n, y.size, x.size, y.start, y.end, x.start, x.end, y.count, x.count));
  }

  private static Arbitrary<Windows> windows() {
    return Combinators.combine(Arbitraries.integers().between(3, 8), Arbitraries.integers().between(1, 3),
        Arbitraries.integers().between(1, 3), Arbitraries.integers().between(0, 1))
        .as((size, kernel, stride, padding) -> Windows.of(size, kernel, stride, kernel > 1 ? padding : 0));
  }

  private static int inputs(PoolGeometry g) {
    return PLANES * g.h() * g.w() * g.n();
  }

  private static int outputs(PoolGeometry g) {
    return PLANES * g.oh() * g.ow() * g.n();
  }

  @Property(tries = 300)
  void maximumHasTheBitsOfTheScalarLoop(@ForAll("geometries") PoolGeometry g, @ForAll Kind kind, @ForAll long seed) {
    float[] x = random(seed, inputs(g) + 5, kind);
    float[] expected = random(seed, outputs(g) + 5, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.max(g, x, 5, expected, 2, 0, PLANES);
    for (int i = 0; i < REPEATS; i++) {
      simd.max(g, x, 5, actual, 2, 0, 1);
      simd.max(g, x, 5, actual, 2, 1, PLANES);
    }
    assertSameBits(actual, expected);
  }

  @Property(tries = 300)
  void gradientOfTheMaximumHasTheBitsOfTheScalarLoop(@ForAll("geometries") PoolGeometry g, @ForAll Kind kind,
      @ForAll long seed) {
    float[] x = random(seed, inputs(g) + 5, kind);
    float[] y = new float[outputs(g) + 2];
    scalar.max(g, x, 5, y, 2, 0, PLANES);
    float[] gy = random(seed + 1, outputs(g) + 7, kind);
    float[] expected = random(seed, inputs(g) + 5, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.maxGradient(g, x, 5, y, 2, gy, 7, expected, 3, 0, PLANES);
    for (int i = 0; i < REPEATS; i++) {
      simd.maxGradient(g, x, 5, y, 2, gy, 7, actual, 3, 0, 1);
      simd.maxGradient(g, x, 5, y, 2, gy, 7, actual, 3, 1, PLANES);
    }
    assertSameBits(actual, expected);
  }

  @Property(tries = 300)
  void pickAtTheMaximumHasTheBitsOfTheScalarLoop(@ForAll("geometries") PoolGeometry g, @ForAll Kind kind,
      @ForAll long seed) {
    float[] x = random(seed, inputs(g) + 5, kind);
    float[] y = new float[outputs(g) + 2];
    scalar.max(g, x, 5, y, 2, 0, PLANES);
    float[] v = random(seed + 1, inputs(g) + 3, kind);
    float[] expected = random(seed, outputs(g) + 5, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.maxPick(g, x, 5, y, 2, v, 3, expected, 4, 0, PLANES);
    for (int i = 0; i < REPEATS; i++) {
      simd.maxPick(g, x, 5, y, 2, v, 3, actual, 4, 0, 1);
      simd.maxPick(g, x, 5, y, 2, v, 3, actual, 4, 1, PLANES);
    }
    assertSameBits(actual, expected);
  }

  @Property(tries = 300)
  void averageHasTheBitsOfTheScalarLoop(@ForAll("geometries") PoolGeometry g, @ForAll Kind kind, @ForAll long seed) {
    float[] x = random(seed, inputs(g) + 5, kind);
    float[] expected = random(seed, outputs(g) + 5, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.average(g, x, 5, expected, 2, 0, PLANES);
    for (int i = 0; i < REPEATS; i++) {
      simd.average(g, x, 5, actual, 2, 0, 1);
      simd.average(g, x, 5, actual, 2, 1, PLANES);
    }
    assertSameBits(actual, expected);
  }

  @Property(tries = 300)
  void gradientOfTheAverageHasTheBitsOfTheScalarLoop(@ForAll("geometries") PoolGeometry g, @ForAll Kind kind,
      @ForAll long seed) {
    float[] gy = random(seed, outputs(g) + 5, kind);
    float[] expected = random(seed, inputs(g) + 5, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.averageGradient(g, gy, 5, expected, 2, 0, PLANES);
    for (int i = 0; i < REPEATS; i++) {
      simd.averageGradient(g, gy, 5, actual, 2, 0, 1);
      simd.averageGradient(g, gy, 5, actual, 2, 1, PLANES);
    }
    assertSameBits(actual, expected);
  }

  @Test
  void anOutputThatIsNotTheMaximumIsRefused() {
    int[] two = {2};
    PoolGeometry g = new PoolGeometry(16, 2, 2, new int[] {0}, two, new int[] {0}, two, two, two);
    float[] x = new float[64];
    float[] y = new float[16];
    y[11] = 1f;
    assertThatThrownBy(() -> simd.maxGradient(g, x, 0, y, 0, new float[16], 0, new float[64], 0, 0, 1))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("not the maximum");
    assertThatThrownBy(() -> simd.maxPick(g, x, 0, y, 0, x, 0, new float[16], 0, 0, 1))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("not the maximum");
  }
}
