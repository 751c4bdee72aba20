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

/// A training step of a residual network of twenty layers on one batch of images of 3 × 32 × 32, with momentum. 15.5
/// GFLOP with 64 images.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ResNetStepBenchmark {
  /// Images of a batch.
  @Param({"64", "128"})
  public int images;

  private ResNetTraining training;

  /// Makes network and batch.
  @Setup
  public void setUp() {
    training = new ResNetTraining(images);
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
