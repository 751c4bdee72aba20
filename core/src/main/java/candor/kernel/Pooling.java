package candor.kernel;

import java.util.Arrays;

/// Two-dimensional pooling of batch-innermost planes (see [PoolGeometry]) and its adjoints.
///
/// **Specification.** Pixels of a window are visited by row, then column. A maximum is NaN when a pixel is NaN; its
/// place is the first pixel that equals it (the first NaN, if it is NaN), given as the number of pixels before it. An average adds from +0 in that order and
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

  /// Maximum of every window and its place in the window, for a range of planes.
  ///
  /// @param g windows
  /// @param x input
  /// @param xo offset of its first element
  /// @param y maxima
  /// @param yo offset of the first one
  /// @param places places, laid out as `y`
  /// @param po offset of the first one
  /// @param from first plane
  /// @param to end of planes
  public void maxPlaces(PoolGeometry g, float[] x, int xo, float[] y, int yo, float[] places, int po, int from,
      int to) {
    Arrays.fill(places, po + from * g.oh() * g.ow() * g.n(), po + to * g.oh() * g.ow() * g.n(), 0);
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int out = ((p * g.oh() + oy) * g.ow() + ox) * g.n();
          int place = 0;
          Arrays.fill(y, yo + out, yo + out + g.n(), Float.NEGATIVE_INFINITY);
          for (int iy = g.rowStart()[oy]; iy < g.rowEnd()[oy]; iy++) {
            for (int ix = g.colStart()[ox]; ix < g.colEnd()[ox]; ix++) {
              int in = xo + ((p * g.h() + iy) * g.w() + ix) * g.n();
              for (int i = 0; i < g.n(); i++) {
                float best = y[yo + out + i];
                places[po + out + i] = x[in + i] <= best || Float.isNaN(best) ? places[po + out + i] : place;
                y[yo + out + i] = Math.max(best, x[in + i]);
              }
              place++;
            }
          }
        }
      }
    }
  }

  /// Adds each window's gradient to the place of its maximum, for a range of planes.
  ///
  /// @param g windows
  /// @param places places of the maxima
  /// @param po offset of the first one
  /// @param gy gradient of the output, laid out as they are
  /// @param go offset of its first element
  /// @param gx gradient of the input, overwritten
  /// @param xo offset of its first element
  /// @param from first plane
  /// @param to end of planes
  /// @throws IllegalArgumentException if a window has no such place
  public void maxGradient(PoolGeometry g, float[] places, int po, float[] gy, int go, float[] gx, int xo, int from,
      int to) {
    int plane = g.h() * g.w() * g.n();
    Arrays.fill(gx, xo + from * plane, xo + to * plane, 0);
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int out = ((p * g.oh() + oy) * g.ow() + ox) * g.n();
          for (int i = 0; i < g.n(); i++) {
            gx[xo + pixel(g, places[po + out + i], p, oy, ox) + i] += gy[go + out + i];
          }
        }
      }
    }
  }

  /// Reads `v` at the place of each window's maximum, for a range of planes: the adjoint of [#maxGradient].
  ///
  /// @param g windows
  /// @param places places of the maxima
  /// @param po offset of the first one
  /// @param v numbers to pick from, laid out as the input
  /// @param vo offset of its first element
  /// @param y result, laid out as the places
  /// @param yo offset of its first element
  /// @param from first plane
  /// @param to end of planes
  /// @throws IllegalArgumentException if a window has no such place
  public void maxPick(PoolGeometry g, float[] places, int po, float[] v, int vo, float[] y, int yo, int from, int to) {
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int out = ((p * g.oh() + oy) * g.ow() + ox) * g.n();
          for (int i = 0; i < g.n(); i++) {
            y[yo + out + i] = v[vo + pixel(g, places[po + out + i], p, oy, ox) + i];
          }
        }
      }
    }
  }

  /// Where the first image of the pixel at a place of a window lies.
  private static int pixel(PoolGeometry g, double place, int p, int oy, int ox) {
    int rows = g.rowEnd()[oy] - g.rowStart()[oy];
    int columns = g.colEnd()[ox] - g.colStart()[ox];
    int at = (int) place;
    if (at != place || at < 0 || at >= rows * columns) {
      throw new IllegalArgumentException("max pooling: place " + place + " in a window of " + rows + " rows and "
          + columns + " columns, expected 0 to " + (rows * columns - 1));
    }
    return ((p * g.h() + g.rowStart()[oy] + at / columns) * g.w() + g.colStart()[ox] + at % columns) * g.n();
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

  /// Maximum of every window and its place in the window, for a range of planes.
  ///
  /// @param g windows
  /// @param x input
  /// @param xo offset of its first element
  /// @param y maxima
  /// @param yo offset of the first one
  /// @param places places, laid out as `y`
  /// @param po offset of the first one
  /// @param from first plane
  /// @param to end of planes
  public void maxPlaces(PoolGeometry g, double[] x, int xo, double[] y, int yo, double[] places, int po, int from,
      int to) {
    Arrays.fill(places, po + from * g.oh() * g.ow() * g.n(), po + to * g.oh() * g.ow() * g.n(), 0);
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int out = ((p * g.oh() + oy) * g.ow() + ox) * g.n();
          int place = 0;
          Arrays.fill(y, yo + out, yo + out + g.n(), Double.NEGATIVE_INFINITY);
          for (int iy = g.rowStart()[oy]; iy < g.rowEnd()[oy]; iy++) {
            for (int ix = g.colStart()[ox]; ix < g.colEnd()[ox]; ix++) {
              int in = xo + ((p * g.h() + iy) * g.w() + ix) * g.n();
              for (int i = 0; i < g.n(); i++) {
                double best = y[yo + out + i];
                places[po + out + i] = x[in + i] <= best || Double.isNaN(best) ? places[po + out + i] : place;
                y[yo + out + i] = Math.max(best, x[in + i]);
              }
              place++;
            }
          }
        }
      }
    }
  }

  /// Adds each window's gradient to the place of its maximum, for a range of planes.
  ///
  /// @param g windows
  /// @param places places of the maxima
  /// @param po offset of the first one
  /// @param gy gradient of the output, laid out as they are
  /// @param go offset of its first element
  /// @param gx gradient of the input, overwritten
  /// @param xo offset of its first element
  /// @param from first plane
  /// @param to end of planes
  /// @throws IllegalArgumentException if a window has no such place
  public void maxGradient(PoolGeometry g, double[] places, int po, double[] gy, int go, double[] gx, int xo, int from,
      int to) {
    int plane = g.h() * g.w() * g.n();
    Arrays.fill(gx, xo + from * plane, xo + to * plane, 0);
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int out = ((p * g.oh() + oy) * g.ow() + ox) * g.n();
          for (int i = 0; i < g.n(); i++) {
            gx[xo + pixel(g, places[po + out + i], p, oy, ox) + i] += gy[go + out + i];
          }
        }
      }
    }
  }

  /// Reads `v` at the place of each window's maximum, for a range of planes: the adjoint of [#maxGradient].
  ///
  /// @param g windows
  /// @param places places of the maxima
  /// @param po offset of the first one
  /// @param v numbers to pick from, laid out as the input
  /// @param vo offset of its first element
  /// @param y result, laid out as the places
  /// @param yo offset of its first element
  /// @param from first plane
  /// @param to end of planes
  /// @throws IllegalArgumentException if a window has no such place
  public void maxPick(PoolGeometry g, double[] places, int po, double[] v, int vo, double[] y, int yo, int from,
      int to) {
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int out = ((p * g.oh() + oy) * g.ow() + ox) * g.n();
          for (int i = 0; i < g.n(); i++) {
            y[yo + out + i] = v[vo + pixel(g, places[po + out + i], p, oy, ox) + i];
          }
        }
      }
    }
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
