package candor.kernel;

import java.util.Arrays;

/// Dense matrix products.
///
/// **Specification.** `C[i, j]` is one chain of `Math.fma` from +0 with `k` ascending: `c = fma(A[i, 0], B[0, j], +0)`,
/// `c = fma(A[i, 1], B[1, j], c)`, … Blocking over `k` carries `C`; no chain is split, so any split over rows and
/// columns gives the same bits.
public class MatrixProduct {
  /// Makes the scalar loops.
  public MatrixProduct() {
  }

  /// `C = A B` with `A` of size `m × k` under any strides, and `B` (`k × n`) and `C` (`m × n`) with contiguous rows.
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
  /// @param ldb distance between rows of B
  /// @param c result, overwritten
  /// @param co offset of `C[0, 0]`
  /// @param ldc distance between rows of C
  public void gemm(int m, int n, int k, float[] a, int ao, int ars, int acs, float[] b, int bo, int ldb, float[] c,
      int co, int ldc) {
    for (int i = 0; i < m; i++) {
      int ci = co + i * ldc;
      Arrays.fill(c, ci, ci + n, 0f);
      for (int p = 0; p < k; p++) {
        float aip = a[ao + i * ars + p * acs];
        int bp = bo + p * ldb;
        for (int j = 0; j < n; j++) {
          c[ci + j] = Math.fma(aip, b[bp + j], c[ci + j]);
        }
      }
    }
  }

  /// `C = A B` with `A` of size `m × k` under any strides, and `B` (`k × n`) and `C` (`m × n`) with contiguous rows.
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
  /// @param ldb distance between rows of B
  /// @param c result, overwritten
  /// @param co offset of `C[0, 0]`
  /// @param ldc distance between rows of C
  public void gemm(int m, int n, int k, double[] a, int ao, int ars, int acs, double[] b, int bo, int ldb, double[] c,
      int co, int ldc) {
    for (int i = 0; i < m; i++) {
      int ci = co + i * ldc;
      Arrays.fill(c, ci, ci + n, 0.0);
      for (int p = 0; p < k; p++) {
        double aip = a[ao + i * ars + p * acs];
        int bp = bo + p * ldb;
        for (int j = 0; j < n; j++) {
          c[ci + j] = Math.fma(aip, b[bp + j], c[ci + j]);
        }
      }
    }
  }
}
