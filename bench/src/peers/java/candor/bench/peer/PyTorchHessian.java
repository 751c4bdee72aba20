package candor.bench.peer;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import candor.bench.JvmOptions;
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

/// LeNet's loss to the second order by PyTorch's double backward.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PyTorchHessian {
  /// Images of the batch.
  @Param("500")
  public int images;
  /// Vectors of a block.
  @Param("4")
  public int vectors;

  private LeNetHessian net;
  private NDManager manager;
  private List<PtNDArray> kept;
  private PtNDArray along;

  /// Makes network, batch and vectors, and the graph that is kept.
  ///
  /// @param torch PyTorch
  @Setup
  public void setUp(PyTorch torch) {
    manager = torch.manager();
    net = new LeNetHessian(torch, images);
    JniUtils.setGradMode(true);
    kept = net.leaves(manager);
    net.gradient(manager, kept, true);
    along = net.along(manager, kept);
  }

  /// The gradient of the mean loss.
  @Benchmark
  public void gradient() {
    JniUtils.setGradMode(true);
    try (NDManager scope = manager.newSubManager()) {
      net.gradient(scope, net.leaves(scope), false);
    }
  }

  /// One product: the gradient with its graph, and back through it.
  @Benchmark
  public void product() {
    products(1);
  }

  /// Products with several vectors.
  @Benchmark
  public void block() {
    products(vectors);
  }

  private void products(int count) {
    JniUtils.setGradMode(true);
    try (NDManager scope = manager.newSubManager()) {
      List<PtNDArray> leaves = net.leaves(scope);
      net.gradient(scope, leaves, true);
      for (int i = 0; i < count; i++) {
        LeNetHessian.backward(net.along(scope, leaves), scope, i < count - 1, false);
      }
      leaves.forEach(JniUtils::zeroGrad);
    }
  }

  /// One more product, the gradient's graph kept.
  @Benchmark
  public void furtherProduct() {
    JniUtils.setGradMode(true);
    try (NDManager scope = manager.newSubManager()) {
      LeNetHessian.backward(along, scope, true, false);
    }
  }
}
