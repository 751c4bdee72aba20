package candor.kernel.simd;

import static candor.kernel.simd.Floats.REPEATS;
import static candor.kernel.simd.Floats.assertSameBits;
import static candor.kernel.simd.Floats.random;

import candor.kernel.Recurrence;
import candor.kernel.RecurrentCell;
import candor.kernel.simd.Floats.Kind;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SimdRecurrenceTest {
  private final Recurrence scalar = new Recurrence();
  private final Recurrence simd = new SimdRecurrence();

  @Provide
  Arbitrary<Integer> sizes() {
    return Floats.sizes();
  }

  @Property(tries = 1000)
  void stepsHaveTheBitsOfTheScalarLoop(@ForAll RecurrentCell cell, @ForAll("sizes") int units,
      @ForAll @IntRange(max = 17) int offset, @ForAll Kind kind, @ForAll long seed) {
    int width = cell.gates() * units;
    int distance = units + 3;
    float[] x = random(seed, offset + width, kind);
    float[] p = random(seed + 1, 1 + width, kind);
    float[] bias = random(seed + 2, 2 + 2 * width, kind);
    float[] first = random(seed + 3, 2 * distance + 4, kind);
    float[] expected = first.clone();
    float[] actual = first;
    float[] expectedKept = random(seed + 4, cell.kept() * units + 5, Kind.ORDINARY);
    float[] actualKept = expectedKept.clone();
    scalar.step(cell, units, 0, x, offset, p, 1, bias, 2, expected, 3, distance, expectedKept, 4);
    for (int i = 0; i < REPEATS; i++) {
      actual = first.clone();
      simd.step(cell, units, 0, x, offset, p, 1, bias, 2, actual, 3, distance, actualKept, 4);
    }
    assertSameBits(actual, expected);
    assertSameBits(actualKept, expectedKept);
  }

  @Property(tries = 1000)
  void gradientsHaveTheBitsOfTheScalarLoop(@ForAll RecurrentCell cell, @ForAll("sizes") int units,
      @ForAll @IntRange(max = 17) int offset, @ForAll Kind kind, @ForAll long seed) {
    int width = cell.gates() * units;
    int distance = units + 3;
    float[] g = random(seed, offset + units, kind);
    float[] kept = random(seed + 1, 1 + cell.kept() * units, kind);
    float[] first = random(seed + 3, 2 * distance + 4, kind);
    float[] expected = first.clone();
    float[] actual = first;
    float[] expectedProducts = random(seed + 4, 2 * width + 5, Kind.ORDINARY);
    float[] actualProducts = expectedProducts.clone();
    int inner = cell.splits() ? 2 + width : 2;
    scalar.gradient(cell, units, 0, g, offset, kept, 1, expected, 3, distance, expectedProducts, 2, expectedProducts,
        inner);
    for (int i = 0; i < REPEATS; i++) {
      actual = first.clone();
      simd.gradient(cell, units, 0, g, offset, kept, 1, actual, 3, distance, actualProducts, 2, actualProducts, inner);
    }
    assertSameBits(actual, expected);
    assertSameBits(actualProducts, expectedProducts);
  }
}
