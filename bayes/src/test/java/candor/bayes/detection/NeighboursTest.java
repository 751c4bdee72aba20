package candor.bayes.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Comparator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class NeighboursTest {
  private static double square(double[] x, int i, double[] y, int j, int f) {
    double sum = 0;
    for (int k = 0; k < f; k++) {
      double d = x[i * f + k] - y[j * f + k];
      sum += d * d;
    }
    return sum;
  }

  /// All distances, sorted, of equal ones the first.
  private static void assertNearest(Tensor references, Tensor queries, int k, double tolerance) {
    Neighbours found = Neighbours.of(references, queries, k);
    int f = references.shape().size(1);
    double[] y = references.to(DType.F64).toDoubles();
    double[] x = queries.to(DType.F64).toDoubles();
    for (int i = 0; i < queries.shape().size(0); i++) {
      int row = i;
      int[] order = IntStream.range(0, references.shape().size(0)).boxed()
          .sorted(Comparator.comparingDouble(j -> square(x, row, y, j, f))).mapToInt(Integer::intValue).toArray();
      for (int place = 0; place < k; place++) {
        assertThat(found.distances().at(i, place)).isCloseTo(Math.sqrt(square(x, i, y, order[place], f)),
            within(tolerance));
        assertThat((int) found.indices().at(i, place)).isEqualTo(order[place]);
      }
    }
  }

  @Property(tries = 30)
  void theyAreThoseOfAllDistances(@ForAll long seed, @ForAll @IntRange(min = 1, max = 90) int references,
      @ForAll @IntRange(min = 1, max = 40) int features) {
    int k = Math.min(references, 7);
    assertNearest(Networks.normal(seed, references, features), Networks.normal(seed + 1, 70, features), k, 1e-12);
  }

  @Property(tries = 30)
  void ofEqualDistancesTheFirstComeFirst(@ForAll long seed, @ForAll @IntRange(min = 2, max = 60) int references) {
    // The centre of 2ⁿ points is exact, so equal distances stay equal.
    Tensor points = Networks.normal(seed, 64, 3).mul(2).to(DType.I32).to(DType.F64);
    Tensor queries = Networks.normal(seed + 1, 20, 3).mul(2).to(DType.I32).to(DType.F64);
    assertNearest(points, queries, Math.min(references, 64), 1e-12);
  }

  @Test
  void nearlyEqualPointsFarFromTheOriginAreToldApart() {
    // In F32 all of these products and norms are equal.
    Tensor points = Tensor.of(new double[] {1e6, 1e6 + 3e-6, 1e6 + 2e-6, 1e6 + 7, 1e6 - 9}, 5, 1);
    Neighbours found = Neighbours.of(points, Tensor.of(new double[] {1e6 + 2.1e-6}, 1, 1), 3);
    assertThat(found.indices().toInts()).containsExactly(2, 1, 0);
    assertThat(found.distances().toDoubles()).containsExactly(new double[] {1e-7, 9e-7, 2.1e-6}, within(1e-9));
  }

  @Test
  void numbersThatOverflowF32AreMeasured() {
    Tensor points = Tensor.of(new double[] {1e30, -1e30, 3e30, -4e30}, 4, 1);
    Neighbours found = Neighbours.of(points, Tensor.of(new double[] {2.5e30, -3e30}, 2, 1), 2);
    assertThat(found.indices().toInts()).containsExactly(2, 0, 3, 1);
  }
}
