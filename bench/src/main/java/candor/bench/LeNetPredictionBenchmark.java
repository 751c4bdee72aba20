package candor.bench;

import candor.nn.Evaluator;
import candor.nn.Sequential;
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

/// LeNet's predictions (20-50-500) without dropout, batch after batch: 4.6 MFLOP an image. With one image it is the
/// latency.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LeNetPredictionBenchmark {
  /// Images to classify.
  @Param({"1", "10000"})
  public int images;

  private final Evaluator evaluator = new Evaluator();
  private Sequential model;
  private Tensor input;

  /// Makes network and images.
  @Setup
  public void setUp() {
    model = LeNet.caffe(0.5);
    model.initialise(1);
    input = Fixtures.images(images);
  }

  /// All predictions.
  ///
  /// @param engine backend
  /// @return the logits
  @Benchmark
  public Tensor logits(Engine engine) {
    return engine.keep(() -> evaluator.apply(model, input));
  }
}
