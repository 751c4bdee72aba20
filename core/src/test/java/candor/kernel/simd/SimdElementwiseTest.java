package candor.kernel.simd;

import static candor.kernel.simd.Floats.REPEATS;
import static candor.kernel.simd.Floats.assertSameBits;
import static candor.kernel.simd.Floats.random;

import candor.kernel.BinaryFn;
import candor.kernel.Elementwise;
import candor.kernel.UnaryFn;
import candor.kernel.simd.Floats.Kind;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class SimdElementwiseTest {
  private final Elementwise scalar = new Elementwise();
  private final Elementwise simd = new SimdElementwise();

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.frequencyOf(Tuple.of(20, Floats.sizes()),
        Tuple.of(1, Arbitraries.of(1000, 1023)));
  }

  @Property(tries = 1000)
  void everyUnaryFunctionHasTheBitsOfTheScalarLoop(@ForAll UnaryFn f, @ForAll("sizes") int n,
      @ForAll @IntRange(max = 17) int xo, @ForAll @IntRange(max = 17) int yo, @ForAll Kind kind, @ForAll long seed) {
    float[] x = random(seed, xo + n + 3, kind);
    float[] expected = random(seed, yo + n + 3, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.map(f, x, xo, expected, yo, n);
    for (int i = 0; i < REPEATS; i++) {
      simd.map(f, x, xo, actual, yo, n);
    }
    assertSameBits(actual, expected);
  }

  @Property(tries = 200)
  void unaryFunctionsWorkInPlace(@ForAll UnaryFn f, @ForAll("sizes") int n, @ForAll Kind kind, @ForAll long seed) {
    float[] expected = random(seed, n + 5, kind);
    float[] actual = expected.clone();
    scalar.map(f, expected, 2, expected, 2, n);
    simd.map(f, actual, 2, actual, 2, n);
    assertSameBits(actual, expected);
  }

  @Property(tries = 2000)
  void everyBinaryFunctionHasTheBitsOfTheScalarLoop(@ForAll BinaryFn f, @ForAll("sizes") int n,
      @ForAll @IntRange(max = 17) int ao, @ForAll boolean repeatA, @ForAll @IntRange(max = 17) int bo,
      @ForAll boolean repeatB, @ForAll Kind kind, @ForAll long seed) {
    float[] a = random(seed, ao + n + 1, kind);
    float[] b = hasOrder(f) ? orders(bo + n + 1) : random(~seed, bo + n + 1, kind);
    float[] expected = random(seed, n + 9, Kind.ORDINARY);
    float[] actual = expected.clone();
    int as = repeatA ? 0 : 1;
    int bs = repeatB ? 0 : 1;
    scalar.zip(f, a, ao, as, b, bo, bs, expected, 4, n);
    for (int i = 0; i < REPEATS; i++) {
      simd.zip(f, a, ao, as, b, bo, bs, actual, 4, n);
    }
    assertSameBits(actual, expected);
  }

  private static boolean hasOrder(BinaryFn f) {
    return f == BinaryFn.POLYGAMMA || f == BinaryFn.BINET;
  }

  private static float[] orders(int size) {
    float[] orders = new float[size];
    for (int i = 0; i < size; i++) {
      orders[i] = i % 4;
    }
    return orders;
  }

  @Property(tries = 500)
  void binaryFunctionsMayOverwriteAnOperand(@ForAll BinaryFn f, @ForAll("sizes") int n, @ForAll Kind kind,
      @ForAll long seed) {
    float[] b = hasOrder(f) ? orders(n) : random(~seed, n, kind);
    float[] expected = random(seed, n + 3, kind);
    float[] actual = expected.clone();
    scalar.zip(f, expected, 3, 1, b, 0, 1, expected, 3, n);
    simd.zip(f, actual, 3, 1, b, 0, 1, actual, 3, n);
    assertSameBits(actual, expected);
  }

  @Property(tries = 500)
  void selectHasTheBitsOfTheScalarLoop(@ForAll("sizes") int n, @ForAll @IntRange(max = 7) int repeated,
      @ForAll @IntRange(max = 17) int offset, @ForAll Kind kind, @ForAll long seed) {
    float[] c = random(seed, offset + n + 1, kind);
    for (int i = 0; i < c.length; i += 3) {
      c[i] = 0f;
    }
    float[] a = random(seed + 1, n + 1, kind);
    float[] b = random(seed + 2, n + 2, kind);
    float[] expected = random(seed, n + 9, Kind.ORDINARY);
    float[] actual = expected.clone();
    int cs = repeated & 1;
    int as = repeated >> 1 & 1;
    int bs = repeated >> 2;
    scalar.select(c, offset, cs, a, 0, as, b, 1, bs, expected, 4, n);
    for (int i = 0; i < REPEATS; i++) {
      simd.select(c, offset, cs, a, 0, as, b, 1, bs, actual, 4, n);
    }
    assertSameBits(actual, expected);
  }
}
