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
final class SimdSoftmax extends Softmax {
  SimdSoftmax(Elementwise elementwise, Reduction reduction) {
    super(elementwise, reduction);
  }

  @Override
  protected void contiguous(Form form, int n, float[] x, int xo, float[] y, int yo, float[] buffer) {
    float max = SimdReduction.largest(x, xo, n);
    exponentials(n, x, xo, max, buffer);
    // The lanes of a sum never see the difference of a missing number and +0.
    float sum = SimdReduction.total(buffer, 0, padded(n));
    if (form == Form.SOFTMAX) {
      divide(n, buffer, sum, y, yo);
    } else {
      subtract(n, x, xo, max, F32Math.log(sum), y, yo);
    }
  }

  private static int padded(int n) {
    return (n + Reduction.LANES - 1) / Reduction.LANES * Reduction.LANES;
  }

  /// `e^(xᵢ − max)`, then +0 to the end of the lanes. (For rows of a hundred numbers, masks in every round are faster
  /// than a loop without and a rest.)
  private static void exponentials(int n, float[] x, int xo, float max, float[] e) {
    FloatVector zero = broadcast(SPECIES, 0);
    FloatVector largest = broadcast(SPECIES, max);
    int i = 0;
    for (; i < n; i += WIDTH) {
      VectorMask<Float> exists = SPECIES.indexInRange(i, n);
      FloatVector value = VectorMath.exp(fromArray(SPECIES, x, xo + i, exists).sub(largest));
      zero.blend(value, exists).intoArray(e, i);
    }
    for (; i < padded(n); i += WIDTH) {
      zero.intoArray(e, i);
    }
  }

  private static void divide(int n, float[] e, float sum, float[] y, int yo) {
    FloatVector divisor = broadcast(SPECIES, sum);
    int whole = SPECIES.loopBound(n);
    for (int i = 0; i < whole; i += WIDTH) {
      fromArray(SPECIES, e, i).div(divisor).intoArray(y, yo + i);
    }
    if (whole < n) {
      fromArray(SPECIES, e, whole).div(divisor).intoArray(y, yo + whole, SPECIES.indexInRange(whole, n));
    }
  }

  private static void subtract(int n, float[] x, int xo, float max, float log, float[] y, int yo) {
    FloatVector largest = broadcast(SPECIES, max);
    FloatVector shift = broadcast(SPECIES, log);
    for (int i = 0; i < n; i += WIDTH) {
      VectorMask<Float> exists = SPECIES.indexInRange(i, n);
      fromArray(SPECIES, x, xo + i, exists).sub(largest).sub(shift).intoArray(y, yo + i, exists);
    }
  }
}
