package candor.bench;

import candor.nn.Sequential;
import candor.nn.layer.Linear;
import candor.nn.optim.Adam;
import candor.nn.optim.Optimizer;
import candor.nn.optim.Sgd;
import candor.tensor.Tensor;
import java.util.List;
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

/// One update of a million weights with a given gradient: 20 bytes a weight for momentum, 28 for Adam.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OptimizerBenchmark {
  /// Rows and columns of the weight.
  @Param("1000")
  public int size;

  private Sgd sgd;
  private Adam adam;
  private List<Tensor> gradients;

  /// Makes weights and gradient.
  @Setup
  public void setUp() {
    Linear layer = new Linear(size, size);
    Sequential model = Sequential.of(layer);
    model.initialise(1);
    sgd = new Sgd(model.parameters(), 0.01, 0.9, 1e-6);
    adam = new Adam(model.parameters(), 1e-3);
    // As backward passes make it, the gradient lies as the weight does.
    Tensor weight = Fixtures.tensor("weight", size, size);
    gradients = List.of(Tensor.of(weight.array().inOrder(model.parameters().getFirst().value().array().order())),
        Fixtures.tensor("bias", size));
  }

  /// Momentum and weight decay.
  ///
  /// @param engine backend
  /// @return the optimiser
  @Benchmark
  public Optimizer sgd(Engine engine) {
    return engine.call(() -> updated(sgd));
  }

  /// Adam.
  ///
  /// @param engine backend
  /// @return the optimiser
  @Benchmark
  public Optimizer adam(Engine engine) {
    return engine.call(() -> updated(adam));
  }

  private Optimizer updated(Optimizer optimizer) {
    optimizer.step(gradients);
    return optimizer;
  }
}
