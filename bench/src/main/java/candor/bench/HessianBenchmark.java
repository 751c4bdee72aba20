package candor.bench;

import candor.bayes.curvature.Curvature;
import candor.bayes.curvature.EmpiricalRisk;
import candor.nn.Sequential;
import candor.nn.data.TensorDataset;
import candor.nn.loss.Loss;
import candor.nn.model.LeNet;
import candor.tensor.Tensor;
import java.util.Collections;
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

/// LeNet's loss (20-50-500) to the second order: its gradient, a product of its Hessian with a vector, a further one with
/// the gradient's graph kept, and a block of products, which share the graphs. The heap of 1.5 GB is what the Hessian of
/// 60 000 images has to do with.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG, JvmOptions.ALIGNED,
  "-Xmx1500m"})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class HessianBenchmark {
  /// Images of the data set.
  @Param({"500", "60000"})
  public int images;
  /// Vectors of a block.
  @Param("4")
  public int vectors;

  private EmpiricalRisk risk;
  private Curvature hessian;
  private Curvature forgetful;
  private double[] vector;

  /// Makes network, data and vector.
  @Setup
  public void setUp() {
    Sequential model = LeNet.caffe(0.5);
    model.initialise(1);
    Tensor classes = Tensor.of(Fixtures.classes(images), images);
    risk = EmpiricalRisk.of(model, Loss.crossEntropy(),
        new TensorDataset(Fixtures.tensor("input", images, 1, 28, 28), classes));
    hessian = Curvature.hessian(risk);
    forgetful = hessian.keeping(0);
    vector = new double[hessian.size()];
    float[] normal = Fixtures.normal("vector", vector.length);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = normal[i];
    }
  }

  /// The gradient of the mean loss.
  ///
  /// @param engine backend
  /// @return value and gradient
  @Benchmark
  public EmpiricalRisk.Evaluation gradient(Engine engine) {
    return engine.keep(() -> risk.evaluate());
  }

  /// One product, nothing kept from another one.
  ///
  /// @param engine backend
  /// @return the product
  @Benchmark
  public double[] product(Engine engine) {
    return engine.keep(() -> forgetful.apply(vector));
  }

  /// One more product, as many graphs of gradients kept as fit into a quarter of the heap: all of 500 images.
  ///
  /// @param engine backend
  /// @return the product
  @Benchmark
  public double[] furtherProduct(Engine engine) {
    return engine.keep(() -> hessian.apply(vector));
  }

  /// Products with several vectors, nothing kept from other ones.
  ///
  /// @param engine backend
  /// @return the products
  @Benchmark
  public List<double[]> block(Engine engine) {
    return engine.keep(() -> forgetful.applyAll(Collections.nCopies(vectors, vector)));
  }
}
