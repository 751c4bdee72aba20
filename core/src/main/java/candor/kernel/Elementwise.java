package candor.kernel;

/// Element-wise loops over contiguous arrays; an operand of step 0 is one number repeated.
///
/// Every output element depends on the input elements of the same index alone, so any split of the range gives the same
/// bits.
public class Elementwise {
  /// Makes the scalar loops.
  public Elementwise() {
  }

  /// `y[i] = f(x[i])` for `0 ≤ i < n`.
  ///
  /// @param f function
  /// @param x input
  /// @param xo offset of the first input element
  /// @param y output, may be `x`
  /// @param yo offset of the first output element
  /// @param n number of elements
  public void map(UnaryFn f, float[] x, int xo, float[] y, int yo, int n) {
    UnaryFn.F32 fn = f.f32();
    for (int i = 0; i < n; i++) {
      y[yo + i] = fn.apply(x[xo + i]);
    }
  }

  /// `y[i] = f(x[i])` for `0 ≤ i < n`.
  ///
  /// @param f function
  /// @param x input
  /// @param xo offset of the first input element
  /// @param y output, may be `x`
  /// @param yo offset of the first output element
  /// @param n number of elements
  public void map(UnaryFn f, double[] x, int xo, double[] y, int yo, int n) {
    UnaryFn.F64 fn = f.f64();
    for (int i = 0; i < n; i++) {
      y[yo + i] = fn.apply(x[xo + i]);
    }
  }

  /// `y[i] = f(a[i·as], b[i·bs])` for `0 ≤ i < n`.
  ///
  /// @param f function
  /// @param a first operand
  /// @param ao offset of its first element
  /// @param as its step, 0 or 1
  /// @param b second operand
  /// @param bo offset of its first element
  /// @param bs its step, 0 or 1
  /// @param y output
  /// @param yo offset of the first output element
  /// @param n number of elements
  public void zip(BinaryFn f, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    BinaryFn.F32 fn = f.f32();
    for (int i = 0; i < n; i++) {
      y[yo + i] = fn.apply(a[ao + i * as], b[bo + i * bs]);
    }
  }

  /// `y[i] = f(a[i·as], b[i·bs])` for `0 ≤ i < n`.
  ///
  /// @param f function
  /// @param a first operand
  /// @param ao offset of its first element
  /// @param as its step, 0 or 1
  /// @param b second operand
  /// @param bo offset of its first element
  /// @param bs its step, 0 or 1
  /// @param y output
  /// @param yo offset of the first output element
  /// @param n number of elements
  public void zip(BinaryFn f, double[] a, int ao, int as, double[] b, int bo, int bs, double[] y, int yo, int n) {
    BinaryFn.F64 fn = f.f64();
    for (int i = 0; i < n; i++) {
      y[yo + i] = fn.apply(a[ao + i * as], b[bo + i * bs]);
    }
  }

  /// `y[i] = c[i·cs] ≠ 0 ? a[i·as] : b[i·bs]` for `0 ≤ i < n`.
  ///
  /// @param c condition
  /// @param co offset of its first element
  /// @param cs its step, 0 or 1
  /// @param a value where the condition holds
  /// @param ao offset of its first element
  /// @param as its step, 0 or 1
  /// @param b value elsewhere
  /// @param bo offset of its first element
  /// @param bs its step, 0 or 1
  /// @param y output
  /// @param yo offset of the first output element
  /// @param n number of elements
  public void select(float[] c, int co, int cs, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo,
      int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = c[co + i * cs] != 0 ? a[ao + i * as] : b[bo + i * bs];
    }
  }

  /// `y[i] = c[i·cs] ≠ 0 ? a[i·as] : b[i·bs]` for `0 ≤ i < n`.
  ///
  /// @param c condition
  /// @param co offset of its first element
  /// @param cs its step, 0 or 1
  /// @param a value where the condition holds
  /// @param ao offset of its first element
  /// @param as its step, 0 or 1
  /// @param b value elsewhere
  /// @param bo offset of its first element
  /// @param bs its step, 0 or 1
  /// @param y output
  /// @param yo offset of the first output element
  /// @param n number of elements
  public void select(double[] c, int co, int cs, double[] a, int ao, int as, double[] b, int bo, int bs, double[] y,
      int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = c[co + i * cs] != 0 ? a[ao + i * as] : b[bo + i * bs];
    }
  }
}
