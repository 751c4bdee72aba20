package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import candor.kernel.Reduction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Sums and extremes with the virtual lanes of [Reduction] in vectors.
///
/// Four vectors hold the lanes that the first two steps of the tree add: at 512 bits these are all 64; narrower vectors
/// take two or four passes over the row, each with its share of the lanes. A lane is never −0, because it begins at +0,
/// so the missing elements of the last round, which a masked load reads as +0, change nothing.
final class SimdReduction extends Reduction {
  private static final int QUARTER = LANES / 4;

  @Override
  public float sum(float[] x, int xo, int n) {
    return total(x, xo, n, Scratch.own().lanes);
  }

  /// The sum.
  ///
  /// @param lanes room for sixteen numbers. A vector that a method returned would be an object wherever the compiler does not
  ///   inline the method.
  static float total(float[] x, int xo, int n, float[] lanes) {
    for (int first = 0; first < QUARTER; first += WIDTH) {
      pass(x, xo, n, first, lanes);
    }
    return Lanes.tree(lanes, 0);
  }

  /// Lanes `first … first + WIDTH − 1` after two steps of the tree.
  private static void pass(float[] x, int xo, int n, int first, float[] lanes) {
    FloatVector a = broadcast(SPECIES, 0);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = first;
    for (int end = first + n / LANES * LANES; i < end; i += LANES) {
      a = a.add(fromArray(SPECIES, x, xo + i));
      b = b.add(fromArray(SPECIES, x, xo + i + QUARTER));
      c = c.add(fromArray(SPECIES, x, xo + i + 2 * QUARTER));
      d = d.add(fromArray(SPECIES, x, xo + i + 3 * QUARTER));
    }
    if (n % LANES != 0) {
      a = a.add(fromArray(SPECIES, x, xo + i, SPECIES.indexInRange(i, n)));
      i += QUARTER;
      b = b.add(fromArray(SPECIES, x, xo + i, SPECIES.indexInRange(i, n)));
      i += QUARTER;
      c = c.add(fromArray(SPECIES, x, xo + i, SPECIES.indexInRange(i, n)));
      i += QUARTER;
      d = d.add(fromArray(SPECIES, x, xo + i, SPECIES.indexInRange(i, n)));
    }
    a.add(c).add(b.add(d)).intoArray(lanes, first);
  }

  /// Strips of four vectors, then of one; the last strip may repeat columns of the one before.
  @Override
  public void sumColumns(float[] x, int xo, int n, int stride, int width, float[] y, int yo) {
    if (width < WIDTH) {
      super.sumColumns(x, xo, n, stride, width, y, yo);
      return;
    }
    int j = 0;
    for (; j <= width - 4 * WIDTH; j += 4 * WIDTH) {
      sumFour(x, xo + j, n, stride, y, yo + j);
    }
    for (; j < width; j += WIDTH) {
      int at = Math.min(j, width - WIDTH);
      sumOne(x, xo + at, n, stride, y, yo + at);
    }
  }

  private static void sumFour(float[] x, int xo, int n, int stride, float[] y, int yo) {
    FloatVector totalA = broadcast(SPECIES, 0);
    FloatVector totalB = totalA;
    FloatVector totalC = totalA;
    FloatVector totalD = totalA;
    for (int start = 0; start < n; start += BLOCK) {
      FloatVector a = broadcast(SPECIES, 0);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector d = a;
      for (int i = start; i < Math.min(n, start + BLOCK); i++) {
        int at = xo + i * stride;
        a = a.add(fromArray(SPECIES, x, at));
        b = b.add(fromArray(SPECIES, x, at + WIDTH));
        c = c.add(fromArray(SPECIES, x, at + 2 * WIDTH));
        d = d.add(fromArray(SPECIES, x, at + 3 * WIDTH));
      }
      totalA = totalA.add(a);
      totalB = totalB.add(b);
      totalC = totalC.add(c);
      totalD = totalD.add(d);
    }
    totalA.intoArray(y, yo);
    totalB.intoArray(y, yo + WIDTH);
    totalC.intoArray(y, yo + 2 * WIDTH);
    totalD.intoArray(y, yo + 3 * WIDTH);
  }

  private static void sumOne(float[] x, int xo, int n, int stride, float[] y, int yo) {
    FloatVector total = broadcast(SPECIES, 0);
    for (int start = 0; start < n; start += BLOCK) {
      FloatVector block = broadcast(SPECIES, 0);
      for (int i = start; i < Math.min(n, start + BLOCK); i++) {
        block = block.add(fromArray(SPECIES, x, xo + i * stride));
      }
      total = total.add(block);
    }
    total.intoArray(y, yo);
  }

  /// A maximum does not depend on order, and may see an element twice: the last vector ends with the row.
  @Override
  public float max(float[] x, int xo, int n) {
    return n < WIDTH ? super.max(x, xo, n) : largest(x, xo, n);
  }

  static float largest(float[] x, int xo, int n) {
    FloatVector a = fromArray(SPECIES, x, xo + n - WIDTH);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = xo;
    for (int end = xo + n - 4 * WIDTH; i <= end; i += 4 * WIDTH) {
      a = a.max(fromArray(SPECIES, x, i));
      b = b.max(fromArray(SPECIES, x, i + WIDTH));
      c = c.max(fromArray(SPECIES, x, i + 2 * WIDTH));
      d = d.max(fromArray(SPECIES, x, i + 3 * WIDTH));
    }
    for (int end = xo + n - WIDTH; i <= end; i += WIDTH) {
      a = a.max(fromArray(SPECIES, x, i));
    }
    return a.max(b).max(c.max(d)).reduceLanes(VectorOperators.MAX);
  }

  @Override
  public void maxColumns(float[] x, int xo, int n, int stride, int width, float[] y, int yo) {
    if (width < WIDTH) {
      super.maxColumns(x, xo, n, stride, width, y, yo);
      return;
    }
    int j = 0;
    for (; j <= width - 4 * WIDTH; j += 4 * WIDTH) {
      maxFour(x, xo + j, n, stride, y, yo + j);
    }
    for (; j < width; j += WIDTH) {
      int at = Math.min(j, width - WIDTH);
      maxOne(x, xo + at, n, stride, y, yo + at);
    }
  }

  private static void maxFour(float[] x, int xo, int n, int stride, float[] y, int yo) {
    FloatVector a = fromArray(SPECIES, x, xo);
    FloatVector b = fromArray(SPECIES, x, xo + WIDTH);
    FloatVector c = fromArray(SPECIES, x, xo + 2 * WIDTH);
    FloatVector d = fromArray(SPECIES, x, xo + 3 * WIDTH);
    for (int i = 1; i < n; i++) {
      int at = xo + i * stride;
      a = a.max(fromArray(SPECIES, x, at));
      b = b.max(fromArray(SPECIES, x, at + WIDTH));
      c = c.max(fromArray(SPECIES, x, at + 2 * WIDTH));
      d = d.max(fromArray(SPECIES, x, at + 3 * WIDTH));
    }
    a.intoArray(y, yo);
    b.intoArray(y, yo + WIDTH);
    c.intoArray(y, yo + 2 * WIDTH);
    d.intoArray(y, yo + 3 * WIDTH);
  }

  private static void maxOne(float[] x, int xo, int n, int stride, float[] y, int yo) {
    FloatVector best = fromArray(SPECIES, x, xo);
    for (int i = 1; i < n; i++) {
      best = best.max(fromArray(SPECIES, x, xo + i * stride));
    }
    best.intoArray(y, yo);
  }
}
