package candor.op;

import candor.autograd.Saved;
import candor.kernel.MatrixProduct;
import candor.parallel.Bands;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;

/// `C = A B` over the last two axes, leading axes broadcast; gradients `G Bᵀ` and `Aᵀ G`.
///
/// Where that fills the kernel's tiles better, the transposed product `Cᵀ = Bᵀ Aᵀ` is computed; its numbers have the same
/// bits, because every element is the same chain of fused multiply-adds.
public record MatMul() implements Op.Binary {
  private static final int LANES = 16;
  private static final int WIDE = 32;
  private static final int HIGH = 4;
  /// Multiply-adds below which another thread costs more than it brings.
  private static final int GRAIN = 1 << 18;

  @Override
  public NdArray eval(NdArray a, NdArray b) {
    check(a, b);
    int rank = Math.max(a.shape().rank(), b.shape().rank());
    Shape batch = Shape.broadcast("matmul", lead(a.shape()), lead(b.shape()));
    NdArray left = a.expand(join(batch, a.shape()));
    NdArray right = b.expand(join(batch, b.shape()));
    if (!isTransposedBetter(a.shape().size(-2), b.shape().size(-1))) {
      return product(left, right, batch);
    }
    int[] swap = new int[rank];
    Arrays.setAll(swap, i -> i);
    swap[rank - 2] = rank - 1;
    swap[rank - 1] = rank - 2;
    return product(right.permute(swap), left.permute(swap), batch).permute(swap);
  }

  /// One for every element of the result and every column of the left factor.
  @Override
  public long multiplyAdds(NdArray[] x, NdArray y) {
    return (long) y.count() * x[0].shape().size(-1);
  }

  @Override
  public Keep keep() {
    return Keep.INPUTS;
  }

  @Override
  public boolean broadcasts() {
    return true;
  }

  @Override
  public Tensor vjpLeft(Tensor g, Saved s) {
    return product(g, s.input(1).transpose(), s.input(0));
  }

  @Override
  public Tensor vjpRight(Tensor g, Saved s) {
    return product(s.input(0).transpose(), g, s.input(1));
  }

  /// A product that lies in memory like another matrix of its shape, unless tiles say otherwise: gradients of a factor are
  /// added to each other, and what comes before it wants them as it gave the factor.
  private static Tensor product(Tensor a, Tensor b, Tensor like) {
    NdArray order = like.array();
    return order.stride(order.shape().rank() - 2) < order.stride(order.shape().rank() - 1)
        ? b.transpose().matmul(a.transpose()).transpose()
        : a.matmul(b);
  }

  private static void check(NdArray a, NdArray b) {
    Loops.requireFloating("matmul", a);
    boolean fits = a.dtype() == b.dtype() && a.shape().rank() >= 2 && b.shape().rank() >= 2
        && a.shape().size(-1) == b.shape().size(-2);
    if (!fits) {
      throw new IllegalArgumentException(
          "matmul: cannot multiply " + a.dtype() + a.shape() + " and " + b.dtype() + b.shape()
              + ", expected one type, and as many columns on the left as rows on the right");
    }
  }

  private static Shape lead(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
  }

  private static Shape join(Shape batch, Shape matrix) {
    int[] result = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
    result[batch.rank()] = matrix.size(-2);
    result[batch.rank() + 1] = matrix.size(-1);
    return Shape.of(result);
  }

  /// The kernel computes whole tiles, [#WIDE] columns by [#HIGH] rows; either order packs the same numbers. Where they
  /// differ little, the result keeps the order of its axes. Depends on shapes alone, so the choice is the same for all
  /// kernels.
  private static boolean isTransposedBetter(int m, int n) {
    return 10 * tiles(n, m) < 9 * tiles(m, n);
  }

  private static long tiles(int rows, int columns) {
    long down = Math.ceilDiv(rows, HIGH);
    return down * Math.ceilDiv(columns, WIDE);
  }

  private static NdArray product(NdArray a, NdArray b, Shape batch) {
    NdArray c = NdArray.empty(a.dtype(), join(batch, a.shape()).with(-1, b.shape().size(-1)));
    for (int i = 0; i < batch.count(); i++) {
      int[] index = index(batch, i);
      matrix(a, b, c, at(a, index), at(b, index), at(c, index));
    }
    return c;
  }

  private static int[] index(Shape batch, int i) {
    int[] index = new int[batch.rank()];
    int rest = i;
    for (int d = batch.rank() - 1; d >= 0; d--) {
      index[d] = rest % batch.size(d);
      rest /= batch.size(d);
    }
    return index;
  }

  private static int at(NdArray x, int[] index) {
    int at = x.offset();
    for (int d = 0; d < index.length; d++) {
      at += index[d] * x.stride(d);
    }
    return at;
  }

  /// One product, split over its longer side.
  private static void matrix(NdArray a, NdArray b, NdArray c, int ao, int bo, int co) {
    int m = c.shape().size(-2);
    int n = c.shape().size(-1);
    int k = a.shape().size(-1);
    Backend backend = Backend.current();
    int bands = Bands.count((long) m * n * k, GRAIN, backend.threads());
    boolean rows = m >= n;
    backend.pool().run(bands, band -> {
      int from = Bands.start(rows ? m : n, bands, band, LANES);
      int size = Bands.start(rows ? m : n, bands, band + 1, LANES) - from;
      if (rows) {
        gemm(backend.kernels().product(), size, n, k, a, ao + from * a.stride(a.shape().rank() - 2), b, bo, c,
            co + from * n);
      } else {
        gemm(backend.kernels().product(), m, size, k, a, ao, b, bo + from * b.stride(b.shape().rank() - 1), c,
            co + from);
      }
    });
  }

  private static void gemm(MatrixProduct kernel, int m, int n, int k, NdArray a, int ao, NdArray b, int bo, NdArray c,
      int co) {
    int ars = a.stride(a.shape().rank() - 2);
    int acs = a.stride(a.shape().rank() - 1);
    int brs = b.stride(b.shape().rank() - 2);
    int bcs = n == 1 ? 1 : b.stride(b.shape().rank() - 1);
    int ldc = c.shape().size(-1);
    if (c.dtype() == DType.F32) {
      kernel.gemm(m, n, k, a.f32(), ao, ars, acs, b.f32(), bo, brs, bcs, c.f32(), co, ldc);
    } else {
      kernel.gemm(m, n, k, a.f64(), ao, ars, acs, b.f64(), bo, brs, bcs, c.f64(), co, ldc);
    }
  }
}
