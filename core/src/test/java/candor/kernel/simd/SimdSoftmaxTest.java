package candor.kernel.simd;

import static candor.kernel.simd.Floats.REPEATS;
import static candor.kernel.simd.Floats.assertSameBits;
import static candor.kernel.simd.Floats.random;

import candor.kernel.Elementwise;
import candor.kernel.Reduction;
import candor.kernel.Softmax;
import candor.kernel.simd.Floats.Kind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SimdSoftmaxTest {
  private final Softmax scalar = new Softmax(new Elementwise(), new Reduction());
  private final Softmax simd = new SimdSoftmax(new SimdElementwise(), new SimdReduction());

  @Property(tries = 500)
  void rowsHaveTheBitsOfTheScalarLoop(@ForAll Softmax.Form form, @ForAll @IntRange(max = 70) int rows,
      @ForAll @IntRange(min = 1, max = 300) int n, @ForAll @IntRange(max = 9) int gap, @ForAll boolean contiguous,
      @ForAll Kind kind, @ForAll long seed) {
    int row = contiguous ? n + gap : 1;
    int step = contiguous ? 1 : rows + gap;
    int size = rows * (n + gap) + n * (rows + gap) + 9;
    float[] x = random(seed, size, kind);
    float[] expected = random(seed + 1, size, Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.apply(form, rows, row, n, step, x, 4, expected, 7);
    for (int i = 0; i < REPEATS; i++) {
      simd.apply(form, rows, row, n, step, x, 4, actual, 7);
    }
    assertSameBits(actual, expected);
  }
}
