package candor.kernel;

/// The loops of batch normalisation: along rows of contiguous numbers that belong to one feature, or across columns, with
/// one number of every feature in a row.
///
/// **Sums** are ordered as in [Reduction], with a fused multiply-add for each element. In a row, virtual lane `j` of
/// [Reduction#LANES] takes the elements `j, j + 64, …` in that order from +0; then the lanes are added in the same tree.
/// Down columns, blocks of [Reduction#BLOCK] rows each begin at +0, and the blocks' sums are added in order.
public class Normalisation {
  private static final int LANES = Reduction.LANES;

  /// Makes the scalar loops.
  public Normalisation() {
  }

  /// Co-moment `Σ (a − p)(b − q)` of two rows of `n` contiguous numbers.
  ///
  /// @param a first row
  /// @param ao offset of its first element
  /// @param p centre of the first row
  /// @param b second row
  /// @param bo offset of its first element
  /// @param q centre of the second row
  /// @param n number of elements
  /// @return the sum, +0 when `n` is 0
  public float comoment(float[] a, int ao, float p, float[] b, int bo, float q, int n) {
    float[] lane = new float[LANES];
    for (int i = 0; i < n; i++) {
      lane[i % LANES] = Math.fma(a[ao + i] - p, b[bo + i] - q, lane[i % LANES]);
    }
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int j = 0; j < half; j++) {
        lane[j] += lane[j + half];
      }
    }
    return lane[0];
  }

  /// Co-moment `Σ (a − p)(b − q)` of two rows of `n` contiguous numbers.
  ///
  /// @param a first row
  /// @param ao offset of its first element
  /// @param p centre of the first row
  /// @param b second row
  /// @param bo offset of its first element
  /// @param q centre of the second row
  /// @param n number of elements
  /// @return the sum, +0 when `n` is 0
  public double comoment(double[] a, int ao, double p, double[] b, int bo, double q, int n) {
    double[] lane = new double[LANES];
    for (int i = 0; i < n; i++) {
      lane[i % LANES] = Math.fma(a[ao + i] - p, b[bo + i] - q, lane[i % LANES]);
    }
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int j = 0; j < half; j++) {
        lane[j] += lane[j + half];
      }
    }
    return lane[0];
  }

  /// `y = fma(x − mean, scale, shift)`.
  ///
  /// @param x input
  /// @param xo offset of the first element
  /// @param mean mean of the row
  /// @param scale factor
  /// @param shift summand
  /// @param y output
  /// @param yo offset of the first output element
  /// @param n number of elements
  public void standardise(float[] x, int xo, float mean, float scale, float shift, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.fma(x[xo + i] - mean, scale, shift);
    }
  }

  /// `y = fma(x − mean, scale, shift)`.
  ///
  /// @param x input
  /// @param xo offset of the first element
  /// @param mean mean of the row
  /// @param scale factor
  /// @param shift summand
  /// @param y output
  /// @param yo offset of the first output element
  /// @param n number of elements
  public void standardise(double[] x, int xo, double mean, double scale, double shift, double[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.fma(x[xo + i] - mean, scale, shift);
    }
  }

  /// `y = (fma(x − mean, slope, g) − centre) · scale`, the gradient of a row that was standardised by its own mean and
  /// variance.
  ///
  /// @param g gradient of the output
  /// @param go offset of its first element
  /// @param centre mean of the gradient
  /// @param x input
  /// @param xo offset of its first element
  /// @param mean mean of the input
  /// @param slope how much of the deviation is added
  /// @param scale factor
  /// @param y gradient of the input
  /// @param yo offset of its first element
  /// @param n number of elements
  public void gradient(float[] g, int go, float centre, float[] x, int xo, float mean, float slope, float scale,
      float[] y, int yo,
      int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = (Math.fma(x[xo + i] - mean, slope, g[go + i]) - centre) * scale;
    }
  }

  /// `y = (fma(x − mean, slope, g) − centre) · scale`, the gradient of a row that was standardised by its own mean and
  /// variance.
  ///
  /// @param g gradient of the output
  /// @param go offset of its first element
  /// @param centre mean of the gradient
  /// @param x input
  /// @param xo offset of its first element
  /// @param mean mean of the input
  /// @param slope how much of the deviation is added
  /// @param scale factor
  /// @param y gradient of the input
  /// @param yo offset of its first element
  /// @param n number of elements
  public void gradient(double[] g, int go, double centre, double[] x, int xo, double mean, double slope, double scale,
      double[] y, int yo,
      int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = (Math.fma(x[xo + i] - mean, slope, g[go + i]) - centre) * scale;
    }
  }

  /// Co-moments `y[j] = Σᵢ (a[i, j] − p[j])(b[i, j] − q[j])` of `width` columns of two matrices of the same layout.
  ///
  /// @param a first matrix
  /// @param ao offset of its first element
  /// @param p centres of its columns
  /// @param b second matrix
  /// @param bo offset of its first element
  /// @param q centres of its columns
  /// @param so offset of the first centre
  /// @param n number of rows
  /// @param stride distance between rows
  /// @param width number of columns
  /// @param y output
  /// @param yo offset of its first element
  public void comomentColumns(float[] a, int ao, float[] p, float[] b, int bo, float[] q, int so, int n, int stride,
      int width, float[] y, int yo) {
    for (int j = 0; j < width; j++) {
      float total = 0;
      for (int start = 0; start < n; start += Reduction.BLOCK) {
        float block = 0;
        for (int i = start; i < Math.min(n, start + Reduction.BLOCK); i++) {
          int at = i * stride + j;
          block = Math.fma(a[ao + at] - p[so + j], b[bo + at] - q[so + j], block);
        }
        total += block;
      }
      y[yo + j] = total;
    }
  }

  /// Co-moments `y[j] = Σᵢ (a[i, j] − p[j])(b[i, j] − q[j])` of `width` columns of two matrices of the same layout.
  ///
  /// @param a first matrix
  /// @param ao offset of its first element
  /// @param p centres of its columns
  /// @param b second matrix
  /// @param bo offset of its first element
  /// @param q centres of its columns
  /// @param so offset of the first centre
  /// @param n number of rows
  /// @param stride distance between rows
  /// @param width number of columns
  /// @param y output
  /// @param yo offset of its first element
  public void comomentColumns(double[] a, int ao, double[] p, double[] b, int bo, double[] q, int so, int n, int stride,
      int width, double[] y, int yo) {
    for (int j = 0; j < width; j++) {
      double total = 0;
      for (int start = 0; start < n; start += Reduction.BLOCK) {
        double block = 0;
        for (int i = start; i < Math.min(n, start + Reduction.BLOCK); i++) {
          int at = i * stride + j;
          block = Math.fma(a[ao + at] - p[so + j], b[bo + at] - q[so + j], block);
        }
        total += block;
      }
      y[yo + j] = total;
    }
  }

  /// `y = fma(x − mean, scale, shift)`, every element with numbers of its own.
  ///
  /// @param x input
  /// @param xo offset of the first element
  /// @param mean means
  /// @param scale factors
  /// @param shift summands
  /// @param y output
  /// @param yo offset of the first output element
  /// @param n number of elements
  public void standardise(float[] x, int xo, float[] mean, float[] scale, float[] shift, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.fma(x[xo + i] - mean[i], scale[i], shift[i]);
    }
  }

  /// `y = fma(x − mean, scale, shift)`, every element with numbers of its own.
  ///
  /// @param x input
  /// @param xo offset of the first element
  /// @param mean means
  /// @param scale factors
  /// @param shift summands
  /// @param y output
  /// @param yo offset of the first output element
  /// @param n number of elements
  public void standardise(double[] x, int xo, double[] mean, double[] scale, double[] shift, double[] y, int yo,
      int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.fma(x[xo + i] - mean[i], scale[i], shift[i]);
    }
  }

  /// `y = (fma(x − mean, slope, g) − centre) · scale`, every element with numbers of its own.
  ///
  /// @param g gradient of the output
  /// @param go offset of its first element
  /// @param centre means of the gradient
  /// @param x input
  /// @param xo offset of its first element
  /// @param mean means of the input
  /// @param slope how much of the deviation is added
  /// @param scale factors
  /// @param y gradient of the input
  /// @param yo offset of its first element
  /// @param n number of elements
  public void gradient(float[] g, int go, float[] centre, float[] x, int xo, float[] mean, float[] slope, float[] scale,
      float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = (Math.fma(x[xo + i] - mean[i], slope[i], g[go + i]) - centre[i]) * scale[i];
    }
  }

  /// `y = (fma(x − mean, slope, g) − centre) · scale`, every element with numbers of its own.
  ///
  /// @param g gradient of the output
  /// @param go offset of its first element
  /// @param centre means of the gradient
  /// @param x input
  /// @param xo offset of its first element
  /// @param mean means of the input
  /// @param slope how much of the deviation is added
  /// @param scale factors
  /// @param y gradient of the input
  /// @param yo offset of its first element
  /// @param n number of elements
  public void gradient(double[] g, int go, double[] centre, double[] x, int xo, double[] mean, double[] slope,
      double[] scale,
      double[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = (Math.fma(x[xo + i] - mean[i], slope[i], g[go + i]) - centre[i]) * scale[i];
    }
  }
}
