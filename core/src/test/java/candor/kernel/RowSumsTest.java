package candor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// Blocks of columns and of sums give the bits of chains that are computed one by one.
class RowSumsTest {
  private static final int ROWS = 20;

  @Property(tries = 200)
  void everyElementIsOneChain(@ForAll @IntRange(max = 40) int m, @ForAll @IntRange(max = 600) int n,
      @ForAll @IntRange(max = 30) int count, @ForAll long seed) {
    Random random = new Random(seed);
    Terms terms = terms(count, n, random);
    float[] w = floats(m * count + 3, random);
    float[] x = floats(ROWS * n + 5, random);
    float[] y = new float[m * (n + 1) + 2];
    float[] expected = y.clone();
    RowSums.F32.own().run(terms, m, n, w, 3, count, x, 5, y, 2, n + 1);
    for (int r = 0; r < m; r++) {
      for (int i = 0; i < n; i++) {
        float sum = 0;
        for (int t = 0; t < count; t++) {
          sum = Math.fma(w[3 + r * count + terms.weight[t]], x[5 + terms.row[t] + i], sum);
        }
        expected[2 + r * (n + 1) + i] = sum;
      }
    }
    assertThat(y).isEqualTo(expected);
  }

  @Property(tries = 200)
  void everyElementIsOneChainInDoublePrecision(@ForAll @IntRange(max = 40) int m, @ForAll @IntRange(max = 600) int n,
      @ForAll @IntRange(max = 30) int count, @ForAll long seed) {
    Random random = new Random(seed);
    Terms terms = terms(count, n, random);
    double[] w = random.doubles(m * count + 3, -1, 1).toArray();
    double[] x = random.doubles(ROWS * n + 5, -1, 1).toArray();
    double[] y = new double[m * (n + 1) + 2];
    double[] expected = y.clone();
    RowSums.F64.own().run(terms, m, n, w, 3, count, x, 5, y, 2, n + 1);
    for (int r = 0; r < m; r++) {
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int t = 0; t < count; t++) {
          sum = Math.fma(w[3 + r * count + terms.weight[t]], x[5 + terms.row[t] + i], sum);
        }
        expected[2 + r * (n + 1) + i] = sum;
      }
    }
    assertThat(y).isEqualTo(expected);
  }

  @Test
  void productsLeaveNoGarbage() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    float[] y = new float[400];
    transposedProduct(y);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100; i++) {
      transposedProduct(y);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
  }

  private static void transposedProduct(float[] y) {
    Kernels.scalar().product().gemm(20, 20, 20, y, 0, 20, 1, y, 0, 1, 20, y, 0, 20);
  }

  /// Weights and rows in any order, some of them twice.
  private static Terms terms(int count, int n, Random random) {
    Terms terms = Terms.own(count);
    for (int t = 0; t < count; t++) {
      terms.add(random.nextInt(count), random.nextInt(ROWS) * n);
    }
    return terms;
  }

  private static float[] floats(int count, Random random) {
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = random.nextInt(50) == 0 ? -0f : random.nextFloat() - 0.5f;
    }
    return x;
  }
}
