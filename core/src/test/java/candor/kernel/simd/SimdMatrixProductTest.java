package candor.kernel.simd;

import static candor.kernel.simd.Floats.REPEATS;
import static candor.kernel.simd.Floats.assertSameBits;
import static candor.kernel.simd.Floats.random;

import candor.kernel.MatrixProduct;
import candor.kernel.simd.Floats.Kind;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimdMatrixProductTest {
  /// How a factor lies in its array.
  enum Order {
    ROWS, COLUMNS, NEITHER, ONE_ROW, ONE_COLUMN;

    Strides of(int rows, int columns, int gap) {
      return switch (this) {
        case ROWS -> new Strides(columns + gap, 1);
        case COLUMNS -> new Strides(1, rows + gap);
        case NEITHER -> new Strides(2 * columns + gap, 2);
        case ONE_ROW -> new Strides(0, 1);
        case ONE_COLUMN -> new Strides(1, 0);
      };
    }
  }

  private record Strides(int row, int column) {
    int length(int rows, int columns) {
      return Math.max(0, rows - 1) * row + Math.max(0, columns - 1) * column + 1;
    }
  }

  private final MatrixProduct scalar = new MatrixProduct();
  private final MatrixProduct simd = new SimdMatrixProduct();

  @Provide
  Arbitrary<Integer> sizes() {
    return Floats.sizes();
  }

  @Property(tries = 1000)
  void productHasTheBitsOfTheScalarLoop(@ForAll("sizes") int m, @ForAll("sizes") int n, @ForAll("sizes") int k,
      @ForAll Order order, @ForAll Order orderOfB, @ForAll @IntRange(max = 9) int gap,
      @ForAll @IntRange(max = 9) int offset,
      @ForAll Kind kind, @ForAll long seed) {
    assertSameProduct(m, n, k, order, orderOfB, gap, offset, kind, seed, REPEATS);
  }

  @ParameterizedTest
  @CsvSource({"300,70,600", "257,1100,30", "40,530,513", "12,32,257", "3,700,1000", "1,1000,1030", "500,64,800",
    "64,10,500"})
  void largeProductsHaveTheBitsOfTheScalarLoop(int m, int n, int k) {
    for (Order order : Order.values()) {
      assertSameProduct(m, n, k, order, Order.ROWS, 1, 3, Kind.ORDINARY, 7, 1);
      assertSameProduct(m, n, k, Order.ROWS, order, 1, 3, Kind.ORDINARY, 7, 1);
    }
  }

  private void assertSameProduct(int m, int n, int k, Order order, Order orderOfB, int gap, int offset, Kind kind,
      long seed, int repeats) {
    Strides left = order.of(m, k, gap);
    Strides right = orderOfB.of(k, n, gap);
    float[] a = random(seed, offset + left.length(m, k), kind);
    float[] b = random(seed + 1, offset + right.length(k, n), kind);
    float[] expected = random(seed + 2, offset + m * (n + gap), Kind.ORDINARY);
    float[] actual = expected.clone();
    scalar.gemm(m, n, k, a, offset, left.row, left.column, b, offset, right.row, right.column, expected, offset,
        n + gap);
    for (int i = 0; i < repeats; i++) {
      simd.gemm(m, n, k, a, offset, left.row, left.column, b, offset, right.row, right.column, actual, offset, n + gap);
    }
    assertSameBits(actual, expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 6, 40, 1024})
  void rowsThatOverlapOrLieFarApartHaveTheBitsOfTheScalarLoop(int distance) {
    int m = 31;
    int n = 35;
    int k = 40;
    float[] a = random(5, (m - 1) * distance + k, Kind.ORDINARY);
    float[] b = random(6, k * n, Kind.ORDINARY);
    float[] expected = new float[m * n];
    float[] actual = new float[m * n];
    scalar.gemm(m, n, k, a, 0, distance, 1, b, 0, n, 1, expected, 0, n);
    simd.gemm(m, n, k, a, 0, distance, 1, b, 0, n, 1, actual, 0, n);
    assertSameBits(actual, expected);
  }

  @Property(tries = 500)
  void aFactorArrangedOnceGivesTheBitsOfTheScalarLoop(@ForAll("sizes") int n, @ForAll("sizes") int k,
      @ForAll @IntRange(max = 9) int gap, @ForAll @IntRange(max = 9) int offset, @ForAll Kind kind,
      @ForAll long seed) {
    assertSameWithFactor(new int[] {64, 1, 3, 4, 0, 33}, n, k, gap, offset, kind, seed);
  }

  @ParameterizedTest
  @CsvSource({"512,128", "128,512", "70,700"})
  void aLargeFactorArrangedOnceGivesTheBitsOfTheScalarLoop(int n, int k) {
    assertSameWithFactor(new int[] {64, 2, 400}, n, k, 1, 3, Kind.ORDINARY, 77);
  }

  /// Products of several heights with one factor, and with the scalar loops' own.
  private void assertSameWithFactor(int[] heights, int n, int k, int gap, int offset, Kind kind, long seed) {
    float[] b = random(seed + 1, offset + k * (n + gap), kind);
    int rows = (int) Math.floorMod(seed, 100L);
    for (MatrixProduct product : List.of(scalar, simd)) {
      MatrixProduct.Right right =
          product.right(n, k, b, offset, n + gap, rows, size -> random(seed, size, Kind.SPECIAL));
      for (int m : heights) {
        float[] a = random(seed, offset + m * (k + gap), kind);
        float[] expected = random(seed + 2, offset + m * (n + gap), Kind.ORDINARY);
        float[] actual = expected.clone();
        scalar.gemm(m, n, k, a, offset, k + gap, 1, b, offset, n + gap, 1, expected, offset, n + gap);
        right.multiply(m, a, offset, k + gap, 1, actual, offset, n + gap);
        assertSameBits(actual, expected);
      }
    }
  }

  @Property(tries = 200)
  void bandsOfRowsAndColumnsHaveTheBitsOfTheWhole(@ForAll @IntRange(min = 1, max = 70) int m,
      @ForAll @IntRange(min = 1, max = 90) int n, @ForAll @IntRange(min = 1, max = 300) int k, @ForAll long seed) {
    float[] a = random(seed, m * k, Kind.ORDINARY);
    float[] b = random(seed + 1, k * n, Kind.ORDINARY);
    float[] expected = new float[m * n];
    float[] actual = new float[m * n];
    scalar.gemm(m, n, k, a, 0, k, 1, b, 0, n, 1, expected, 0, n);
    int row = (int) Math.floorMod(seed, (long) m);
    int column = (int) Math.floorMod(seed, (long) n);
    simd.gemm(row, n, k, a, 0, k, 1, b, 0, n, 1, actual, 0, n);
    simd.gemm(m - row, column, k, a, row * k, k, 1, b, 0, n, 1, actual, row * n, n);
    simd.gemm(m - row, n - column, k, a, row * k, k, 1, b, column, n, 1, actual, row * n + column, n);
    assertSameBits(actual, expected);
  }
}
