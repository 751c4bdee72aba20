package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import candor.kernel.Normalisation;
import candor.kernel.Reduction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Batch normalisation a vector at a time; the virtual lanes of its sums lie in vectors as in [SimdReduction].
final class SimdNormalisation extends Normalisation {
  private static final int LANES = Reduction.LANES;
  private static final int QUARTER = LANES / 4;

  @Override
  public float comoment(float[] a, int ao, float p, float[] b, int bo, float q, int n) {
    float[] lanes = Scratch.own().lanes;
    for (int first = 0; first < QUARTER; first += WIDTH) {
      pass(a, ao, p, b, bo, q, n, first, lanes);
    }
    return Lanes.tree(lanes, 0);
  }

  /// Lanes `first … first + WIDTH − 1` after two steps of the tree.
  private static void pass(float[] a, int ao, float p, float[] b, int bo, float q, int n, int first, float[] lanes) {
    FloatVector s0 = broadcast(SPECIES, 0);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = first;
    for (int end = first + n / LANES * LANES; i < end; i += LANES) {
      s0 = term(a, ao + i, p, b, bo + i, q, s0);
      s1 = term(a, ao + i + QUARTER, p, b, bo + i + QUARTER, q, s1);
      s2 = term(a, ao + i + 2 * QUARTER, p, b, bo + i + 2 * QUARTER, q, s2);
      s3 = term(a, ao + i + 3 * QUARTER, p, b, bo + i + 3 * QUARTER, q, s3);
    }
    if (n % LANES != 0) {
      s0 = last(a, ao, p, b, bo, q, i, n, s0);
      s1 = last(a, ao, p, b, bo, q, i + QUARTER, n, s1);
      s2 = last(a, ao, p, b, bo, q, i + 2 * QUARTER, n, s2);
      s3 = last(a, ao, p, b, bo, q, i + 3 * QUARTER, n, s3);
    }
    s0.add(s2).add(s1.add(s3)).intoArray(lanes, first);
  }

  private static FloatVector term(float[] a, int ao, float p, float[] b, int bo, float q, FloatVector sum) {
    return fromArray(SPECIES, a, ao).sub(p).fma(fromArray(SPECIES, b, bo).sub(q), sum);
  }

  /// Lanes beyond the row keep their sum.
  private static FloatVector last(float[] a, int ao, float p, float[] b, int bo, float q, int i, int n,
      FloatVector sum) {
    VectorMask<Float> inside = SPECIES.indexInRange(i, n);
    FloatVector d = fromArray(SPECIES, a, ao + i, inside).sub(p);
    return sum.blend(d.fma(fromArray(SPECIES, b, bo + i, inside).sub(q), sum), inside);
  }

  @Override
  public void standardise(float[] x, int xo, float mean, float scale, float shift, float[] y, int yo, int n) {
    int whole = SPECIES.loopBound(n);
    standardiseVectors(x, xo, mean, scale, shift, y, yo, whole);
    super.standardise(x, xo + whole, mean, scale, shift, y, yo + whole, n - whole);
  }

  private static void standardiseVectors(float[] x, int xo, float mean, float scale, float shift, float[] y, int yo,
      int n) {
    FloatVector factor = broadcast(SPECIES, scale);
    FloatVector summand = broadcast(SPECIES, shift);
    for (int i = 0; i < n; i += WIDTH) {
      fromArray(SPECIES, x, xo + i).sub(mean).fma(factor, summand).intoArray(y, yo + i);
    }
  }

  @Override
  public void gradient(float[] g, int go, float centre, float[] x, int xo, float mean, float slope, float scale,
      float[] y, int yo, int n) {
    int whole = SPECIES.loopBound(n);
    gradientVectors(g, go, centre, x, xo, mean, slope, scale, y, yo, whole);
    super.gradient(g, go + whole, centre, x, xo + whole, mean, slope, scale, y, yo + whole, n - whole);
  }

  private static void gradientVectors(float[] g, int go, float centre, float[] x, int xo, float mean, float slope,
      float scale, float[] y, int yo, int n) {
    FloatVector factor = broadcast(SPECIES, slope);
    for (int i = 0; i < n; i += WIDTH) {
      fromArray(SPECIES, x, xo + i).sub(mean).fma(factor, fromArray(SPECIES, g, go + i)).sub(centre).mul(scale)
          .intoArray(y, yo + i);
    }
  }

  /// Strips of four vectors, then of one; the last strip may repeat columns of the one before.
  @Override
  public void comomentColumns(float[] a, int ao, float[] p, float[] b, int bo, float[] q, int so, int n, int stride,
      int width, float[] y, int yo) {
    if (width < WIDTH) {
      super.comomentColumns(a, ao, p, b, bo, q, so, n, stride, width, y, yo);
      return;
    }
    int j = 0;
    for (; j <= width - 4 * WIDTH; j += 4 * WIDTH) {
      comomentFour(a, ao + j, p, b, bo + j, q, so + j, n, stride, y, yo + j);
    }
    for (; j < width; j += WIDTH) {
      int at = Math.min(j, width - WIDTH);
      comomentOne(a, ao + at, p, b, bo + at, q, so + at, n, stride, y, yo + at);
    }
  }

