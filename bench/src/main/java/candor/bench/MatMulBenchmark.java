package candor.bench;

import candor.tensor.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// F32 matrix products `[m, k] [k, n]`: `2 m n k` operations on `4 (m k + k n + m n)` bytes.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MatMulBenchmark {
  /// `m × n × k`.
  @Param({"64x64x64", "128x128x128", "256x256x256", "512x512x512", "1024x1024x1024", "128x500x800", "576x20x25"})
  public String shape = "";
  /// How the factors lie: `T` is a transposed view of a row-major matrix.
  @Param({"NN", "NT", "TN"})
  public String layout = "";

  private Tensor a;
  private Tensor b;

  /// Makes the matrices.
  @Setup
  public void setUp() {
    Product product = Product.of(shape, layout);
    Tensor left = Fixtures.tensor("a", product.left());
    Tensor right = Fixtures.tensor("b", product.right());
    a = product.leftTransposed() ? left.transpose() : left;
    b = product.rightTransposed() ? right.transpose() : right;
  }

  /// One product.
  ///
  /// @param engine backend
  /// @return the product
  @Benchmark
  public Tensor product(Engine engine) {
    return engine.call(() -> a.matmul(b));
  }
}
