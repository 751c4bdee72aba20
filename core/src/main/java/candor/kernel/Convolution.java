package candor.kernel;

import java.util.Arrays;

/// Two-dimensional convolution and its two adjoints on batch-innermost activations (see [ConvGeometry]), and the weighted
/// sums of rows that they are made of.
///
/// **Specification.** Output and input gradient: every element is one chain of `Math.fma` from +0 over the pixels of the
/// other side that it sees, row by row, and at each of them over the channels, all ascending. Weight gradient: sixteen
/// virtual lanes over the batch (image `i` in lane `i mod 16`), each a chain of `Math.fma` from +0 over output rows,
/// then columns, then images; the lanes are added in a tree, `lane[j] += lane[j + 8]`, `4`, `2`, `1`. Ranges of
/// channels and rows are independent, so any split of them gives the same bits.
public class Convolution {
  /// Number of virtual lanes of the weight gradient.
  public static final int LANES = 16;

  /// Makes the scalar loops.
  public Convolution() {
  }

  /// Output of the convolution: `y[o, oy, ox] = Σ w[o, c, ky, kx] x[c, iy, ix]`, for a range of output channels and
  /// rows.
  ///
  /// @param g sizes
  /// @param x input
  /// @param xo offset of its first element
  /// @param w weight
  /// @param wo offset of its first element
  /// @param y output
  /// @param yo offset of its first element
  /// @param oFrom first output channel
  /// @param oTo end of output channels
  /// @param rowFrom first output row
  /// @param rowTo end of output rows
  public void forward(ConvGeometry g, float[] x, int xo, float[] w, int wo, float[] y, int yo, int oFrom, int oTo,
      int rowFrom, int rowTo) {
    float[] taps = new float[g.groupInputs() * g.kh() * g.kw()];
    int[] at = new int[taps.length];
    for (int o = oFrom; o < oTo; o++) {
      int c0 = o / g.groupOutputs() * g.groupInputs();
      for (int oy = rowFrom; oy < rowTo; oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int count = 0;
          for (int ky = 0; ky < g.kh(); ky++) {
            int iy = g.inputRow(oy, ky);
            for (int kx = 0; kx < g.kw(); kx++) {
              int ix = g.inputColumn(ox, kx);
              if (iy >= 0 && iy < g.h() && ix >= 0 && ix < g.w()) {
                for (int c = 0; c < g.groupInputs(); c++) {
                  taps[count] = w[wo + ((o * g.groupInputs() + c) * g.kh() + ky) * g.kw() + kx];
                  at[count++] = xo + (((c0 + c) * g.h() + iy) * g.w() + ix) * g.n();
                }
              }
            }
          }
          combine(count, taps, at, 0, x, 0, y, yo + ((o * g.oh() + oy) * g.ow() + ox) * g.n(), g.n());
        }
      }
    }
  }

  /// Gradient for the input, the transposed convolution: `gx[c, iy, ix] = Σ w[o, c, ky, kx] gy[o, oy, ox]`, for a range
  /// of input channels and rows.
  ///
  /// @param g sizes
  /// @param gy gradient of the output
  /// @param go offset of its first element
  /// @param w weight
  /// @param wo offset of its first element
  /// @param gx gradient of the input
  /// @param xo offset of its first element
  /// @param cFrom first input channel
  /// @param cTo end of input channels
  /// @param rowFrom first input row
  /// @param rowTo end of input rows
  public void inputGradient(ConvGeometry g, float[] gy, int go, float[] w, int wo, float[] gx, int xo, int cFrom,
      int cTo, int rowFrom, int rowTo) {
    float[] taps = new float[g.groupOutputs() * g.kh() * g.kw()];
    int[] at = new int[taps.length];
    for (int c = cFrom; c < cTo; c++) {
      int group = c / g.groupInputs();
      for (int iy = rowFrom; iy < rowTo; iy++) {
        for (int ix = 0; ix < g.w(); ix++) {
          int count = 0;
          for (int ky = g.kh() - 1; ky >= 0; ky--) {
            int oy = g.outputRow(iy, ky);
            for (int kx = g.kw() - 1; kx >= 0; kx--) {
              int ox = g.outputColumn(ix, kx);
              if (oy >= 0 && ox >= 0) {
                for (int o = group * g.groupOutputs(); o < (group + 1) * g.groupOutputs(); o++) {
                  taps[count] = w[wo + ((o * g.groupInputs() + c % g.groupInputs()) * g.kh() + ky) * g.kw() + kx];
                  at[count++] = go + ((o * g.oh() + oy) * g.ow() + ox) * g.n();
                }
              }
            }
          }
          combine(count, taps, at, 0, gy, 0, gx, xo + ((c * g.h() + iy) * g.w() + ix) * g.n(), g.n());
        }
      }
    }
  }

  /// Gradient for the weight: `gw[o, c, ky, kx] = Σ gy[o, oy, ox] x[c, iy, ix]` over rows, columns and images, for a
  /// range of output channels.
  ///
  /// @param g sizes
  /// @param x input
  /// @param xo offset of its first element
  /// @param gy gradient of the output
  /// @param go offset of its first element
  /// @param gw gradient of the weight
  /// @param wo offset of its first element
  /// @param oFrom first output channel
  /// @param oTo end of output channels
  public void weightGradient(ConvGeometry g, float[] x, int xo, float[] gy, int go, float[] gw, int wo, int oFrom,
      int oTo) {
    float[] lane = new float[LANES];
    for (int o = oFrom; o < oTo; o++) {
      int c0 = o / g.groupOutputs() * g.groupInputs();
      for (int c = 0; c < g.groupInputs(); c++) {
        for (int ky = 0; ky < g.kh(); ky++) {
          for (int kx = 0; kx < g.kw(); kx++) {
            Arrays.fill(lane, 0f);
            for (int oy = 0; oy < g.oh(); oy++) {
              int iy = g.inputRow(oy, ky);
              for (int ox = 0; ox < g.ow(); ox++) {
                int ix = g.inputColumn(ox, kx);
                if (iy >= 0 && iy < g.h() && ix >= 0 && ix < g.w()) {
                  int in = xo + (((c0 + c) * g.h() + iy) * g.w() + ix) * g.n();
                  int out = go + ((o * g.oh() + oy) * g.ow() + ox) * g.n();
                  multiplyAdd(gy, out, x, in, g.n(), lane);
                }
              }
            }
            gw[wo + ((o * g.groupInputs() + c) * g.kh() + ky) * g.kw() + kx] = tree(lane);
          }
        }
      }
    }
  }

  /// A weighted sum of rows: `y[i] = Σₜ taps[t] x[at[t] + i]`, a chain of `Math.fma` from +0 for every `i`, taps in
  /// order.
  ///
  /// @param count number of taps
  /// @param taps weights
  /// @param at where the row of each tap begins, relative to `xo`
  /// @param first place of the first tap in `taps` and `at`
  /// @param x rows
  /// @param xo offset added to `at`
  /// @param y result
  /// @param yo offset of its first element
  /// @param n length of a row
  public void combine(int count, float[] taps, int[] at, int first, float[] x, int xo, float[] y, int yo, int n) {
    Arrays.fill(y, yo, yo + n, 0f);
    int t = first;
    // Four at a time, so that y is read and written less often.
    for (; t <= first + count - 4; t += 4) {
      float tap0 = taps[t];
      float tap1 = taps[t + 1];
      float tap2 = taps[t + 2];
      float tap3 = taps[t + 3];
      int x0 = xo + at[t];
      int x1 = xo + at[t + 1];
      int x2 = xo + at[t + 2];
      int x3 = xo + at[t + 3];
      for (int i = 0; i < n; i++) {
        float sum = Math.fma(tap1, x[x1 + i], Math.fma(tap0, x[x0 + i], y[yo + i]));
        y[yo + i] = Math.fma(tap3, x[x3 + i], Math.fma(tap2, x[x2 + i], sum));
      }
    }
    for (; t < first + count; t++) {
      for (int i = 0; i < n; i++) {
        y[yo + i] = Math.fma(taps[t], x[xo + at[t] + i], y[yo + i]);
      }
    }
  }

  private static void multiplyAdd(float[] a, int ao, float[] b, int bo, int n, float[] lane) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      for (int j = 0; j < LANES; j++) {
        lane[j] = Math.fma(a[ao + i + j], b[bo + i + j], lane[j]);
      }
    }
    for (; i < n; i++) {
      lane[i % LANES] = Math.fma(a[ao + i], b[bo + i], lane[i % LANES]);
    }
  }

  private static float tree(float[] lane) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int j = 0; j < half; j++) {
        lane[j] += lane[j + half];
      }
    }
    return lane[0];
  }

  /// Output of the convolution: `y[o, oy, ox] = Σ w[o, c, ky, kx] x[c, iy, ix]`, for a range of output channels and
  /// rows.
  ///
  /// @param g sizes
  /// @param x input
  /// @param xo offset of its first element
  /// @param w weight
  /// @param wo offset of its first element
  /// @param y output
  /// @param yo offset of its first element
  /// @param oFrom first output channel
  /// @param oTo end of output channels
  /// @param rowFrom first output row
  /// @param rowTo end of output rows
  public void forward(ConvGeometry g, double[] x, int xo, double[] w, int wo, double[] y, int yo, int oFrom, int oTo,
      int rowFrom, int rowTo) {
    double[] taps = new double[g.groupInputs() * g.kh() * g.kw()];
    int[] at = new int[taps.length];
    for (int o = oFrom; o < oTo; o++) {
      int c0 = o / g.groupOutputs() * g.groupInputs();
      for (int oy = rowFrom; oy < rowTo; oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int count = 0;
          for (int ky = 0; ky < g.kh(); ky++) {
            int iy = g.inputRow(oy, ky);
            for (int kx = 0; kx < g.kw(); kx++) {
              int ix = g.inputColumn(ox, kx);
              if (iy >= 0 && iy < g.h() && ix >= 0 && ix < g.w()) {
                for (int c = 0; c < g.groupInputs(); c++) {
                  taps[count] = w[wo + ((o * g.groupInputs() + c) * g.kh() + ky) * g.kw() + kx];
                  at[count++] = xo + (((c0 + c) * g.h() + iy) * g.w() + ix) * g.n();
                }
              }
            }
          }
          combine(count, taps, at, 0, x, 0, y, yo + ((o * g.oh() + oy) * g.ow() + ox) * g.n(), g.n());
        }
      }
    }
  }

  /// Gradient for the input, the transposed convolution: `gx[c, iy, ix] = Σ w[o, c, ky, kx] gy[o, oy, ox]`, for a range
  /// of input channels and rows.
  ///
  /// @param g sizes
  /// @param gy gradient of the output
  /// @param go offset of its first element
  /// @param w weight
  /// @param wo offset of its first element
  /// @param gx gradient of the input
  /// @param xo offset of its first element
  /// @param cFrom first input channel
  /// @param cTo end of input channels
  /// @param rowFrom first input row
  /// @param rowTo end of input rows
  public void inputGradient(ConvGeometry g, double[] gy, int go, double[] w, int wo, double[] gx, int xo, int cFrom,
      int cTo, int rowFrom, int rowTo) {
    double[] taps = new double[g.groupOutputs() * g.kh() * g.kw()];
    int[] at = new int[taps.length];
    for (int c = cFrom; c < cTo; c++) {
      int group = c / g.groupInputs();
      for (int iy = rowFrom; iy < rowTo; iy++) {
        for (int ix = 0; ix < g.w(); ix++) {
          int count = 0;
          for (int ky = g.kh() - 1; ky >= 0; ky--) {
            int oy = g.outputRow(iy, ky);
            for (int kx = g.kw() - 1; kx >= 0; kx--) {
              int ox = g.outputColumn(ix, kx);
              if (oy >= 0 && ox >= 0) {
                for (int o = group * g.groupOutputs(); o < (group + 1) * g.groupOutputs(); o++) {
                  taps[count] = w[wo + ((o * g.groupInputs() + c % g.groupInputs()) * g.kh() + ky) * g.kw() + kx];
                  at[count++] = go + ((o * g.oh() + oy) * g.ow() + ox) * g.n();
                }
              }
            }
          }
          combine(count, taps, at, 0, gy, 0, gx, xo + ((c * g.h() + iy) * g.w() + ix) * g.n(), g.n());
        }
      }
    }
  }

  /// Gradient for the weight: `gw[o, c, ky, kx] = Σ gy[o, oy, ox] x[c, iy, ix]` over rows, columns and images, for a
  /// range of output channels.
  ///
  /// @param g sizes
  /// @param x input
  /// @param xo offset of its first element
  /// @param gy gradient of the output
  /// @param go offset of its first element
  /// @param gw gradient of the weight
  /// @param wo offset of its first element
  /// @param oFrom first output channel
  /// @param oTo end of output channels
  public void weightGradient(ConvGeometry g, double[] x, int xo, double[] gy, int go, double[] gw, int wo, int oFrom,
      int oTo) {
    double[] lane = new double[LANES];
    for (int o = oFrom; o < oTo; o++) {
      int c0 = o / g.groupOutputs() * g.groupInputs();
      for (int c = 0; c < g.groupInputs(); c++) {
        for (int ky = 0; ky < g.kh(); ky++) {
          for (int kx = 0; kx < g.kw(); kx++) {
            Arrays.fill(lane, 0.0);
            for (int oy = 0; oy < g.oh(); oy++) {
              int iy = g.inputRow(oy, ky);
              for (int ox = 0; ox < g.ow(); ox++) {
                int ix = g.inputColumn(ox, kx);
                if (iy >= 0 && iy < g.h() && ix >= 0 && ix < g.w()) {
                  int in = xo + (((c0 + c) * g.h() + iy) * g.w() + ix) * g.n();
                  int out = go + ((o * g.oh() + oy) * g.ow() + ox) * g.n();
                  multiplyAdd(gy, out, x, in, g.n(), lane);
                }
              }
            }
            gw[wo + ((o * g.groupInputs() + c) * g.kh() + ky) * g.kw() + kx] = tree(lane);
          }
        }
      }
    }
  }

  /// A weighted sum of rows: `y[i] = Σₜ taps[t] x[at[t] + i]`, a chain of `Math.fma` from +0 for every `i`, taps in
  /// order.
  ///
  /// @param count number of taps
  /// @param taps weights
  /// @param at where the row of each tap begins, relative to `xo`
  /// @param first place of the first tap in `taps` and `at`
  /// @param x rows
  /// @param xo offset added to `at`
  /// @param y result
  /// @param yo offset of its first element
  /// @param n length of a row
  public void combine(int count, double[] taps, int[] at, int first, double[] x, int xo, double[] y, int yo, int n) {
    Arrays.fill(y, yo, yo + n, 0.0);
    int t = first;
    // Four at a time, so that y is read and written less often.
    for (; t <= first + count - 4; t += 4) {
      double tap0 = taps[t];
      double tap1 = taps[t + 1];
      double tap2 = taps[t + 2];
      double tap3 = taps[t + 3];
      int x0 = xo + at[t];
      int x1 = xo + at[t + 1];
      int x2 = xo + at[t + 2];
      int x3 = xo + at[t + 3];
      for (int i = 0; i < n; i++) {
        double sum = Math.fma(tap1, x[x1 + i], Math.fma(tap0, x[x0 + i], y[yo + i]));
        y[yo + i] = Math.fma(tap3, x[x3 + i], Math.fma(tap2, x[x2 + i], sum));
      }
    }
    for (; t < first + count; t++) {
      for (int i = 0; i < n; i++) {
        y[yo + i] = Math.fma(taps[t], x[xo + at[t] + i], y[yo + i]);
      }
    }
  }

  private static void multiplyAdd(double[] a, int ao, double[] b, int bo, int n, double[] lane) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      for (int j = 0; j < LANES; j++) {
        lane[j] = Math.fma(a[ao + i + j], b[bo + i + j], lane[j]);
      }
    }
    for (; i < n; i++) {
      lane[i % LANES] = Math.fma(a[ao + i], b[bo + i], lane[i % LANES]);
    }
  }

  private static double tree(double[] lane) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int j = 0; j < half; j++) {
        lane[j] += lane[j + half];
      }
    }
    return lane[0];
  }
}
