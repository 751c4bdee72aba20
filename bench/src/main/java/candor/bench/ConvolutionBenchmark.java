package candor.bench;

import candor.op.ConvSpec;
import candor.tensor.NdArray;
import candor.tensor.Shape;
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

/// LeNet's second convolution, 20 → 50 channels, 5 × 5 on 12 × 12 pixels, and its two adjoints, batch innermost:
/// `2 · 64 · 50 · 20 · 25 · 64` operations for 64 images, 0.2 GFLOP each.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG, JvmOptions.ALIGNED})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ConvolutionBenchmark {
  /// Images of a batch.
  @Param({"64", "128"})
  public int images;

  private Tensor input;
  private Tensor weight;
  private Tensor gradient;

  /// Makes input, weight and output gradient.
  @Setup
  public void setUp() {
    input = batchInnermost(Fixtures.tensor("input", images, 20, 12, 12));
    weight = Fixtures.tensor("weight", 50, 20, 5, 5);
    gradient = batchInnermost(Fixtures.tensor("gradient", images, 50, 8, 8));
  }

  private static Tensor batchInnermost(Tensor x) {
    NdArray array = NdArray.zeros(x.dtype(), Shape.of(x.shape().toArray()), 1, 2, 3, 0);
    array.assign(x.array());
    return Tensor.of(array);
  }

  /// The convolution.
  ///
  /// @param engine backend
  /// @return the output
  @Benchmark
  public Tensor output(Engine engine) {
    return engine.call(() -> input.conv2d(weight, ConvSpec.DEFAULT));
  }

  /// The adjoint for the input.
  ///
  /// @param engine backend
  /// @return the input's gradient
  @Benchmark
  public Tensor inputGradient(Engine engine) {
    return engine.call(() -> gradient.convInputGradient(weight, ConvSpec.DEFAULT, 12, 12));
  }

  /// The adjoint for the weight.
  ///
  /// @param engine backend
  /// @return the weight's gradient
  @Benchmark
  public Tensor weightGradient(Engine engine) {
    return engine.call(() -> input.convWeightGradient(gradient, ConvSpec.DEFAULT, 5, 5));
  }
}
