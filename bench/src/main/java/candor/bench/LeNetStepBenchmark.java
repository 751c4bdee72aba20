package candor.bench;

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

/// LeNet's training step (20-50-500) on one batch: forward, backward, update. 0.85 GFLOP with 64 images.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LeNetStepBenchmark {
  /// Images of a batch.
  @Param({"64", "128"})
  public int images;

  private LeNetTraining training;

  /// Makes network and batch.
  @Setup
  public void setUp() {
    training = new LeNetTraining(images);
  }

  /// One step.
  ///
  /// @param engine backend
  /// @return the loss
  @Benchmark
  public double step(Engine engine) {
    return engine.call(training::step);
  }
}
