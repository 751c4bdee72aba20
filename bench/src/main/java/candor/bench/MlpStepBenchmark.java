package candor.bench;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Sequential;
import candor.nn.model.Mlp;
import candor.nn.optim.Adam;
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

/// A training step of a fully connected network, 784-200-200-200-10 with batch normalisation, by Adam: 0.11 GFLOP with a
/// hundred samples.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class MlpStepBenchmark {
  /// Samples of a batch.
  @Param("100")
  public int images;

  private Sequential model;
  private Adam adam;
  private Tensor input;
  private Tensor classes;
  private int[] ids;
  private int step;

  /// Makes network and batch.
  @Setup
  public void setUp() {
    model = Mlp.of(784, 200, 200, 200, 10).batchNorm().build();
    model.initialise(1);
    adam = new Adam(model.parameters(), 1e-3);
    input = Fixtures.tensor("input", images, 784);
    classes = Tensor.of(Fixtures.classes(images), images);
    ids = IntStream.range(0, images).toArray();
  }

  /// One step, with the running statistics.
  ///
  /// @param engine backend
  /// @return the loss
  @Benchmark
  public double step(Engine engine) {
    return engine.call(() -> {
      Context context = Context.train(1, step++, ids);
      Tensor loss = model.apply(input, context).crossEntropy(classes).mean();
      adam.step(Autograd.grad(loss, Fixtures.values(model)));
      context.applyUpdates();
      return loss.item();
    });
  }
}
