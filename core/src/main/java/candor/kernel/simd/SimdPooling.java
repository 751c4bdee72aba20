package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import candor.kernel.PoolGeometry;
import candor.kernel.Pooling;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Pooling with images in the vector lanes. For batches smaller than a vector the maximum runs along the rows of a plane,
/// and the other loops are scalar.
///
/// The last vector of a pixel ends with its images, so it may repeat some of the one before: results are simply written
/// again, and what is added to gradients is +0 for those (no sum that begins at +0 is ever −0, so adding +0 changes
/// nothing).
final class SimdPooling extends Pooling {
  @Override
  public void max(PoolGeometry g, float[] x, int xo, float[] y, int yo, int from, int to) {
    if (g.n() < WIDTH) {
      maxNarrow(g, x, xo, y, yo, from, to);
      return;
    }
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int in = xo + input(g, p, oy, ox);
          int out = yo + output(g, p, oy, ox);
          maxWindow(g.n(), x, in, rows(g, oy), columns(g, ox), g.w() * g.n(), y, out);
        }
      }
    }
  }

  /// Few images: vectors along the rows of a plane, of which the largest number of each column is found first.
  private static void maxNarrow(PoolGeometry g, float[] x, int xo, float[] y, int yo, int from, int to) {
    int row = g.w() * g.n();
    float[] highest = Scratch.own().copy.atLeast(row);
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        int in = xo + (p * g.h() + g.rowStart()[oy]) * row;
        highest(row, x, in, rows(g, oy), row, highest);
        int out = yo + output(g, p, oy, 0);
        for (int ox = 0; ox < g.ow(); ox++) {
          int first = g.colStart()[ox] * g.n();
          for (int i = 0; i < g.n(); i++) {
            y[out + ox * g.n() + i] = largest(highest, first + i, columns(g, ox), g.n());
          }
        }
      }
    }
  }

  private static void highest(int n, float[] x, int xo, int rows, int row, float[] y) {
    if (n < WIDTH) {
      for (int j = 0; j < n; j++) {
        y[j] = largest(x, xo + j, rows, row);
      }
      return;
    }
    for (int next = 0; next < n; next += WIDTH) {
      int j = Math.min(next, n - WIDTH);
      FloatVector best = broadcast(SPECIES, Float.NEGATIVE_INFINITY);
      for (int r = 0; r < rows; r++) {
        best = best.max(fromArray(SPECIES, x, xo + r * row + j));
      }
      best.intoArray(y, j);
    }
  }

  private static float largest(float[] x, int xo, int n, int step) {
    float best = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      best = Math.max(best, x[xo + i * step]);
    }
    return best;
  }

  /// Place of the first number of a window.
  private static int input(PoolGeometry g, int p, int oy, int ox) {
    return ((p * g.h() + g.rowStart()[oy]) * g.w() + g.colStart()[ox]) * g.n();
  }

  private static int output(PoolGeometry g, int p, int oy, int ox) {
    return ((p * g.oh() + oy) * g.ow() + ox) * g.n();
  }

  private static int rows(PoolGeometry g, int oy) {
    return g.rowEnd()[oy] - g.rowStart()[oy];
  }

  private static int columns(PoolGeometry g, int ox) {
    return g.colEnd()[ox] - g.colStart()[ox];
  }

  private static void maxWindow(int n, float[] x, int xo, int rows, int columns, int row, float[] y, int yo) {
    if (rows == 2 && columns == 2) {
      maxOfFour(n, x, xo, xo + row, y, yo);
      return;
    }
    for (int next = 0; next < n; next += WIDTH) {
      int i = Math.min(next, n - WIDTH);
      FloatVector best = broadcast(SPECIES, Float.NEGATIVE_INFINITY);
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          best = best.max(fromArray(SPECIES, x, xo + r * row + c * n + i));
        }
      }
      best.intoArray(y, yo + i);
    }
  }

  /// A window of two by two, the usual one, whose rows begin at `top` and `bottom`.
  private static void maxOfFour(int n, float[] x, int top, int bottom, float[] y, int yo) {
    for (int next = 0; next < n; next += WIDTH) {
      int i = Math.min(next, n - WIDTH);
      FloatVector upper = fromArray(SPECIES, x, top + i).max(fromArray(SPECIES, x, top + n + i));
      FloatVector lower = fromArray(SPECIES, x, bottom + i).max(fromArray(SPECIES, x, bottom + n + i));
      upper.max(lower).intoArray(y, yo + i);
    }
  }

  @Override
  public void maxPlaces(PoolGeometry g, float[] x, int xo, float[] y, int yo, float[] places, int po, int from,
      int to) {
    if (g.n() < WIDTH) {
      super.maxPlaces(g, x, xo, y, yo, places, po, from, to);
      return;
    }
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int in = xo + input(g, p, oy, ox);
          int out = output(g, p, oy, ox);
          maxWindow(g.n(), x, in, rows(g, oy), columns(g, ox), g.w() * g.n(), y, yo + out, places, po + out);
        }
      }
    }
  }

  private static void maxWindow(int n, float[] x, int xo, int rows, int columns, int row, float[] y, int yo,
      float[] places, int po) {
    if (rows == 2 && columns == 2) {
      maxOfFour(n, x, xo, xo + row, y, yo, places, po);
      return;
    }
    for (int next = 0; next < n; next += WIDTH) {
      int i = Math.min(next, n - WIDTH);
      FloatVector best = broadcast(SPECIES, Float.NEGATIVE_INFINITY);
      FloatVector place = broadcast(SPECIES, 0);
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          FloatVector v = fromArray(SPECIES, x, xo + r * row + c * n + i);
          place = broadcast(SPECIES, r * columns + c).blend(place, precedes(best, v));
          best = best.max(v);
        }
      }
      best.intoArray(y, yo + i);
      place.intoArray(places, po + i);
    }
  }

  /// Two pairs, then their winners: each place still is that of the first number that no later one exceeds.
  private static void maxOfFour(int n, float[] x, int top, int bottom, float[] y, int yo, float[] places, int po) {
    for (int next = 0; next < n; next += WIDTH) {
      int i = Math.min(next, n - WIDTH);
      FloatVector a = fromArray(SPECIES, x, top + i);
      FloatVector b = fromArray(SPECIES, x, top + n + i);
      FloatVector c = fromArray(SPECIES, x, bottom + i);
      FloatVector d = fromArray(SPECIES, x, bottom + n + i);
      FloatVector upper = a.max(b);
      FloatVector lower = c.max(d);
      FloatVector above = broadcast(SPECIES, 1).blend(0, precedes(a, b));
      FloatVector below = broadcast(SPECIES, 3).blend(2, precedes(c, d));
      upper.max(lower).intoArray(y, yo + i);
      below.blend(above, precedes(upper, lower)).intoArray(places, po + i);
    }
  }

  /// Where the first of two numbers is the maximum's place: the other one is not larger, or the first is NaN.
  private static VectorMask<Float> precedes(FloatVector first, FloatVector second) {
    return second.compare(VectorOperators.LE, first).or(first.compare(VectorOperators.NE, first));
  }

  @Override
  public void maxGradient(PoolGeometry g, float[] places, int po, float[] gy, int go, float[] gx, int xo, int from,
      int to) {
    boolean isDone = g.n() >= WIDTH;
    boolean tiling = g.isTiling();
    int plane = g.h() * g.w() * g.n();
    if (isDone && !tiling) {
      Arrays.fill(gx, xo + from * plane, xo + to * plane, 0f);
    }
    for (int p = from; p < to && isDone; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int in = xo + input(g, p, oy, ox);
          int out = output(g, p, oy, ox);
          int rows = rows(g, oy);
          int columns = columns(g, ox);
          isDone &= tiling
              ? placeWindow(g.n(), places, po + out, gy, go + out, gx, in, rows, columns, g.w() * g.n())
              : scatterWindow(g.n(), places, po + out, gy, go + out, gx, in, rows, columns, g.w() * g.n());
        }
      }
    }
    if (!isDone) {
      super.maxGradient(g, places, po, gy, go, gx, xo, from, to);
    }
  }

  /// Windows that share no pixel write each of theirs once: the gradient plus +0, as it would be if it were added. Returns
  /// whether all places exist.
  private static boolean placeWindow(int n, float[] places, int po, float[] gy, int go, float[] gx, int xo, int rows,
      int columns, int row) {
    if (rows == 2 && columns == 2) {
      return placeInFour(n, places, po, gy, go, gx, xo, xo + row);
    }
    FloatVector zero = broadcast(SPECIES, 0);
    boolean isDone = true;
    for (int next = 0; next < n; next += WIDTH) {
      int i = Math.min(next, n - WIDTH);
      FloatVector place = fromArray(SPECIES, places, po + i);
      FloatVector gradient = fromArray(SPECIES, gy, go + i).add(zero);
      VectorMask<Float> found = SPECIES.maskAll(false);
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          VectorMask<Float> here = place.compare(VectorOperators.EQ, (float) (r * columns + c));
          zero.blend(gradient, here).intoArray(gx, xo + r * row + c * n + i);
          found = found.or(here);
        }
      }
      isDone &= found.allTrue();
    }
    return isDone;
  }

  /// The same for a window of two by two, without loops inside.
  private static boolean placeInFour(int n, float[] places, int po, float[] gy, int go, float[] gx, int top,
      int bottom) {
    FloatVector zero = broadcast(SPECIES, 0);
    boolean isDone = true;
    for (int next = 0; next < n; next += WIDTH) {
      int i = Math.min(next, n - WIDTH);
      FloatVector place = fromArray(SPECIES, places, po + i);
      FloatVector gradient = fromArray(SPECIES, gy, go + i).add(zero);
      VectorMask<Float> a = place.compare(VectorOperators.EQ, 0f);
      VectorMask<Float> b = place.compare(VectorOperators.EQ, 1f);
      VectorMask<Float> c = place.compare(VectorOperators.EQ, 2f);
      VectorMask<Float> d = place.compare(VectorOperators.EQ, 3f);
      zero.blend(gradient, a).intoArray(gx, top + i);
      zero.blend(gradient, b).intoArray(gx, top + n + i);
      zero.blend(gradient, c).intoArray(gx, bottom + i);
      zero.blend(gradient, d).intoArray(gx, bottom + n + i);
      isDone &= a.or(b).or(c.or(d)).allTrue();
    }
    return isDone;
  }

  private static boolean scatterWindow(int n, float[] places, int po, float[] gy, int go, float[] gx, int xo, int rows,
      int columns, int row) {
    FloatVector zero = broadcast(SPECIES, 0);
    boolean isDone = true;
    for (int next = 0; next < n; next += WIDTH) {
      int i = Math.min(next, n - WIDTH);
      FloatVector place = fromArray(SPECIES, places, po + i);
      FloatVector gradient = fresh(fromArray(SPECIES, gy, go + i), next - i);
      VectorMask<Float> found = SPECIES.maskAll(false);
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          int at = xo + r * row + c * n + i;
          VectorMask<Float> here = place.compare(VectorOperators.EQ, (float) (r * columns + c));
          fromArray(SPECIES, gx, at).add(zero.blend(gradient, here)).intoArray(gx, at);
          found = found.or(here);
        }
      }
      isDone &= found.allTrue();
    }
    return isDone;
  }

  /// The vector with +0 in its first `done` lanes.
  private static FloatVector fresh(FloatVector v, int done) {
    return done == 0 ? v : v.blend(0f, SPECIES.indexInRange(0, done));
  }

  @Override
  public void maxPick(PoolGeometry g, float[] places, int po, float[] v, int vo, float[] y, int yo, int from, int to) {
    boolean isDone = g.n() >= WIDTH;
    for (int p = from; p < to && isDone; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int in = vo + input(g, p, oy, ox);
          int out = output(g, p, oy, ox);
          isDone &=
              gatherWindow(g.n(), places, po + out, v, in, rows(g, oy), columns(g, ox), g.w() * g.n(), y, yo + out);
        }
      }
    }
    if (!isDone) {
      super.maxPick(g, places, po, v, vo, y, yo, from, to);
    }
  }

  private static boolean gatherWindow(int n, float[] places, int po, float[] v, int vo, int rows, int columns, int row,
      float[] y, int yo) {
    FloatVector zero = broadcast(SPECIES, 0);
    boolean isDone = true;
    for (int next = 0; next < n; next += WIDTH) {
      int i = Math.min(next, n - WIDTH);
      FloatVector place = fromArray(SPECIES, places, po + i);
      FloatVector picked = zero;
      VectorMask<Float> found = SPECIES.maskAll(false);
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          VectorMask<Float> here = place.compare(VectorOperators.EQ, (float) (r * columns + c));
          picked = picked.blend(fromArray(SPECIES, v, vo + r * row + c * n + i), here);
          found = found.or(here);
        }
      }
      isDone &= found.allTrue();
      picked.intoArray(y, yo + i);
    }
    return isDone;
  }

  @Override
  public void average(PoolGeometry g, float[] x, int xo, float[] y, int yo, int from, int to) {
    if (g.n() < WIDTH) {
      super.average(g, x, xo, y, yo, from, to);
      return;
    }
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int in = xo + input(g, p, oy, ox);
          int out = yo + output(g, p, oy, ox);
          averageWindow(g.n(), x, in, rows(g, oy), columns(g, ox), g.w() * g.n(), g.count(oy, ox), y, out);
        }
      }
    }
  }

  private static void averageWindow(int n, float[] x, int xo, int rows, int columns, int row, float count, float[] y,
      int yo) {
    for (int next = 0; next < n; next += WIDTH) {
      int i = Math.min(next, n - WIDTH);
      FloatVector sum = broadcast(SPECIES, 0);
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          sum = sum.add(fromArray(SPECIES, x, xo + r * row + c * n + i));
        }
      }
      sum.div(count).intoArray(y, yo + i);
    }
  }

  @Override
  public void averageGradient(PoolGeometry g, float[] gy, int go, float[] gx, int xo, int from, int to) {
    if (g.n() < WIDTH) {
      super.averageGradient(g, gy, go, gx, xo, from, to);
      return;
    }
    int plane = g.h() * g.w() * g.n();
    Arrays.fill(gx, xo + from * plane, xo + to * plane, 0f);
    for (int p = from; p < to; p++) {
      for (int oy = 0; oy < g.oh(); oy++) {
        for (int ox = 0; ox < g.ow(); ox++) {
          int in = xo + input(g, p, oy, ox);
          int out = go + output(g, p, oy, ox);
          spreadWindow(g.n(), gy, out, g.count(oy, ox), gx, in, rows(g, oy), columns(g, ox), g.w() * g.n());
        }
      }
    }
  }

  private static void spreadWindow(int n, float[] gy, int go, float count, float[] gx, int xo, int rows, int columns,
      int row) {
    for (int next = 0; next < n; next += WIDTH) {
      int i = Math.min(next, n - WIDTH);
      FloatVector share = fresh(fromArray(SPECIES, gy, go + i).div(count), next - i);
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          int at = xo + r * row + c * n + i;
          fromArray(SPECIES, gx, at).add(share).intoArray(gx, at);
        }
      }
    }
  }
}
