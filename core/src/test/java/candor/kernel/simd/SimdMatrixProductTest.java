package candor.kernel.simd;

import static candor.kernel.simd.Floats.REPEATS;
import static candor.kernel.simd.Floats.assertSameBits;
import static candor.kernel.simd.Floats.random;

import candor.kernel.MatrixProduct;
import candor.kernel.simd.Floats.Kind;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimdMatrixProductTest {
  /// How A lies in its array.
  enum Order {
    ROWS, COLUMNS, NEITHER, ONE_ROW, ONE_COLUMN
  }

  private final MatrixProduct scalar = new MatrixProduct();
  private final MatrixProduct simd = new SimdMatrixProduct();

  @Provide
  Arbitrary<Integer> sizes() {
    return Floats.sizes();
  }

  @Property(tries = 1000)
  void productHasTheBitsOfTheScalarLoop(@ForAll("sizes") int m, @ForAll("sizes") int n, @ForAll("sizes") int k,
      @ForAll Order order, @ForAll @IntRange(max = 9) int gap, @ForAll @IntRange(max = 9) int offset,
      @ForAll Kind kind, @ForAll long seed) {
    assertSameProduct(m, n, k, order, gap, offset, kind, seed, REPEATS);
  }

  @ParameterizedTest
  @CsvSource({"300,70,600", "257,1100,30", "40,530,513", "12,32,257", "3,700,1000", "1,1000,1030", "500,64,800",
    "64,10,500"})
  void largeProductsHaveTheBitsOfTheScalarLoop(int m, int n, int k) {
    for (Order order : Order.values()) {
      assertSameProduct(m, n, k, order, 1, 3, Kind.ORDINARY, 7, 1);
    }
  }

  private void assertSameProduct(int m, int n, int k, Order order, int gap, int offset, Kind kind, long seed,
      int repeats) {
    int ars = switch (order) {
      case ROWS -> k + gap;
      case COLUMNS, ONE_COLUMN -> 1;
      case NEITHER -> 2 * k + gap;
      case ONE_ROW -> 0;
    };
    int acs = switch (order) {
      case ROWS, ONE_ROW -> 1;
      case COLUMNS -> m + gap;
      case NEITHER -> 2;
      case ONE_COLUMN -> 0;
    };
    float[] a = random(seed, offset + Math.max(0, m - 1) * ars + Math.max(0, k - 1) * acs + 1, kind);
    float[] b = random(seed + 1, offset + Math.max(0, k - 1) * (n + gap) + n, kind);
    float[] expected = random(seed + 2, offset + m * (n + gap), Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.gemm(m, n, k, a, offset, ars, acs, b, offset, n + gap, expected, offset, n + gap);
    for (int i = 0; i < repeats; i++) {
      simd.gemm(m, n, k, a, offset, ars, acs, b, offset, n + gap, actual, offset, n + gap);
    }
    assertSameBits(actual, expected);
  }

  @Property(tries = 200)
  void bandsOfRowsAndColumnsHaveTheBitsOfTheWhole(@ForAll @IntRange(min = 1, max = 70) int m,
      @ForAll @IntRange(min = 1, max = 90) int n, @ForAll @IntRange(min = 1, max = 300) int k, @ForAll long seed) {
    float[] a = random(seed, m * k, Kind.ORDINARY);
    float[] b = random(seed + 1, k * n, Kind.ORDINARY);
    float[] expected = new float[m * n];
    float[] actual = new float[m * n];
    scalar.gemm(m, n, k, a, 0, k, 1, b, 0, n, expected, 0, n);
    int row = (int) Math.floorMod(seed, (long) m);
    int column = (int) Math.floorMod(seed, (long) n);
    simd.gemm(row, n, k, a, 0, k, 1, b, 0, n, actual, 0, n);
    simd.gemm(m - row, column, k, a, row * k, k, 1, b, 0, n, actual, row * n, n);
    simd.gemm(m - row, n - column, k, a, row * k, k, 1, b, column, n, actual, row * n + column, n);
    assertSameBits(actual, expected);
  }
}
