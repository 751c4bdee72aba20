package candor.op;

import candor.kernel.MatrixProduct;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import java.util.Arrays;

/// A right factor of the products of all steps of a recurrence: the recurrent weight, or the part of it that belongs to
/// one mask. It is arranged once for all steps and threads.
interface RecurrentFactor {
  /// `C = A B`, where the rows of A and C are contiguous.
  void multiply(int rows, NdArray a, int ao, int ars, NdArray c, int co, int ldc);

  /// The factors of the steps forwards, `[H, G H]`: with one mask or none a single one, else one for each gate.
  static RecurrentFactor[] forwards(RecurrentSizes sizes, NdArray weight) {
    RecurrentFactor[] factors = new RecurrentFactor[Math.max(1, sizes.masks())];
    NdArray columns = weight.inOrder(1, 0);
    int n = sizes.width() / factors.length;
    Arrays.setAll(factors, m -> of(sizes, n, sizes.units(), columns, m * n, sizes.width()));
    return factors;
  }

  /// The factors of the steps back, `[G H, H]`, as many.
  static RecurrentFactor[] back(RecurrentSizes sizes, NdArray weight) {
    RecurrentFactor[] factors = new RecurrentFactor[Math.max(1, sizes.masks())];
    NdArray rows = weight.rowMajor();
    int k = sizes.width() / factors.length;
    Arrays.setAll(factors, m -> of(sizes, sizes.units(), k, rows, m * k * sizes.units(), sizes.units()));
    return factors;
  }

  private static RecurrentFactor of(RecurrentSizes sizes, int n, int k, NdArray b, int bo, int brs) {
    MatrixProduct kernel = Backend.current().kernels().product();
    int from = b.offset() + bo;
    if (sizes.dtype() == DType.F64) {
      return (rows, a, ao, ars, c, co, ldc) -> kernel.gemm(rows, n, k, a.f64(), a.offset() + ao, ars, 1, b.f64(), from,
          brs, 1, c.f64(), c.offset() + co, ldc);
    }
    MatrixProduct.Right right = kernel.right(n, k, b.f32(), from, brs, sizes.steps() * sizes.samples(),
        count -> NdArray.empty(DType.F32, Shape.of(count)).f32());
    return (rows, a, ao, ars, c, co, ldc) -> right.multiply(rows, a.f32(), a.offset() + ao, ars, 1, c.f32(),
        c.offset() + co, ldc);
  }
}
