package candor.bench;

import candor.tensor.Backend;
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
import org.openjdk.jmh.annotations.TearDown;

/// Matrix products `C = A B` of square F32 matrices: `2 n³` operations on `12 n²` bytes.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-XX:+UseParallelGC"})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MatMulBenchmark {
  /// Rows and columns.
  @Param({"64", "128", "256", "512", "1024"})
  public int size;
  /// Threads of the worker pool.
  @Param({"1", "2"})
  public int threads;
  /// Kernels, `best` or `scalar`.
  @Param("best")
  public String kernels = "";

  private Backend backend = Backend.current();
  private Tensor a = Tensor.of(new float[0], 0);
  private Tensor b = a;

  /// Makes the matrices.
  @Setup
  public void setUp() {
    backend = Fixtures.backend(kernels, threads);
    a = Fixtures.normal("a", size, size);
    b = Fixtures.normal("b", size, size);
  }

  /// Ends the threads.
  @TearDown
  public void tearDown() {
    backend.pool().close();
  }

  /// One product.
  ///
  /// @return the product
  @Benchmark
  public Tensor product() {
    return backend.call(() -> a.matmul(b));
  }
}
