package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import candor.kernel.Elementwise;
import candor.kernel.F32Math;
import candor.kernel.Reduction;
import candor.kernel.Softmax;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Softmax with its own loops for contiguous rows: the calls that they replace take as long as the arithmetic of a
/// hundred numbers, and twice that where the numbers do not fill the last vector.
///
/// Rows are copied into a strip, each filled up to whole vectors, so that the loop over the exponentials needs no masks.
/// The passes over a strip are called from one place, one after the other, and so are compiled one by one. Where the
/// compiler can see which pass comes next, it takes them all into one method, stops inlining in the middle of the
/// exponentials, and keeps vectors in memory: a hundredth of the speed.
final class SimdSoftmax extends Softmax {
  /// Numbers of a strip, which stay in the first cache.
  private static final int STRIP = 2048;
  private static final Pass[] SOFTMAX = {SimdSoftmax::maxima, SimdSoftmax::differences, SimdSoftmax::exponentials,
    SimdSoftmax::sums, SimdSoftmax::scale};
  private static final Pass[] LOG_SOFTMAX = {SimdSoftmax::maxima, SimdSoftmax::differences, SimdSoftmax::exponentials,
    SimdSoftmax::sums, SimdSoftmax::subtract};

  private interface Pass {
    void run(Strip strip);
  }

  /// Some rows, and room for them: the numbers, then the largest of each row, then the sums of the rows.
  private static final class Strip {
    private final int row;
    private final int n;
    private final float[] x;
    private final float[] y;
    private final float[] e;
    private final int stride;
    private final int max;
    private final int sum;
    private int rows;
    private int xo;
    private int yo;

    Strip(int rows, int row, int n, int stride, float[] x, float[] y, float[] e) {
      this.row = row;
      this.n = n;
      this.stride = stride;
      this.x = x;
      this.y = y;
      this.e = e;
      max = rows * stride;
      sum = max + rows;
    }
  }

  SimdSoftmax(Elementwise elementwise, Reduction reduction) {
    super(elementwise, reduction);
  }

  @Override
  protected void contiguous(Form form, int rows, int row, int n, float[] x, int xo, float[] y, int yo) {
    Pass[] passes = form == Form.SOFTMAX ? SOFTMAX : LOG_SOFTMAX;
    int most = Math.min(rows, Math.max(1, STRIP / n));
    int stride = (n + WIDTH - 1) / WIDTH * WIDTH;
    Strip strip = new Strip(most, row, n, stride, x, y, buffer(most * (stride + 2)));
    for (int r = 0; r < rows; r += most) {
      strip.rows = Math.min(most, rows - r);
      strip.xo = xo + r * row;
      strip.yo = yo + r * row;
      for (Pass pass : passes) {
        pass.run(strip);
      }
    }
  }

  private static void maxima(Strip s) {
    float[] x = s.x;
    float[] e = s.e;
    int n = s.n;
    for (int r = 0; r < s.rows; r++) {
      e[s.max + r] = largest(x, s.xo + r * s.row, n) + 0;
    }
  }

  /// The largest of at least a vector of numbers; which zero it is, and what it is beside a NaN, does not matter.
  private static float largest(float[] x, int xo, int n) {
    FloatVector a = fromArray(SPECIES, x, xo + n - WIDTH);
    FloatVector b = a;
    int i = xo;
    for (int end = xo + n - 2 * WIDTH; i <= end; i += 2 * WIDTH) {
      a = Lanes.larger(a, fromArray(SPECIES, x, i));
      b = Lanes.larger(b, fromArray(SPECIES, x, i + WIDTH));
    }
    if (i <= xo + n - WIDTH) {
      a = Lanes.larger(a, fromArray(SPECIES, x, i));
    }
    a = Lanes.larger(a, b);
    a = Lanes.larger(a, a.rearrange(Lanes.HALF));
    a = Lanes.larger(a, a.rearrange(Lanes.QUARTER));
    if (WIDTH > 4) {
      a = Lanes.larger(a, a.rearrange(Lanes.EIGHTH));
    }
    if (WIDTH > 8) {
      a = Lanes.larger(a, a.rearrange(Lanes.SIXTEENTH));
    }
    return a.lane(0);
  }

  /// `xᵢ − max`, then −∞, whose exponential is +0, to the end of the last vector.
  private static void differences(Strip s) {
    float[] x = s.x;
    float[] e = s.e;
    int n = s.n;
    int whole = SPECIES.loopBound(n);
    VectorMask<Float> exists = SPECIES.indexInRange(whole, n);
    FloatVector none = broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    for (int r = 0; r < s.rows; r++) {
      FloatVector largest = broadcast(SPECIES, e[s.max + r]);
      int in = s.xo + r * s.row;
      int out = r * s.stride;
      for (int i = 0; i < whole; i += WIDTH) {
        fromArray(SPECIES, x, in + i).sub(largest).intoArray(e, out + i);
      }
      if (whole < n) {
        none.blend(fromArray(SPECIES, x, in + whole, exists).sub(largest), exists).intoArray(e, out + whole);
      }
    }
  }

  private static void exponentials(Strip s) {
    SimdElementwise.exp(s.e, 0, s.e, 0, s.rows * s.stride);
  }

  /// The lanes of a sum never see the difference of a missing number and +0.
  private static void sums(Strip s) {
    float[] e = s.e;
    int stride = s.stride;
    float[] lanes = Scratch.own().lanes;
    for (int r = 0; r < s.rows; r++) {
      e[s.sum + r] = SimdReduction.total(e, r * stride, stride, lanes);
    }
  }

  private static void scale(Strip s) {
    float[] e = s.e;
    float[] y = s.y;
    int n = s.n;
    int whole = SPECIES.loopBound(n);
    VectorMask<Float> exists = SPECIES.indexInRange(whole, n);
    for (int r = 0; r < s.rows; r++) {
      FloatVector factor = broadcast(SPECIES, 1 / e[s.sum + r]);
      int in = r * s.stride;
      int out = s.yo + r * s.row;
      for (int i = 0; i < whole; i += WIDTH) {
        fromArray(SPECIES, e, in + i).mul(factor).intoArray(y, out + i);
      }
      if (whole < n) {
        fromArray(SPECIES, e, in + whole).mul(factor).intoArray(y, out + whole, exists);
      }
    }
  }

  /// From the input once more: the strip holds exponentials by now.
  private static void subtract(Strip s) {
    float[] x = s.x;
    float[] y = s.y;
    int n = s.n;
    int whole = SPECIES.loopBound(n);
    VectorMask<Float> exists = SPECIES.indexInRange(whole, n);
    for (int r = 0; r < s.rows; r++) {
      FloatVector largest = broadcast(SPECIES, s.e[s.max + r]);
      FloatVector logarithm = broadcast(SPECIES, F32Math.log(s.e[s.sum + r]));
      int in = s.xo + r * s.row;
      int out = s.yo + r * s.row;
      for (int i = 0; i < whole; i += WIDTH) {
        fromArray(SPECIES, x, in + i).sub(largest).sub(logarithm).intoArray(y, out + i);
      }
      if (whole < n) {
        fromArray(SPECIES, x, in + whole, exists).sub(largest).sub(logarithm).intoArray(y, out + whole, exists);
      }
    }
  }
}
