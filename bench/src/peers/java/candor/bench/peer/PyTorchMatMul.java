package candor.bench.peer;

import ai.djl.ndarray.NDArray;
import candor.bench.JvmOptions;
import candor.bench.Product;
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

/// Matrix products by PyTorch, which hands them to MKL.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PyTorchMatMul {
  /// `m × n × k`.
  @Param("64x64x64")
  public String shape = "";
  /// How the factors lie: `T` is a transposed view of a row-major matrix.
  @Param("NN")
  public String layout = "";

  private NDArray a;
  private NDArray b;

  /// Makes the matrices.
  ///
  /// @param torch PyTorch
  @Setup
  public void setUp(PyTorch torch) {
    Product product = Product.of(shape, layout);
    NDArray left = torch.normal("a", product.left());
    NDArray right = torch.normal("b", product.right());
    a = product.leftTransposed() ? left.transpose() : left;
    b = product.rightTransposed() ? right.transpose() : right;
  }

  /// One product, freed at once.
  @Benchmark
  public void product() {
    a.matMul(b).close();
  }
}
