package candor.bench.peer;

import candor.bench.Fixtures;
import candor.bench.JvmOptions;
import candor.bench.Product;
import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
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

/// Matrix products by dev.ludovic.netlib, a BLAS in pure Java with the Vector API and one thread. A BLAS counts columns
/// first, so `Cᵀ = Bᵀ Aᵀ` is computed.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NetlibMatMul {
  /// `m × n × k`.
  @Param("64x64x64")
  public String shape = "";
  /// How the factors lie: `T` is a transposed view of a matrix that lies like the other.
  @Param("NN")
  public String layout = "";
  /// Threads, only 1.
  @Param("1")
  public int threads;

  private final BLAS blas = JavaBLAS.getInstance();
  private Product product;
  private float[] a;
  private float[] b;

  /// Makes the matrices.
  @Setup
  public void setUp() {
    product = Product.of(shape, layout);
    a = Fixtures.normal("a", product.m() * product.k());
    b = Fixtures.normal("b", product.k() * product.n());
  }

  /// One product.
  ///
  /// @return the product, row by row
  @Benchmark
  public float[] product() {
    Product p = product;
    float[] c = new float[p.m() * p.n()];
    blas.sgemm(p.rightTransposed() ? "T" : "N", p.leftTransposed() ? "T" : "N", p.n(), p.m(), p.k(), 1, b,
        p.right()[1], a, p.left()[1], 0, c, p.n());
    return c;
  }
}
