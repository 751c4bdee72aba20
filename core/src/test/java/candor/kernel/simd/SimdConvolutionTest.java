package candor.kernel.simd;

import static candor.kernel.simd.Floats.assertSameBits;
import static candor.kernel.simd.Floats.random;

import candor.kernel.ConvGeometry;
import candor.kernel.Convolution;
import candor.kernel.simd.Floats.Kind;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimdConvolutionTest {
  private static final int REPEATS = 5;

  private final Convolution scalar = new Convolution();
  private final Convolution simd = new SimdConvolution();

  /// One axis of a convolution.
  record Axis(int size, int kernel, int stride, int padding, int dilation) {
    int outputs() {
      return (size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
    }
  }

  @Provide
  Arbitrary<ConvGeometry> geometries() {
    Arbitrary<Integer> images = Arbitraries.of(1, 2, 5, 8, 15, 16, 17, 31, 32, 33, 48, 64, 65);
    Arbitrary<Integer> channels = Arbitraries.of(1, 2, 3, 4, 5, 8, 9, 13, 17, 48);
    return Combinators.combine(images, channels, channels, Arbitraries.integers().between(1, 3), axes(), axes())
        .as((n, c, o, groups, y, x) -> geometry(n, c * groups, o * groups, groups, y, x));
  }

  private static Arbitrary<Axis> axes() {
    Arbitrary<Integer> upTo3 = Arbitraries.integers().between(1, 3);
    return Combinators
        .combine(Arbitraries.integers().between(1, 7), Arbitraries.integers().between(1, 4), upTo3,
            Arbitraries.integers().between(0, 2), upTo3)
        .as((size, kernel, stride, padding, dilation) -> new Axis(
            Math.max(size, dilation * (kernel - 1) + 1 - 2 * padding), kernel, stride, padding, dilation));
  }

  private static ConvGeometry geometry(int n, int c, int o, int groups, Axis y, Axis x) {
    return new ConvGeometry(n, c, y.size, x.size, o, y.outputs(), x.outputs(), y.kernel, x.kernel, y.stride, x.stride,
        y.padding, x.padding, y.dilation, x.dilation, groups);
  }

  private static int inputs(ConvGeometry g) {
    return g.c() * g.h() * g.w() * g.n();
  }

  private static int outputs(ConvGeometry g) {
    return g.o() * g.oh() * g.ow() * g.n();
  }

  private static int weights(ConvGeometry g) {
    return g.o() * g.groupInputs() * g.kh() * g.kw();
  }

  private static int cut(long seed, int size) {
    return (int) Math.floorMod(seed, size + 1L);
  }

  @Property(tries = 400)
  void outputHasTheBitsOfTheScalarLoop(@ForAll("geometries") ConvGeometry g, @ForAll @IntRange(max = 9) int offset,
      @ForAll Kind kind, @ForAll long seed) {
    float[] x = random(seed, offset + inputs(g), kind);
    float[] w = random(seed + 1, offset + weights(g), kind);
    float[] expected = random(seed + 2, offset + outputs(g) + 3, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.forward(g, x, offset, w, offset, expected, offset, 0, g.o(), 0, g.oh());
    int channel = cut(seed, g.o());
    int row = cut(seed >> 8, g.oh());
    for (int i = 0; i < REPEATS; i++) {
      simd.forward(g, x, offset, w, offset, actual, offset, 0, channel, 0, g.oh());
      simd.forward(g, x, offset, w, offset, actual, offset, channel, g.o(), 0, row);
      simd.forward(g, x, offset, w, offset, actual, offset, channel, g.o(), row, g.oh());
    }
    assertSameBits(actual, expected);
  }

  @Property(tries = 400)
  void inputGradientHasTheBitsOfTheScalarLoop(@ForAll("geometries") ConvGeometry g,
      @ForAll @IntRange(max = 9) int offset, @ForAll Kind kind, @ForAll long seed) {
    float[] gy = random(seed, offset + outputs(g), kind);
    float[] w = random(seed + 1, offset + weights(g), kind);
    float[] expected = random(seed + 2, offset + inputs(g) + 3, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.inputGradient(g, gy, offset, w, offset, expected, offset, 0, g.c(), 0, g.h());
    int channel = cut(seed, g.c());
    int row = cut(seed >> 8, g.h());
    for (int i = 0; i < REPEATS; i++) {
      simd.inputGradient(g, gy, offset, w, offset, actual, offset, 0, channel, 0, g.h());
      simd.inputGradient(g, gy, offset, w, offset, actual, offset, channel, g.c(), 0, row);
      simd.inputGradient(g, gy, offset, w, offset, actual, offset, channel, g.c(), row, g.h());
    }
    assertSameBits(actual, expected);
  }

  @Property(tries = 400)
  void weightGradientHasTheBitsOfTheScalarLoop(@ForAll("geometries") ConvGeometry g,
      @ForAll @IntRange(max = 9) int offset, @ForAll Kind kind, @ForAll long seed) {
    float[] x = random(seed, offset + inputs(g), kind);
    float[] gy = random(seed + 1, offset + outputs(g), kind);
    float[] expected = random(seed + 2, offset + weights(g) + 3, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.weightGradient(g, x, offset, gy, offset, expected, offset, 0, g.o());
    int channel = cut(seed, g.o());
    for (int i = 0; i < REPEATS; i++) {
      simd.weightGradient(g, x, offset, gy, offset, actual, offset, 0, channel);
      simd.weightGradient(g, x, offset, gy, offset, actual, offset, channel, g.o());
    }
    assertSameBits(actual, expected);
  }

  @ParameterizedTest
  @CsvSource({"64,1,28,20,5,1,0", "64,20,12,50,5,1,0", "100,3,16,16,3,1,1", "48,13,14,24,3,2,1", "1,20,12,50,5,1,0",
    "64,16,10,32,3,1,1", "32,48,8,16,3,2,1", "20,64,4,64,3,1,1", "21,30,6,19,3,1,1",
    "32,48,20,9,3,1,1", "16,80,18,10,5,2,2"})
  void shapesOfRealNetworksHaveTheBitsOfTheScalarLoop(int n, int c, int size, int o, int kernel, int stride,
      int padding) {
    Axis axis = new Axis(size, kernel, stride, padding, 1);
    ConvGeometry g = geometry(n, c, o, 1, axis, axis);
    outputHasTheBitsOfTheScalarLoop(g, 0, Kind.ORDINARY, 3);
    inputGradientHasTheBitsOfTheScalarLoop(g, 0, Kind.ORDINARY, 4);
    weightGradientHasTheBitsOfTheScalarLoop(g, 0, Kind.ORDINARY, 5);
  }

  /// Row by row, so that some calls have nothing to copy.
  @ParameterizedTest
  @CsvSource({"64,1,2", "8,3,5"})
  void rowsOfPaddingAreZero(int channels, int kernel, int padding) {
    Axis axis = new Axis(3, kernel, 1, padding, 1);
    ConvGeometry g = geometry(32, channels, 9, 1, axis, axis);
    float[] x = random(1, inputs(g), Kind.ORDINARY);
    float[] w = random(2, weights(g), Kind.ORDINARY);
    float[] expected = random(3, outputs(g), Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.forward(g, x, 0, w, 0, expected, 0, 0, g.o(), 0, g.oh());
    for (int row = 0; row < g.oh(); row++) {
      simd.forward(g, x, 0, w, 0, actual, 0, 0, g.o(), row, row + 1);
    }
    assertSameBits(actual, expected);
  }

  @ParameterizedTest
  @CsvSource({"64,32,1,3,1,1", "64,32,2,3,1,1", "10,20,1,3,1,2", "1,9,1,5,2,1", "33,3,2,3,0,1", "16,4,4,3,1,1",
    "48,7,1,1,0,1"})
  void groupsOfFewChannelsHaveTheBitsOfTheScalarLoop(int n, int groups, int channels, int kernel, int padding,
      int stride) {
    Axis axis = new Axis(9, kernel, stride, padding, 1);
    ConvGeometry g = geometry(n, groups, groups * channels, groups, axis, axis);
    for (Kind kind : Kind.values()) {
      outputHasTheBitsOfTheScalarLoop(g, 0, kind, 6);
      inputGradientHasTheBitsOfTheScalarLoop(g, 0, kind, 7);
      weightGradientHasTheBitsOfTheScalarLoop(g, 0, kind, 8);
    }
  }

  @Property(tries = 400)
  void weightedSumsOfRowsHaveTheBitsOfTheScalarLoop(@ForAll @IntRange(max = 9) int count,
      @ForAll @IntRange(max = 200) int n, @ForAll @IntRange(max = 9) int offset, @ForAll Kind kind,
      @ForAll long seed) {
    float[] x = random(seed, offset + 400, kind);
    float[] taps = random(seed + 1, offset + count, kind);
    int[] at = new int[offset + count];
    Arrays.setAll(at, t -> cut(seed + 37 * t, 400 - n));
    float[] expected = random(seed + 2, offset + n + 3, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.combine(count, taps, at, offset, x, offset, expected, offset, n);
    for (int i = 0; i < REPEATS; i++) {
      simd.combine(count, taps, at, offset, x, offset, actual, offset, n);
    }
    assertSameBits(actual, expected);
  }

  @Test
  void productsThatUnderflowLeaveTheirSignInARaggedBatch() {
    Axis pixel = new Axis(1, 1, 1, 0, 1);
    ConvGeometry g = geometry(17, 1, 1, 1, pixel, pixel);
    float[] x = new float[17];
    float[] gy = new float[17];
    Arrays.fill(x, 1e-30f);
    Arrays.fill(gy, -1e-30f);
    float[] expected = new float[1];
    float[] actual = new float[1];
    scalar.weightGradient(g, x, 0, gy, 0, expected, 0, 0, 1);
    simd.weightGradient(g, x, 0, gy, 0, actual, 0, 0, 1);
    assertSameBits(expected, new float[] {-0f});
    assertSameBits(actual, expected);
  }
}
