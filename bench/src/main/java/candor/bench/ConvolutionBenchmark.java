package candor.bench;

import candor.op.ConvSpec;
import candor.tensor.Backend;
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
import org.openjdk.jmh.annotations.TearDown;

/// LeNet's second convolution, 20 → 50 channels, 5 × 5 on 12 × 12 pixels, and its two adjoints, batch innermost:
/// `2 · 64 · 50 · 20 · 25 · 64` operations for 64 images, 0.2 GFLOP each.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-XX:+UseParallelGC"})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ConvolutionBenchmark {
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
  private Tensor input = Tensor.of(new float[0], 0);
  private Tensor weight = input;
  private Tensor gradient = input;

  /// Makes input, weight and output gradient.
  @Setup
  public void setUp() {
    backend = Fixtures.backend(kernels, threads);
    input = batchInnermost(Fixtures.normal("input", images, 20, 12, 12));
    weight = Fixtures.normal("weight", 50, 20, 5, 5);
    gradient = batchInnermost(Fixtures.normal("gradient", images, 50, 8, 8));
  }

  private static Tensor batchInnermost(Tensor x) {
    NdArray array = NdArray.zeros(x.dtype(), Shape.of(x.shape().toArray()), 1, 2, 3, 0);
    array.assign(x.array());
    return Tensor.of(array);
  }

  /// Ends the threads.
  @TearDown
  public void tearDown() {
    backend.pool().close();
  }

  /// The convolution.
  ///
  /// @return the output
  @Benchmark
  public Tensor output() {
    return backend.call(() -> input.conv2d(weight, ConvSpec.DEFAULT));
  }

  /// The adjoint for the input.
  ///
  /// @return the input's gradient
  @Benchmark
  public Tensor inputGradient() {
    return backend.call(() -> gradient.convInputGradient(weight, ConvSpec.DEFAULT, 12, 12));
  }

  /// The adjoint for the weight.
  ///
  /// @return the weight's gradient
  @Benchmark
  public Tensor weightGradient() {
    return backend.call(() -> input.convWeightGradient(gradient, ConvSpec.DEFAULT, 5, 5));
  }
}
