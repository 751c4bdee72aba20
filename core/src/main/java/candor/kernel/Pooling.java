package candor.kernel;

import java.util.Arrays;

/// Two-dimensional pooling of batch-innermost planes (see [PoolGeometry]) and its adjoints.
///
/// **Specification.** Pixels of a window are visited by row, then column. A maximum is NaN when a pixel is NaN; its
/// place is the first pixel that equals it (the first NaN, if it is NaN). An average adds from +0 in that order and
/// divides once. Gradients add the windows' contributions in the order of windows, from +0. Planes are independent, so
/// any split of them gives the same bits.
public class Pooling {
  /// Makes the scalar loops.
  public Pooling() {
  }

  /// Maximum of every window, for a range of planes.
  ///
  /// @param g windows
  /// @param x input
  /// @param xo offset of its first element
  /// @param y output
  /// @param yo offset of its first element
  /// @param from first plane
  /// @param to end of planes
  public void max(PoolGeometry g, float[] x, int xo, float[] y, int yo, int from, int to) {
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int out = yo + ((p * g.oh() + oy) * g.ow() + ox) * g.n();
          Arrays.fill(y, out, out + g.n(), Float.NEGATIVE_INFINITY);
          for (int iy = g.rowStart()[oy]; iy < g.rowEnd()[oy]; iy++) {
            for (int ix = g.colStart()[ox]; ix < g.colEnd()[ox]; ix++) {
              int in = xo + ((p * g.h() + iy) * g.w() + ix) * g.n();
              for (int i = 0; i < g.n(); i++) {
                y[out + i] = Math.max(y[out + i], x[in + i]);
              }
            }
          }
        }
      }
    }
  }

  /// Adds each window's gradient to the place of its maximum, for a range of planes.
  ///
  /// @param g windows
  /// @param x input of the pooling
  /// @param xo offset of its first element
  /// @param y output of the pooling
  /// @param yo offset of its first element
  /// @param gy gradient of the output, laid out as `y`
  /// @param go offset of its first element
  /// @param gx gradient of the input, overwritten
  /// @param gxo offset of its first element
  /// @param from first plane
  /// @param to end of planes
  public void maxGradient(PoolGeometry g, float[] x, int xo, float[] y, int yo, float[] gy, int go, float[] gx,
      int gxo, int from, int to) {
    int plane = g.h() * g.w() * g.n();
    Arrays.fill(gx, gxo + from * plane, gxo + to * plane, 0f);
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int out = ((p * g.oh() + oy) * g.ow() + ox) * g.n();
          for (int i = 0; i < g.n(); i++) {
            int at = place(g, x, xo, y[yo + out + i], p, oy, ox, i);
            gx[gxo + at] += gy[go + out + i];
          }
        }
      }
    }
  }

  /// Reads `v` at the place of each window's maximum, for a range of planes: the adjoint of [#maxGradient].
  ///
  /// @param g windows
  /// @param x input of the pooling
  /// @param xo offset of its first element
  /// @param y output of the pooling
  /// @param yo offset of its first element
  /// @param v numbers to pick from, laid out as `x`
  /// @param vo offset of its first element
  /// @param out result, laid out as `y`
  /// @param oo offset of its first element
  /// @param from first plane
  /// @param to end of planes
  public void maxPick(PoolGeometry g, float[] x, int xo, float[] y, int yo, float[] v, int vo, float[] out, int oo,
      int from, int to) {
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int at = ((p * g.oh() + oy) * g.ow() + ox) * g.n();
          for (int i = 0; i < g.n(); i++) {
            out[oo + at + i] = v[vo + place(g, x, xo, y[yo + at + i], p, oy, ox, i)];
          }
        }
      }
    }
  }

  private static int place(PoolGeometry g, float[] x, int xo, float max, int p, int oy, int ox, int i) {
    for (int iy = g.rowStart()[oy]; iy < g.rowEnd()[oy]; iy++) {
      for (int ix = g.colStart()[ox]; ix < g.colEnd()[ox]; ix++) {
        int in = ((p * g.h() + iy) * g.w() + ix) * g.n() + i;
        float value = x[xo + in];
        if (value == max || Float.isNaN(value)) {
          return in;
        }
      }
    }
    throw new IllegalStateException("max pooling: the output is not the maximum of its window");
  }

  /// Average of every window, for a range of planes.
  ///
  /// @param g windows
  /// @param x input
  /// @param xo offset of its first element
  /// @param y output
  /// @param yo offset of its first element
  /// @param from first plane
  /// @param to end of planes
  public void average(PoolGeometry g, float[] x, int xo, float[] y, int yo, int from, int to) {
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int out = yo + ((p * g.oh() + oy) * g.ow() + ox) * g.n();
          Arrays.fill(y, out, out + g.n(), 0f);
          for (int iy = g.rowStart()[oy]; iy < g.rowEnd()[oy]; iy++) {
            for (int ix = g.colStart()[ox]; ix < g.colEnd()[ox]; ix++) {
              int in = xo + ((p * g.h() + iy) * g.w() + ix) * g.n();
              for (int i = 0; i < g.n(); i++) {
                y[out + i] += x[in + i];
              }
            }
          }
          for (int i = 0; i < g.n(); i++) {
            y[out + i] /= g.count(oy, ox);
          }
        }
      }
    }
  }

  /// Spreads each window's gradient, divided by its count, over its pixels, for a range of planes.
  ///
  /// @param g windows
  /// @param gy gradient of the output
  /// @param go offset of its first element
  /// @param gx gradient of the input, overwritten
  /// @param xo offset of its first element
  /// @param from first plane
  /// @param to end of planes
  public void averageGradient(PoolGeometry g, float[] gy, int go, float[] gx, int xo, int from, int to) {
    int plane = g.h() * g.w() * g.n();
    Arrays.fill(gx, xo + from * plane, xo + to * plane, 0f);
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int out = go + ((p * g.oh() + oy) * g.ow() + ox) * g.n();
          for (int iy = g.rowStart()[oy]; iy < g.rowEnd()[oy]; iy++) {
            for (int ix = g.colStart()[ox]; ix < g.colEnd()[ox]; ix++) {
              int in = xo + ((p * g.h() + iy) * g.w() + ix) * g.n();
              for (int i = 0; i < g.n(); i++) {
                gx[in + i] += gy[out + i] / g.count(oy, ox);
              }
            }
          }
        }
      }
    }
  }

  /// Maximum of every window, for a range of planes.
  ///
  /// @param g windows
  /// @param x input
  /// @param xo offset of its first element
  /// @param y output
  /// @param yo offset of its first element
  /// @param from first plane
  /// @param to end of planes
  public void max(PoolGeometry g, double[] x, int xo, double[] y, int yo, int from, int to) {
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int out = yo + ((p * g.oh() + oy) * g.ow() + ox) * g.n();
          Arrays.fill(y, out, out + g.n(), Double.NEGATIVE_INFINITY);
          for (int iy = g.rowStart()[oy]; iy < g.rowEnd()[oy]; iy++) {
            for (int ix = g.colStart()[ox]; ix < g.colEnd()[ox]; ix++) {
              int in = xo + ((p * g.h() + iy) * g.w() + ix) * g.n();
              for (int i = 0; i < g.n(); i++) {
                y[out + i] = Math.max(y[out + i], x[in + i]);
              }
            }
          }
        }
      }
    }
  }

  /// Adds each window's gradient to the place of its maximum, for a range of planes.
  ///
  /// @param g windows
  /// @param x input of the pooling
  /// @param xo offset of its first element
  /// @param y output of the pooling
  /// @param yo offset of its first element
  /// @param gy gradient of the output, laid out as `y`
  /// @param go offset of its first element
  /// @param gx gradient of the input, overwritten
  /// @param gxo offset of its first element
  /// @param from first plane
  /// @param to end of planes
  public void maxGradient(PoolGeometry g, double[] x, int xo, double[] y, int yo, double[] gy, int go, double[] gx,
      int gxo, int from, int to) {
    int plane = g.h() * g.w() * g.n();
    Arrays.fill(gx, gxo + from * plane, gxo + to * plane, 0.0);
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int out = ((p * g.oh() + oy) * g.ow() + ox) * g.n();
          for (int i = 0; i < g.n(); i++) {
            int at = place(g, x, xo, y[yo + out + i], p, oy, ox, i);
            gx[gxo + at] += gy[go + out + i];
          }
        }
      }
    }
  }

  /// Reads `v` at the place of each window's maximum, for a range of planes: the adjoint of [#maxGradient].
  ///
  /// @param g windows
  /// @param x input of the pooling
  /// @param xo offset of its first element
  /// @param y output of the pooling
  /// @param yo offset of its first element
  /// @param v numbers to pick from, laid out as `x`
  /// @param vo offset of its first element
  /// @param out result, laid out as `y`
  /// @param oo offset of its first element
  /// @param from first plane
  /// @param to end of planes
  public void maxPick(PoolGeometry g, double[] x, int xo, double[] y, int yo, double[] v, int vo, double[] out,
      int oo, int from, int to) {
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int at = ((p * g.oh() + oy) * g.ow() + ox) * g.n();
          for (int i = 0; i < g.n(); i++) {
            out[oo + at + i] = v[vo + place(g, x, xo, y[yo + at + i], p, oy, ox, i)];
          }
        }
      }
    }
  }

  private static int place(PoolGeometry g, double[] x, int xo, double max, int p, int oy, int ox, int i) {
    for (int iy = g.rowStart()[oy]; iy < g.rowEnd()[oy]; iy++) {
      for (int ix = g.colStart()[ox]; ix < g.colEnd()[ox]; ix++) {
        int in = ((p * g.h() + iy) * g.w() + ix) * g.n() + i;
        double value = x[xo + in];
        if (value == max || Double.isNaN(value)) {
          return in;
        }
      }
    }
    throw new IllegalStateException("max pooling: the output is not the maximum of its window");
  }

  /// Average of every window, for a range of planes.
  ///
  /// @param g windows
  /// @param x input
  /// @param xo offset of its first element
  /// @param y output
  /// @param yo offset of its first element
  /// @param from first plane
  /// @param to end of planes
  public void average(PoolGeometry g, double[] x, int xo, double[] y, int yo, int from, int to) {
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int out = yo + ((p * g.oh() + oy) * g.ow() + ox) * g.n();
          Arrays.fill(y, out, out + g.n(), 0.0);
          for (int iy = g.rowStart()[oy]; iy < g.rowEnd()[oy]; iy++) {
            for (int ix = g.colStart()[ox]; ix < g.colEnd()[ox]; ix++) {
              int in = xo + ((p * g.h() + iy) * g.w() + ix) * g.n();
              for (int i = 0; i < g.n(); i++) {
                y[out + i] += x[in + i];
              }
            }
          }
          for (int i = 0; i < g.n(); i++) {
            y[out + i] /= g.count(oy, ox);
          }
        }
      }
    }
  }

  /// Spreads each window's gradient, divided by its count, over its pixels, for a range of planes.
  ///
  /// @param g windows
  /// @param gy gradient of the output
  /// @param go offset of its first element
  /// @param gx gradient of the input, overwritten
  /// @param xo offset of its first element
  /// @param from first plane
  /// @param to end of planes
  public void averageGradient(PoolGeometry g, double[] gy, int go, double[] gx, int xo, int from, int to) {
    int plane = g.h() * g.w() * g.n();
    Arrays.fill(gx, xo + from * plane, xo + to * plane, 0.0);
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int out = go + ((p * g.oh() + oy) * g.ow() + ox) * g.n();
          for (int iy = g.rowStart()[oy]; iy < g.rowEnd()[oy]; iy++) {
            for (int ix = g.colStart()[ox]; ix < g.colEnd()[ox]; ix++) {
              int in = xo + ((p * g.h() + iy) * g.w() + ix) * g.n();
              for (int i = 0; i < g.n(); i++) {
                gx[in + i] += gy[out + i] / g.count(oy, ox);
              }
            }
          }
        }
      }
    }
  }
}
