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
    return total(a, ao, p, b, bo, q, n);
  }

  private static float total(float[] a, int ao, float p, float[] b, int bo, float q, int n) {
    FloatVector sixteen = pass(a, ao, p, b, bo, q, n, 0);
    if (WIDTH == 8) {
      sixteen = sixteen.add(pass(a, ao, p, b, bo, q, n, 8));
    } else if (WIDTH == 4) {
      sixteen = sixteen.add(pass(a, ao, p, b, bo, q, n, 8))
          .add(pass(a, ao, p, b, bo, q, n, 4).add(pass(a, ao, p, b, bo, q, n, 12)));
    }
    return Lanes.fold(sixteen);
  }

  /// Lanes `first … first + WIDTH − 1` after two steps of the tree.
  private static FloatVector pass(float[] a, int ao, float p, float[] b, int bo, float q, int n, int first) {
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
    return s0.add(s2).add(s1.add(s3));
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
}
