package candor.kernel;

import java.util.function.IntFunction;

/// Dense matrix products.
///
/// **Specification.** `C[i, j]` is one chain of `Math.fma` from +0 with `k` ascending: `c = fma(A[i, 0], B[0, j], +0)`,
/// `c = fma(A[i, 1], B[1, j], c)`, … Blocking over `k` carries `C`; no chain is split, so any split over rows and
/// columns gives the same bits.
public class MatrixProduct {
  /// Makes the scalar loops.
  public MatrixProduct() {
  }

  /// A right factor of many products, arranged once for all of them. Threads may share it.
  public interface Right {
    /// `C = A B`, with the bits of [MatrixProduct#gemm].
    ///
    /// @param m rows of A and C
    /// @param a left operand
    /// @param ao offset of `A[0, 0]`
    /// @param ars distance between rows of A
    /// @param acs distance between columns of A
    /// @param c result, overwritten
    /// @param co offset of `C[0, 0]`
    /// @param ldc distance between rows of C
    void multiply(int m, float[] a, int ao, int ars, int acs, float[] c, int co, int ldc);
  }

  /// Arranges a right factor with contiguous rows, whose numbers must not change as long as it is used.
  ///
  /// @param n columns of B
  /// @param k rows of B
  /// @param b right operand
  /// @param bo offset of `B[0, 0]`
  /// @param brs distance between rows of B
  /// @param rows rows of A that it will be multiplied with, in all products together
  /// @param memory makes an array of at least as many numbers as asked for, which it may be arranged in
  /// @return the factor
  public Right right(int n, int k, float[] b, int bo, int brs, int rows, IntFunction<float[]> memory) {
    return (m, a, ao, ars, acs, c, co, ldc) -> gemm(m, n, k, a, ao, ars, acs, b, bo, brs, 1, c, co, ldc);
  }

  /// `C = A B` with `A` of size `m × k` and `B` of size `k × n` under any strides, and `C` with contiguous rows.
  ///
  /// @param m rows of A and C
  /// @param n columns of B and C
  /// @param k columns of A, rows of B; when 0, C is filled with +0
  /// @param a left operand
  /// @param ao offset of `A[0, 0]`
  /// @param ars distance between rows of A
  /// @param acs distance between columns of A
  /// @param b right operand
  /// @param bo offset of `B[0, 0]`
  /// @param brs distance between rows of B
  /// @param bcs distance between columns of B
  /// @param c result, overwritten
  /// @param co offset of `C[0, 0]`
  /// @param ldc distance between rows of C
  public void gemm(int m, int n, int k, float[] a, int ao, int ars, int acs, float[] b, int bo, int brs, int bcs,
      float[] c, int co, int ldc) {
    boolean direct = bcs == 1;
    RowSums.F32 sums = RowSums.F32.own();
    float[] rows = direct ? b : sums.contiguous(n, k, b, bo, brs, bcs);
    Terms terms = Terms.evenly(k, acs, direct ? brs : n);
    sums.run(terms, m, n, a, ao, ars, rows, direct ? bo : 0, c, co, ldc);
  }

  /// `C = A B` with `A` of size `m × k` and `B` of size `k × n` under any strides, and `C` with contiguous rows.
  ///
  /// @param m rows of A and C
  /// @param n columns of B and C
  /// @param k columns of A, rows of B; when 0, C is filled with +0
  /// @param a left operand
  /// @param ao offset of `A[0, 0]`
  /// @param ars distance between rows of A
  /// @param acs distance between columns of A
  /// @param b right operand
  /// @param bo offset of `B[0, 0]`
  /// @param brs distance between rows of B
  /// @param bcs distance between columns of B
  /// @param c result, overwritten
  /// @param co offset of `C[0, 0]`
  /// @param ldc distance between rows of C
  public void gemm(int m, int n, int k, double[] a, int ao, int ars, int acs, double[] b, int bo, int brs, int bcs,
      double[] c, int co, int ldc) {
    boolean direct = bcs == 1;
    RowSums.F64 sums = RowSums.F64.own();
    double[] rows = direct ? b : sums.contiguous(n, k, b, bo, brs, bcs);
    Terms terms = Terms.evenly(k, acs, direct ? brs : n);
    sums.run(terms, m, n, a, ao, ars, rows, direct ? bo : 0, c, co, ldc);
  }
}