  private static void comomentFour(float[] a, int ao, float[] p, float[] b, int bo, float[] q, int so, int n,
      int stride, float[] y, int yo) {
    FloatVector p0 = fromArray(SPECIES, p, so);
    FloatVector p1 = fromArray(SPECIES, p, so + WIDTH);
    FloatVector p2 = fromArray(SPECIES, p, so + 2 * WIDTH);
    FloatVector p3 = fromArray(SPECIES, p, so + 3 * WIDTH);
    FloatVector q0 = fromArray(SPECIES, q, so);
    FloatVector q1 = fromArray(SPECIES, q, so + WIDTH);
    FloatVector q2 = fromArray(SPECIES, q, so + 2 * WIDTH);
    FloatVector q3 = fromArray(SPECIES, q, so + 3 * WIDTH);
    FloatVector total0 = broadcast(SPECIES, 0);
    FloatVector total1 = total0;
    FloatVector total2 = total0;
    FloatVector total3 = total0;
    for (int start = 0; start < n; start += Reduction.BLOCK) {
      FloatVector s0 = broadcast(SPECIES, 0);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      for (int i = start; i < Math.min(n, start + Reduction.BLOCK); i++) {
        int u = ao + i * stride;
        int v = bo + i * stride;
        s0 = fromArray(SPECIES, a, u).sub(p0).fma(fromArray(SPECIES, b, v).sub(q0), s0);
        s1 = fromArray(SPECIES, a, u + WIDTH).sub(p1).fma(fromArray(SPECIES, b, v + WIDTH).sub(q1), s1);
        s2 = fromArray(SPECIES, a, u + 2 * WIDTH).sub(p2).fma(fromArray(SPECIES, b, v + 2 * WIDTH).sub(q2), s2);
        s3 = fromArray(SPECIES, a, u + 3 * WIDTH).sub(p3).fma(fromArray(SPECIES, b, v + 3 * WIDTH).sub(q3), s3);
      }
      total0 = total0.add(s0);
      total1 = total1.add(s1);
      total2 = total2.add(s2);
      total3 = total3.add(s3);
    }
    total0.intoArray(y, yo);
    total1.intoArray(y, yo + WIDTH);
    total2.intoArray(y, yo + 2 * WIDTH);
    total3.intoArray(y, yo + 3 * WIDTH);
  }

  private static void comomentOne(float[] a, int ao, float[] p, float[] b, int bo, float[] q, int so, int n,
      int stride, float[] y, int yo) {
    FloatVector centreA = fromArray(SPECIES, p, so);
    FloatVector centreB = fromArray(SPECIES, q, so);
    FloatVector total = broadcast(SPECIES, 0);
    for (int start = 0; start < n; start += Reduction.BLOCK) {
      FloatVector block = broadcast(SPECIES, 0);
      for (int i = start; i < Math.min(n, start + Reduction.BLOCK); i++) {
        FloatVector d = fromArray(SPECIES, a, ao + i * stride).sub(centreA);
        block = d.fma(fromArray(SPECIES, b, bo + i * stride).sub(centreB), block);
      }
      total = total.add(block);
    }
    total.intoArray(y, yo);
  }

  /// The last vector may repeat elements of the one before.
  @Override
  public void standardise(float[] x, int xo, float[] mean, float[] scale, float[] shift, float[] y, int yo, int n) {
    if (n < WIDTH) {
      super.standardise(x, xo, mean, scale, shift, y, yo, n);
      return;
    }
    standardiseEach(x, xo, mean, scale, shift, y, yo, n);
  }

  private static void standardiseEach(float[] x, int xo, float[] mean, float[] scale, float[] shift, float[] y, int yo,
      int n) {
    for (int i = 0; i < n; i += WIDTH) {
      int at = Math.min(i, n - WIDTH);
      fromArray(SPECIES, x, xo + at).sub(fromArray(SPECIES, mean, at))
          .fma(fromArray(SPECIES, scale, at), fromArray(SPECIES, shift, at)).intoArray(y, yo + at);
    }
  }

  /// The last vector may repeat elements of the one before.
  @Override
  public void gradient(float[] g, int go, float[] centre, float[] x, int xo, float[] mean, float[] slope, float[] scale,
      float[] y, int yo, int n) {
    if (n < WIDTH) {
      super.gradient(g, go, centre, x, xo, mean, slope, scale, y, yo, n);
      return;
    }
    gradientEach(g, go, centre, x, xo, mean, slope, scale, y, yo, n);
  }

  private static void gradientEach(float[] g, int go, float[] centre, float[] x, int xo, float[] mean, float[] slope,
      float[] scale, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      int at = Math.min(i, n - WIDTH);
      fromArray(SPECIES, x, xo + at).sub(fromArray(SPECIES, mean, at))
          .fma(fromArray(SPECIES, slope, at), fromArray(SPECIES, g, go + at)).sub(fromArray(SPECIES, centre, at))
          .mul(fromArray(SPECIES, scale, at)).intoArray(y, yo + at);
    }
  }
}
