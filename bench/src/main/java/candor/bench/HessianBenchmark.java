package candor.bench;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Sequential;
import candor.nn.model.LeNet;
import candor.tensor.Tensor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A further Hessian-vector product of LeNet's loss (20-50-500), with the gradient's graph kept: about two gradients.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-XX:+UseParallelGC"})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class HessianBenchmark {
  /// Images of the batch.
  @Param({"64", "500"})
  public int images;

  private UnaryOperator<List<Tensor>> product;
  private List<Tensor> vectors;

  /// Makes network, batch and graph.
  ///
  /// @param engine backend
  @Setup
  public void setUp(Engine engine) {
    Sequential model = LeNet.caffe(0.5);
    model.initialise(1);
    Tensor input = Fixtures.images(images);
    Tensor classes = Tensor.of(Fixtures.classes(images), images);
    List<Tensor> weights = Fixtures.values(model);
    product = engine.keep(
        () -> Autograd.hvp(model.apply(input, Context.evaluate()).crossEntropy(classes).mean(), weights));
    vectors = weights.stream().map(w -> Fixtures.tensor("vector", w.shape().toArray())).toList();
  }

  /// One more product.
  ///
  /// @param engine backend
  /// @return the product
  @Benchmark
  public List<Tensor> product(Engine engine) {
    return engine.call(() -> product.apply(vectors));
  }
}
