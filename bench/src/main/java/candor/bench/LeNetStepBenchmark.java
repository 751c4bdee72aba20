package candor.bench;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Sequential;
import candor.nn.model.LeNet;
import candor.nn.optim.Sgd;
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

/// LeNet's training step (20-50-500) on one batch: forward, backward, update. 0.85 GFLOP with 64 images.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-XX:+UseParallelGC"})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LeNetStepBenchmark {
  /// Images of a batch.
  @Param({"64", "128"})
  public int images;

  private Sequential model;
  private Sgd sgd;
  private Tensor input;
  private Tensor classes;
  private int[] ids;
  private int step;

  /// Makes network and batch.
  @Setup
  public void setUp() {
    model = LeNet.caffe(0.5);
    model.initialise(1);
    sgd = new Sgd(model.parameters(), 0.01, 0.9, 1e-6);
    input = Fixtures.images(images);
    classes = Tensor.of(Fixtures.classes(images), images);
    ids = IntStream.range(0, images).toArray();
  }

  /// One step.
  ///
  /// @param engine backend
  /// @return the loss
  @Benchmark
  public double step(Engine engine) {
    return engine.call(() -> {
      Tensor loss = model.apply(input, Context.train(1, step++, ids)).crossEntropy(classes).mean();
      sgd.step(Autograd.grad(loss, Fixtures.values(model)));
      return loss.item();
    });
  }
}
