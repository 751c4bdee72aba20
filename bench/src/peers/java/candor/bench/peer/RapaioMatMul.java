package candor.bench.peer;

import candor.bench.Fixtures;
import candor.bench.JvmOptions;
import candor.bench.Product;
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
import rapaio.darray.DArray;
import rapaio.darray.DArrayManager;
import rapaio.darray.DType;
import rapaio.darray.Order;
import rapaio.darray.Shape;

/// Matrix products by rapaio, pure Java with the Vector API.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RapaioMatMul {
  /// `m × n × k`.
  @Param("64x64x64")
  public String shape = "";
  /// How the factors lie: `T` is a transposed view of a matrix that lies like the other.
  @Param("NN")
  public String layout = "";
  /// Threads.
  @Param({"1", "2"})
  public int threads;

  private DArray<Float> a;
  private DArray<Float> b;

  /// Makes the matrices.
  @Setup
  public void setUp() {
    DArrayManager manager = DArrayManager.base(threads);
    Product product = Product.of(shape, layout);
    DArray<Float> left = matrix(manager, "a", product.left());
    DArray<Float> right = matrix(manager, "b", product.right());
    a = product.leftTransposed() ? left.t() : left;
    b = product.rightTransposed() ? right.t() : right;
  }

  /// One product.
  ///
  /// @return the product
  @Benchmark
  public DArray<Float> product() {
    return a.mm(b);
  }

  private static DArray<Float> matrix(DArrayManager manager, String name, int[] sizes) {
    return manager.stride(DType.FLOAT, Shape.of(sizes), Order.C, Fixtures.normal(name, sizes[0] * sizes[1]));
  }
}
