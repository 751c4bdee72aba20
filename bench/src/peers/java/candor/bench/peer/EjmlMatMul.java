package candor.bench.peer;

import candor.bench.Fixtures;
import candor.bench.JvmOptions;
import candor.bench.Product;
import java.util.concurrent.TimeUnit;
import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Matrix products by EJML, pure Java without the Vector API. It has a method for each layout.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EjmlMatMul {
  /// `m × n × k`.
  @Param("64x64x64")
  public String shape = "";
  /// How the factors lie: `T` is a transposed view of a matrix that lies like the other.
  @Param("NN")
  public String layout = "";
  /// Threads.
  @Param({"1", "2"})
  public int threads;

  private Product product;
  private FMatrixRMaj a;
  private FMatrixRMaj b;

  /// Makes the matrices.
  @Setup
  public void setUp() {
    EjmlConcurrency.USE_CONCURRENT = threads > 1;
    EjmlConcurrency.setMaxThreads(threads);
    product = Product.of(shape, layout);
    a = matrix("a", product.left());
    b = matrix("b", product.right());
  }

  /// One product.
  ///
  /// @return the product
  @Benchmark
  public FMatrixRMaj product() {
    FMatrixRMaj c = new FMatrixRMaj(product.m(), product.n());
    if (product.leftTransposed()) {
      return CommonOps_FDRM.multTransA(a, b, c);
    }
    return product.rightTransposed() ? CommonOps_FDRM.multTransB(a, b, c) : CommonOps_FDRM.mult(a, b, c);
  }

  private static FMatrixRMaj matrix(String name, int[] sizes) {
    return FMatrixRMaj.wrap(sizes[0], sizes[1], Fixtures.normal(name, sizes[0] * sizes[1]));
  }
}
