package candor.bench.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
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

/// LeNet's predictions (20-50-500) by PyTorch, with and without dropout, batch after batch.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PyTorchLeNet {
  /// Images to classify.
  @Param({"1", "1000", "10000"})
  public int images;
  /// Images of a batch, at most.
  @Param("250")
  public int batch;
  /// Passes of the methods that draw masks.
  @Param("100")
  public int passes;

  private Inference last;
  private Inference every;
  private NDList batches;

  /// Makes networks and images.
  ///
  /// @param torch PyTorch
  @Setup
  public void setUp(PyTorch torch) {
    last = new Inference(Networks.leNet(), torch.manager());
    every = new Inference(Networks.leNetWithDropoutEverywhere(), torch.manager());
    NDArray input = torch.normal("input", images, 1, 28, 28);
    batches = input.split(Math.max(1, images / batch));
  }

  /// All logits, without dropout.
  @Benchmark
  public void logits() {
    batches.forEach(x -> Inference.freeing(x, last::logits));
  }

  /// Probabilities of every pass, each through the whole network.
  @Benchmark
  public void lastLayerNaive() {
    for (int t = 0; t < passes; t++) {
      batches.forEach(x -> Inference.freeing(x, last::sample));
    }
  }

  /// Probabilities of every pass, the layers before the dropout computed once.
  @Benchmark
  public void lastLayer() {
    batches.forEach(x -> Inference.freeing(x, input -> {
      NDArray features = last.features(input);
      for (int t = 0; t < passes; t++) {
        Inference.freeing(features, last::sampleFrom);
      }
    }));
  }

  /// Probabilities of every pass, with dropout after every convolution and after the hidden units.
  @Benchmark
  public void everyLayer() {
    for (int t = 0; t < passes; t++) {
      batches.forEach(x -> Inference.freeing(x, every::sample));
    }
  }
}
