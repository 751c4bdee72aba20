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

/// Element-wise functions and a sum over a vector: bound by memory, or by the polynomial for `exp` and `tanh`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-XX:+UseParallelGC"})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ElementwiseBenchmark {
  /// Numbers in the vector.
  @Param({"1000", "100000", "4000000"})
  public int size;
  /// Threads of the worker pool.
  @Param({"1", "2"})
  public int threads;
  /// Kernels, `best` or `scalar`.
  @Param("best")
  public String kernels = "";

  private Backend backend = Backend.current();
  private Tensor x = Tensor.of(new float[0], 0);
  private Tensor y = x;

  /// Makes the vectors.
  @Setup
  public void setUp() {
    backend = Fixtures.backend(kernels, threads);
    x = Fixtures.normal("x", size);
    y = Fixtures.normal("y", size);
  }

  /// Ends the threads.
  @TearDown
  public void tearDown() {
    backend.pool().close();
  }

  /// `x + y`.
  ///
  /// @return the sum
  @Benchmark
  public Tensor add() {
    return backend.call(() -> x.add(y));
  }

  /// `max(x, 0)`.
  ///
  /// @return the rectified vector
  @Benchmark
  public Tensor relu() {
    return backend.call(x::relu);
  }

  /// `eˣ`.
  ///
  /// @return the exponentials
  @Benchmark
  public Tensor exp() {
    return backend.call(x::exp);
  }

  /// `tanh x`.
  ///
  /// @return the tangents
  @Benchmark
  public Tensor tanh() {
    return backend.call(x::tanh);
  }

  /// `Σ x`.
  ///
  /// @return the sum
  @Benchmark
  public Tensor sum() {
    return backend.call(() -> x.sum());
  }
}
