package candor.bench;

import candor.op.Dropout;
import candor.random.RandomStream;
import candor.tensor.Tensor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Dropout with `p = ½` on samples of 500 numbers: a mask is drawn and applied. Every call draws another.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DropoutBenchmark {
  private static final int FEATURES = 500;

  /// Numbers in all.
  @Param({"1000", "100000", "4000000"})
  public int size;

  private final RandomStream stream = RandomStream.of(1);
  private Tensor x;
  private int[] ids;
  private int step;

  /// Makes the samples.
  @Setup
  public void setUp() {
    int samples = size / FEATURES;
    x = Fixtures.tensor("x", samples, FEATURES);
    ids = IntStream.range(0, samples).toArray();
  }

  /// A mask, applied.
  ///
  /// @param engine backend
  /// @return the numbers that are left
  @Benchmark
  public Tensor dropout(Engine engine) {
    return engine.call(() -> x.dropout(Dropout.of(0.5, stream.at(step++), ids)));
  }
}
