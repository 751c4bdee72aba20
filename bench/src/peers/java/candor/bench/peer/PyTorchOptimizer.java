package candor.bench.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
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

/// One update of a million weights as DJL performs it, which ends by setting the weight's gradient to zero.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PyTorchOptimizer {
  /// Rows and columns of the weight.
  @Param("1000")
  public int size;

  private final Optimizer sgd = Optimizers.sgd();
  private final Optimizer adam = Optimizers.adam();
  private NDList weights;
  private NDList gradients;

  /// Makes weights and gradient.
  ///
  /// @param torch PyTorch
  @Setup
  public void setUp(PyTorch torch) {
    weights = new NDList(tracked(torch.normal("w", size, size)), tracked(torch.normal("b", size)));
    gradients = new NDList(torch.normal("weight", size, size), torch.normal("bias", size));
  }

  /// A variable that has a gradient to be set to zero.
  private static NDArray tracked(NDArray weight) {
    weight.setRequiresGradient(true);
    try (GradientCollector collector = weight.getManager().getEngine().newGradientCollector()) {
      collector.backward(weight.sum());
    }
    return weight;
  }

  /// Momentum and weight decay.
  @Benchmark
  public void sgd() {
    update(sgd);
  }

  /// Adam.
  @Benchmark
  public void adam() {
    update(adam);
  }

  private void update(Optimizer optimizer) {
    for (int i = 0; i < weights.size(); i++) {
      optimizer.update(String.valueOf(i), weights.get(i), gradients.get(i));
    }
  }
}
