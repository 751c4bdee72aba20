package candor.bench;

import candor.autograd.Autograd;
import candor.bayes.Belief;
import candor.bayes.McDropout;
import candor.nn.Context;
import candor.nn.Parameter;
import candor.nn.Sequential;
import candor.nn.model.LeNet;
import candor.nn.optim.Sgd;
import candor.tensor.Backend;
import candor.tensor.Tensor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
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
import org.openjdk.jmh.annotations.TearDown;

/// The workloads of the main job on LeNet (20-50-500): training step, evaluation, MC dropout, Hessian-vector product. A
/// step on 64 images is 0.85 GFLOP.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-XX:+UseParallelGC"})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LeNetBenchmark {
  private static final int PASSES = 100;

  /// Images of a batch.
  @Param({"64", "128"})
  public int images;
  /// Threads of the worker pool.
  @Param({"1", "2"})
  public int threads;
  /// Kernels, `best` or `scalar`.
  @Param("best")
  public String kernels = "";

  private Backend backend = Backend.current();
  private Sequential model = LeNet.caffe(0.5);
  private List<Parameter> parameters = List.of();
  private Sgd sgd = new Sgd(List.of(), 0.01, 0.9, 1e-6);
  private Tensor input = Tensor.of(new float[0], 0);
  private Tensor classes = input;
  private int[] ids = {};
  private int step;
  private UnaryOperator<List<Tensor>> product = UnaryOperator.identity();

  /// Makes network, batch and a kept gradient graph.
  @Setup
  public void setUp() {
    backend = Fixtures.backend(kernels, threads);
    model = LeNet.caffe(0.5);
    model.initialise(1);
    parameters = model.parameters();
    sgd = new Sgd(parameters, 0.01, 0.9, 1e-6);
    input = Fixtures.normal("input", images, 1, 28, 28);
    classes = Fixtures.classes(images);
    ids = IntStream.range(0, images).toArray();
    Sequential frozen = LeNet.caffe(0.5);
    frozen.initialise(2);
    Tensor loss = frozen.apply(input, Context.evaluate()).crossEntropy(classes).mean();
    product = backend.call(() -> Autograd.hvp(loss, values(frozen.parameters())));
  }

  /// Ends the threads.
  @TearDown
  public void tearDown() {
    backend.pool().close();
  }

  /// Forward, backward, update.
  ///
  /// @return the loss
  @Benchmark
  public double trainingStep() {
    return backend.call(() -> {
      Tensor loss = model.apply(input, Context.train(1, step++, ids)).crossEntropy(classes).mean();
      sgd.step(Autograd.grad(loss, values(parameters)));
      return loss.item();
    });
  }

  /// A deterministic forward pass.
  ///
  /// @return the logits
  @Benchmark
  public Tensor evaluation() {
    return backend.call(() -> model.apply(input, Context.evaluate()));
  }

  /// A hundred passes with dropout before the last layer, the layers before it computed once.
  ///
  /// @return the samples
  @Benchmark
  public Belief.Samples mcDropout() {
    return backend.call(() -> new McDropout(model, PASSES, 1).predict(input, ids));
  }

  /// A further Hessian-vector product, with the gradient's graph kept.
  ///
  /// @return the product
  @Benchmark
  public List<Tensor> hessianVectorProduct() {
    return backend.call(() -> product.apply(values(parameters).stream().map(Tensor::detach).toList()));
  }

  private static List<Tensor> values(List<Parameter> parameters) {
    return parameters.stream().map(Parameter::value).toList();
  }
}
