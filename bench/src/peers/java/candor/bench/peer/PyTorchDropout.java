package candor.bench.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.norm.Dropout;
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

/// Dropout with `p = ½` by PyTorch: draws a mask and applies it.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PyTorchDropout {
  /// Numbers in all.
  @Param("1000")
  public int size;

  private NDArray x;

  /// Makes the samples.
  ///
  /// @param torch PyTorch
  @Setup
  public void setUp(PyTorch torch) {
    x = torch.normal("x", size / 500, 500);
  }

  /// A mask, applied.
  @Benchmark
  public void dropout() {
    Dropout.dropout(x, 0.5f, true).close();
  }
}
