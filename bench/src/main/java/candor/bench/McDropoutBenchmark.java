package candor.bench;

import candor.bayes.Belief;
import candor.bayes.McDropout;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Dropout;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.layer.MaxPool2d;
import candor.nn.model.LeNet;
import candor.tensor.Tensor;
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

/// A hundred passes of MC dropout through LeNet (20-50-500): probabilities of every pass.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class McDropoutBenchmark {
  /// Images to classify.
  @Param({"1000", "10000"})
  public int images;
  /// Passes.
  @Param("100")
  public int passes;

  private McDropout last;
  private McDropout every;
  private Tensor input;

  /// Makes networks and images.
  @Setup
  public void setUp() {
    last = new McDropout(initialised(LeNet.caffe(0.5)), passes, 1);
    every = new McDropout(initialised(dropoutEverywhere()), passes, 1);
    input = Fixtures.images(images);
  }

  private static Sequential initialised(Sequential model) {
    model.initialise(1);
    return model;
  }

  private static Sequential dropoutEverywhere() {
    return Sequential.of(new Conv2d(1, 20, 5), new Dropout(0.5), new MaxPool2d(2, 2), new Conv2d(20, 50, 5),
        new Dropout(0.5), new MaxPool2d(2, 2), new Flatten(), new Linear(800, 500), Activation.relu(), new Dropout(0.5),
        new Linear(500, 10));
  }

  /// Dropout before the last layer only, so that the layers before it are computed once.
  ///
  /// @param engine backend
  /// @return the samples
  @Benchmark
  public Belief.Samples lastLayer(Engine engine) {
    return engine.keep(() -> last.predict(input));
  }

  /// The same, summed up as passes come.
  ///
  /// @param engine backend
  /// @return the summary
  @Benchmark
  public Belief.Summary lastLayerSummarised(Engine engine) {
    return engine.keep(() -> last.summarised().predict(input));
  }

  /// Dropout after every convolution (before it is pooled) and after the hidden units.
  ///
  /// @param engine backend
  /// @return the samples
  @Benchmark
  public Belief.Samples everyLayer(Engine engine) {
    return engine.keep(() -> every.predict(input));
  }
}
