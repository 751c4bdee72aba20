package candor.op;

import static org.assertj.core.api.Assertions.assertThat;

import candor.kernel.ConvGeometry;
import candor.kernel.Convolution;
import candor.kernel.DropoutMask;
import candor.kernel.Elementwise;
import candor.kernel.Kernels;
import candor.kernel.MatrixProduct;
import candor.kernel.PoolGeometry;
import candor.kernel.Pooling;
import candor.kernel.UnaryFn;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import candor.tensor.DType;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The large shapes of the table are really split: more threads make more and smaller kernel calls.
class OpSplitTest {
  private final AtomicInteger calls = new AtomicInteger();

  private final Elementwise elementwise = new Elementwise() {
    @Override
    public void map(UnaryFn f, float[] x, int xo, float[] y, int yo, int n) {
      calls.incrementAndGet();
      super.map(f, x, xo, y, yo, n);
    }
  };

  private final MatrixProduct product = new MatrixProduct() {
    @Override
    public void gemm(int m, int n, int k, float[] a, int ao, int ars, int acs, float[] b, int bo, int brs, int bcs,
        float[] c, int co, int ldc) {
      calls.incrementAndGet();
      super.gemm(m, n, k, a, ao, ars, acs, b, bo, brs, bcs, c, co, ldc);
    }
  };

  private final Convolution convolution = new Convolution() {
    @Override
    public void forward(ConvGeometry g, float[] x, int xo, float[] w, int wo, float[] y, int yo, int oFrom, int oTo,
        int rowFrom, int rowTo) {
      calls.incrementAndGet();
      super.forward(g, x, xo, w, wo, y, yo, oFrom, oTo, rowFrom, rowTo);
    }

    @Override
    public void inputGradient(ConvGeometry g, float[] gy, int go, float[] w, int wo, float[] gx, int xo, int cFrom,
        int cTo, int rowFrom, int rowTo) {
      calls.incrementAndGet();
      super.inputGradient(g, gy, go, w, wo, gx, xo, cFrom, cTo, rowFrom, rowTo);
    }

    @Override
    public void weightGradient(ConvGeometry g, float[] x, int xo, float[] gy, int go, float[] gw, int wo, int oFrom,
        int oTo) {
      calls.incrementAndGet();
      super.weightGradient(g, x, xo, gy, go, gw, wo, oFrom, oTo);
    }
  };

  private final Pooling pooling = new Pooling() {
    @Override
    public void max(PoolGeometry g, float[] x, int xo, float[] y, int yo, int from, int to) {
      calls.incrementAndGet();
      super.max(g, x, xo, y, yo, from, to);
    }
  };

  private final DropoutMask dropout = new DropoutMask() {
    @Override
    public void apply(Rule rule, int[] ids, Layout layout, float[] x, int xo, float[] y, int yo, int sampleFrom,
        int sampleTo, int blockFrom, int blockTo) {
      calls.incrementAndGet();
      super.apply(rule, ids, layout, x, xo, y, yo, sampleFrom, sampleTo, blockFrom, blockTo);
    }
  };

  @ParameterizedTest
  @ValueSource(strings = {"exp", "matmul", "matmul batched", "conv2d", "convTranspose2d", "convWeightGradient",
    "maxPool2d", "dropout 0.3", "recurrence lstm"})
  void moreThreadsMakeMoreKernelCalls(String name) {
    OpSpec row = OpTable.ROWS.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    for (String shapes : row.large()) {
      assertThat(calls(row, shapes, 7)).as(shapes).isGreaterThan(calls(row, shapes, 1));
    }
  }

  private int calls(OpSpec row, String shapes, int threads) {
    Kernels counting = new Kernels("counting", elementwise, Kernels.scalar().reduction(), product, convolution, pooling,
        dropout, Kernels.scalar().normalisation(), Kernels.scalar().recurrence(), Kernels.scalar().update());
    calls.set(0);
    try (WorkerPool pool = new WorkerPool(threads)) {
      new Backend(counting, pool).call(() -> row.apply(row.inputs(shapes, DType.F32)));
    }
    return calls.get();
  }
}
