package candor.kernel.simd;

import static candor.kernel.simd.Floats.REPEATS;
import static candor.kernel.simd.Floats.assertSameBits;
import static candor.kernel.simd.Floats.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.kernel.PoolGeometry;
import candor.kernel.Pooling;
import candor.kernel.simd.Floats.Kind;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

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
  void maximumAndPlaceHaveTheBitsOfTheScalarLoop(@ForAll("geometries") PoolGeometry g, @ForAll Kind kind,
      @ForAll long seed) {
    float[] x = random(seed, inputs(g) + 5, kind);
    float[] maxima = new float[outputs(g) + 3];
    float[] expected = random(seed, 2 * outputs(g) + 5, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.max(g, x, 5, maxima, 2, 0, PLANES);
    scalar.maxPlaces(g, x, 5, expected, 2, expected, 2 + outputs(g), 0, PLANES);
    for (int i = 0; i < REPEATS; i++) {
      simd.maxPlaces(g, x, 5, actual, 2, actual, 2 + outputs(g), 0, 1);
      simd.maxPlaces(g, x, 5, actual, 2, actual, 2 + outputs(g), 1, PLANES);
    }
    assertSameBits(actual, expected);
    assertSameBits(Arrays.copyOfRange(expected, 2, 2 + outputs(g)), Arrays.copyOfRange(maxima, 2, 2 + outputs(g)));
  }

  @Property(tries = 300)
  void placesAreThoseOfTheFirstPixelsThatEqualTheMaximum(@ForAll("geometries") PoolGeometry g, @ForAll Kind kind,
      @ForAll long seed) {
    float[] x = random(seed, inputs(g), kind);
    float[] y = new float[outputs(g)];
    float[] places = new float[outputs(g)];
    scalar.maxPlaces(g, x, 0, y, 0, places, 0, 0, PLANES);
    for (int out = 0; out < y.length; out++) {
      int image = out % g.n();
      int ox = out / g.n() % g.ow();
      int oy = out / g.n() / g.ow() % g.oh();
      int plane = out / g.n() / g.ow() / g.oh();
      int place = 0;
      for (int iy = g.rowStart()[oy]; iy < g.rowEnd()[oy]; iy++) {
        for (int ix = g.colStart()[ox]; ix < g.colEnd()[ox]; ix++) {
          float value = x[((plane * g.h() + iy) * g.w() + ix) * g.n() + image];
          boolean isMaximum = value == y[out] || Float.isNaN(value) && Float.isNaN(y[out]);
          assertThat(isMaximum).isEqualTo(place == places[out] || isMaximum && place > places[out]);
          place++;
        }
      }
    }
  }

  @Property(tries = 300)
  void gradientOfTheMaximumHasTheBitsOfTheScalarLoop(@ForAll("geometries") PoolGeometry g, @ForAll Kind kind,
      @ForAll long seed) {
    float[] places = places(g, random(seed, inputs(g), kind));
    float[] gy = random(seed + 1, outputs(g) + 7, kind);
    float[] expected = random(seed, inputs(g) + 5, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.maxGradient(g, places, 2, gy, 7, expected, 3, 0, PLANES);
    for (int i = 0; i < REPEATS; i++) {
      simd.maxGradient(g, places, 2, gy, 7, actual, 3, 0, 1);
      simd.maxGradient(g, places, 2, gy, 7, actual, 3, 1, PLANES);
    }
    assertSameBits(actual, expected);
  }

  @Property(tries = 300)
  void pickAtTheMaximumHasTheBitsOfTheScalarLoop(@ForAll("geometries") PoolGeometry g, @ForAll Kind kind,
      @ForAll long seed) {
    float[] places = places(g, random(seed, inputs(g), kind));
    float[] v = random(seed + 1, inputs(g) + 3, kind);
    float[] expected = random(seed, outputs(g) + 5, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.maxPick(g, places, 2, v, 3, expected, 4, 0, PLANES);
    for (int i = 0; i < REPEATS; i++) {
      simd.maxPick(g, places, 2, v, 3, actual, 4, 0, 1);
      simd.maxPick(g, places, 2, v, 3, actual, 4, 1, PLANES);
    }
    assertSameBits(actual, expected);
  }

  /// From place 2 on.
  private float[] places(PoolGeometry g, float[] x) {
    float[] places = new float[outputs(g) + 2];
    scalar.maxPlaces(g, x, 0, new float[outputs(g)], 0, places, 2, 0, PLANES);
    return places;
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

  @Property
  void aPlaceOutsideItsWindowIsRefused(@ForAll("geometries") PoolGeometry g,
      @ForAll @FloatRange(min = -2, max = 20) float place, @ForAll @IntRange(max = 1 << 20) int where) {
    float[] places = new float[outputs(g)];
    int at = where % places.length;
    int window = at / g.n();
    int columns = g.colEnd()[window % g.ow()] - g.colStart()[window % g.ow()];
    int row = window / g.ow() % g.oh();
    int rows = g.rowEnd()[row] - g.rowStart()[row];
    places[at] = place == (int) place && place >= 0 && place < rows * columns ? Float.NaN : place;
    String message = "max pooling: place " + (double) places[at] + " in a window of " + rows + " rows and " + columns
        + " columns, expected 0 to " + (rows * columns - 1);
    for (Pooling kernel : List.of(scalar, simd)) {
      assertThatThrownBy(
          () -> kernel.maxGradient(g, places, 0, new float[outputs(g)], 0, new float[inputs(g)], 0, 0, PLANES))
          .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
      assertThatThrownBy(
          () -> kernel.maxPick(g, places, 0, new float[inputs(g)], 0, new float[outputs(g)], 0, 0, PLANES))
          .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
  }
}
