package candor.kernel;

import java.util.Arrays;

/// Two-dimensional convolution and its two adjoints on batch-innermost activations (see [ConvGeometry]).
///
/// **Specification.** Output and input gradient: every element is one chain of `Math.fma` from +0 over the channels of
/// the other side, then `ky`, then `kx`, all ascending; taps that fall outside are skipped. Weight gradient: sixteen
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
    for (int o = oFrom; o < oTo; o++) {
      int c0 = o / g.groupOutputs() * g.groupInputs();
      for (int oy = rowFrom; oy < rowTo; oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int out = yo + ((o * g.oh() + oy) * g.ow() + ox) * g.n();
          Arrays.fill(y, out, out + g.n(), 0f);
          for (int c = 0; c < g.groupInputs(); c++) {
            for (int ky = 0; ky < g.kh(); ky++) {
              int iy = g.inputRow(oy, ky);
              for (int kx = 0; kx < g.kw(); kx++) {
                int ix = g.inputColumn(ox, kx);
                if (iy >= 0 && iy < g.h() && ix >= 0 && ix < g.w()) {
                  float tap = w[wo + ((o * g.groupInputs() + c) * g.kh() + ky) * g.kw() + kx];
                  int in = xo + (((c0 + c) * g.h() + iy) * g.w() + ix) * g.n();
                  for (int i = 0; i < g.n(); i++) {
                    y[out + i] = Math.fma(tap, x[in + i], y[out + i]);
                  }
                }
              }
            }
          }
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
    for (int c = cFrom; c < cTo; c++) {
      int group = c / g.groupInputs();
      for (int iy = rowFrom; iy < rowTo; iy++) {
        for (int ix = 0; ix < g.w(); ix++) {
          int out = xo + ((c * g.h() + iy) * g.w() + ix) * g.n();
          Arrays.fill(gx, out, out + g.n(), 0f);
          for (int o = group * g.groupOutputs(); o < (group + 1) * g.groupOutputs(); o++) {
            for (int ky = 0; ky < g.kh(); ky++) {
              int oy = g.outputRow(iy, ky);
              for (int kx = 0; kx < g.kw(); kx++) {
                int ox = g.outputColumn(ix, kx);
                if (oy >= 0 && ox >= 0) {
                  float tap = w[wo + ((o * g.groupInputs() + c % g.groupInputs()) * g.kh() + ky) * g.kw() + kx];
                  int in = go + ((o * g.oh() + oy) * g.ow() + ox) * g.n();
                  for (int i = 0; i < g.n(); i++) {
                    gx[out + i] = Math.fma(tap, gy[in + i], gx[out + i]);
                  }
                }
              }
            }
          }
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
                  for (int i = 0; i < g.n(); i++) {
                    lane[i % LANES] = Math.fma(gy[out + i], x[in + i], lane[i % LANES]);
                  }
                }
              }
            }
            gw[wo + ((o * g.groupInputs() + c) * g.kh() + ky) * g.kw() + kx] = tree(lane);
          }
        }
      }
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
    for (int o = oFrom; o < oTo; o++) {
      int c0 = o / g.groupOutputs() * g.groupInputs();
      for (int oy = rowFrom; oy < rowTo; oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int out = yo + ((o * g.oh() + oy) * g.ow() + ox) * g.n();
          Arrays.fill(y, out, out + g.n(), 0.0);
          for (int c = 0; c < g.groupInputs(); c++) {
            for (int ky = 0; ky < g.kh(); ky++) {
              int iy = g.inputRow(oy, ky);
              for (int kx = 0; kx < g.kw(); kx++) {
                int ix = g.inputColumn(ox, kx);
                if (iy >= 0 && iy < g.h() && ix >= 0 && ix < g.w()) {
                  double tap = w[wo + ((o * g.groupInputs() + c) * g.kh() + ky) * g.kw() + kx];
                  int in = xo + (((c0 + c) * g.h() + iy) * g.w() + ix) * g.n();
                  for (int i = 0; i < g.n(); i++) {
                    y[out + i] = Math.fma(tap, x[in + i], y[out + i]);
                  }
                }
              }
            }
          }
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
    for (int c = cFrom; c < cTo; c++) {
      int group = c / g.groupInputs();
      for (int iy = rowFrom; iy < rowTo; iy++) {
        for (int ix = 0; ix < g.w(); ix++) {
          int out = xo + ((c * g.h() + iy) * g.w() + ix) * g.n();
          Arrays.fill(gx, out, out + g.n(), 0.0);
          for (int o = group * g.groupOutputs(); o < (group + 1) * g.groupOutputs(); o++) {
            for (int ky = 0; ky < g.kh(); ky++) {
              int oy = g.outputRow(iy, ky);
              for (int kx = 0; kx < g.kw(); kx++) {
                int ox = g.outputColumn(ix, kx);
                if (oy >= 0 && ox >= 0) {
                  double tap = w[wo + ((o * g.groupInputs() + c % g.groupInputs()) * g.kh() + ky) * g.kw() + kx];
                  int in = go + ((o * g.oh() + oy) * g.ow() + ox) * g.n();
                  for (int i = 0; i < g.n(); i++) {
                    gx[out + i] = Math.fma(tap, gy[in + i], gx[out + i]);
                  }
                }
              }
            }
          }
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
                  for (int i = 0; i < g.n(); i++) {
                    lane[i % LANES] = Math.fma(gy[out + i], x[in + i], lane[i % LANES]);
                  }
                }
              }
            }
            gw[wo + ((o * g.groupInputs() + c) * g.kh() + ky) * g.kw() + kx] = tree(lane);
          }
        }
      }
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
