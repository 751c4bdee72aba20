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

/// Element-wise functions, softmax and reductions of F32 numbers: bound by memory, or by the polynomial where there is an
/// exponential. Every call makes a new tensor, as a user's would.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ElementwiseBenchmark {
  /// Numbers in the vector.
  @Param({"1000", "100000", "4000000"})
  public int size;

  private Tensor x;
  private Tensor y;
  private Tensor rows;

  /// Makes the vectors.
  @Setup
  public void setUp() {
    x = Fixtures.tensor("x", size);
    y = Fixtures.tensor("y", size);
    rows = Fixtures.tensor("x", size / 100, 100);
  }

  /// `x + y`.
  ///
  /// @param engine backend
  /// @return the sum
  @Benchmark
  public Tensor add(Engine engine) {
    return engine.call(() -> x.add(y));
  }

  /// `x y`.
  ///
  /// @param engine backend
  /// @return the product
  @Benchmark
  public Tensor mul(Engine engine) {
    return engine.call(() -> x.mul(y));
  }

  /// `max(x, 0)`.
  ///
  /// @param engine backend
  /// @return the rectified numbers
  @Benchmark
  public Tensor relu(Engine engine) {
    return engine.call(x::relu);
  }

  /// `eˣ`.
  ///
  /// @param engine backend
  /// @return the exponentials
  @Benchmark
  public Tensor exp(Engine engine) {
    return engine.call(x::exp);
  }

  /// `tanh x`.
  ///
  /// @param engine backend
  /// @return the tangents
  @Benchmark
  public Tensor tanh(Engine engine) {
    return engine.call(x::tanh);
  }

  /// Softmax of every row of a hundred.
  ///
  /// @param engine backend
  /// @return the probabilities
  @Benchmark
  public Tensor softmax(Engine engine) {
    return engine.call(() -> rows.softmax(1));
  }

  /// `Σ x`.
  ///
  /// @param engine backend
  /// @return the sum
  @Benchmark
  public Tensor sum(Engine engine) {
    return engine.call(() -> x.sum());
  }

  /// The mean.
  ///
  /// @param engine backend
  /// @return the mean
  @Benchmark
  public Tensor mean(Engine engine) {
    return engine.call(() -> x.mean());
  }
}
