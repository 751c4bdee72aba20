package candor.bench.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import candor.bench.JvmOptions;
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

/// Element-wise functions, softmax and reductions by PyTorch; results are freed at once.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PyTorchElementwise {
  /// Numbers in the vector.
  @Param("1000")
  public int size;

  private NDArray x;
  private NDArray y;
  private NDArray rows;

  /// Makes the vectors.
  ///
  /// @param torch PyTorch
  @Setup
  public void setUp(PyTorch torch) {
    x = torch.normal("x", size);
    y = torch.normal("y", size);
    rows = torch.normal("x", size / 100, 100);
  }

  /// `x + y`.
  @Benchmark
  public void add() {
    x.add(y).close();
  }

  /// `x y`.
  @Benchmark
  public void mul() {
    x.mul(y).close();
  }

  /// `max(x, 0)`.
  @Benchmark
  public void relu() {
    Activation.relu(x).close();
  }

  /// `eˣ`.
  @Benchmark
  public void exp() {
    x.exp().close();
  }

  /// `tanh x`.
  @Benchmark
  public void tanh() {
    x.tanh().close();
  }

  /// Softmax of every row of a hundred.
  @Benchmark
  public void softmax() {
    rows.softmax(1).close();
  }

  /// `Σ x`.
  @Benchmark
  public void sum() {
    x.sum().close();
  }

  /// The mean.
  @Benchmark
  public void mean() {
    x.mean().close();
  }
}
