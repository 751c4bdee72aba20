package candor.bench.peer;

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
import org.openjdk.jmh.annotations.TearDown;

/// Training steps by PyTorch, through DJL's trainer.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PyTorchStep {
  /// Images of a batch.
  @Param({"64", "128"})
  public int images;
  /// `lenet` (20-50-500) with momentum, `mlp` (784-200-200-200-10, batch normalisation) with Adam, `lstm` (50 steps,
  /// 128-128-10) with momentum, or `resnet20` with momentum.
  @Param({"lenet", "mlp", "lstm", "resnet20"})
  public String network = "";

  private TrainingStep step;

  /// Makes network and batch.
  ///
  /// @param torch PyTorch
  @Setup
  public void setUp(PyTorch torch) {
    step = switch (network) {
      case "lenet" ->
        new TrainingStep(Networks.leNet(), Optimizers.sgd(), torch.normal("input", images, 1, 28, 28));
      case "mlp" -> new TrainingStep(Networks.mlp(), Optimizers.adam(), torch.normal("input", images, 784));
      case "lstm" ->
        new TrainingStep(Networks.lstm(), Optimizers.sgd(), torch.normal("input", images, 50, 128));
      case "resnet20" ->
        new TrainingStep(Networks.resNet20(), Optimizers.sgd(), torch.normal("input", images, 3, 32, 32));
      default ->
        throw new IllegalArgumentException(
            "benchmark: network " + network + ", expected lenet, mlp, lstm or resnet20");
    };
  }

  /// Frees the network.
  @TearDown
  public void tearDown() {
    step.close();
  }

  /// Forward, backward, update.
  ///
  /// @return the loss
  @Benchmark
  public float step() {
    return step.run();
  }
}
