package candor.bench.peer;

import candor.bench.Fixtures;
import candor.bench.JvmOptions;
import candor.bench.Product;
import java.util.concurrent.TimeUnit;
import org.ojalgo.OjAlgoUtils;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R032Store;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Matrix products by ojAlgo, pure Java without the Vector API. Its matrices lie column by column.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OjAlgoMatMul {
  /// `m × n × k`.
  @Param("64x64x64")
  public String shape = "";
  /// How the factors lie: `T` is a transposed view of a matrix that lies like the other.
  @Param("NN")
  public String layout = "";
  /// Threads.
  @Param({"1", "2"})
  public int threads;

  private MatrixStore<Double> a;
  private MatrixStore<Double> b;

  /// Makes the matrices.
  @Setup
  public void setUp() {
    OjAlgoUtils.limitThreadsTo(threads);
    Product product = Product.of(shape, layout);
    R032Store left = matrix("a", product.left());
    R032Store right = matrix("b", product.right());
    a = product.leftTransposed() ? left.transpose() : left;
    b = product.rightTransposed() ? right.transpose() : right;
  }

  /// One product.
  ///
  /// @return the product
  @Benchmark
  public MatrixStore<Double> product() {
    return a.multiply(b);
  }

  private static R032Store matrix(String name, int[] sizes) {
    return R032Store.wrap(Fixtures.normal(name, sizes[0] * sizes[1]), sizes[0]);
  }
}
