package candor.kernel.simd;

import static candor.kernel.Convolution.LANES;
import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;

/// The inner loop of the weight gradient where few channels share anything: eight inner products side by side, sixteen
/// virtual lanes each, held in registers.
///
/// `sums[p, lane] += Σₜ g[gₚ + t + lane] x[xₚ + t + lane]`, `t` in steps of sixteen, one chain of fused steps for each lane.
/// Vectors of fewer than sixteen lanes take the lanes in several passes.
final class LanePairs {
  /// Inner products of one call: as many as hide the latency of a fused step.
  static final int PAIRS = 8;

  private LanePairs() {
  }

  /// Adds to the sums, for some runs of `length` numbers.
  ///
  /// @param runs number of runs
  /// @param length length of a run, a multiple of sixteen
  /// @param g left factors
  /// @param go where the first run begins in `g`, before `gAt` is added
  /// @param gRun distance between runs
  /// @param gAt where each of the eight begins
  /// @param x right factors
  /// @param xo where the first run begins in `x`, before `xAt` is added
  /// @param xRun distance between runs
  /// @param xAt where each of the eight begins
  /// @param first place of the first of the eight in `gAt` and `xAt`
  /// @param sums sums, updated
  /// @param so place of the first of the eight
  static void run(int runs, int length, float[] g, int go, int gRun, int[] gAt, float[] x, int xo, int xRun, int[] xAt,
      int first, float[] sums, int so) {
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      eight(sums, so + lane, runs, length, g, x, go + lane, gRun, gAt, xo + lane, xRun, xAt, first);
    }
  }

  private static void eight(float[] sums, int so, int runs, int length, float[] g, float[] x, int go, int gRun,
      int[] gAt, int xo, int xRun, int[] xAt, int first) {
    FloatVector s0 = fromArray(SPECIES, sums, so);
    FloatVector s1 = fromArray(SPECIES, sums, so + 16);
    FloatVector s2 = fromArray(SPECIES, sums, so + 32);
    FloatVector s3 = fromArray(SPECIES, sums, so + 48);
    FloatVector s4 = fromArray(SPECIES, sums, so + 64);
    FloatVector s5 = fromArray(SPECIES, sums, so + 80);
    FloatVector s6 = fromArray(SPECIES, sums, so + 96);
    FloatVector s7 = fromArray(SPECIES, sums, so + 112);
    for (int r = 0; r < runs; r++) {
      int a = go + r * gRun;
      int b = xo + r * xRun;
      for (int t = 0; t < length; t += LANES) {
        s0 = fromArray(SPECIES, g, a + gAt[first] + t).fma(fromArray(SPECIES, x, b + xAt[first] + t), s0);
        s1 = fromArray(SPECIES, g, a + gAt[first + 1] + t).fma(fromArray(SPECIES, x, b + xAt[first + 1] + t), s1);
        s2 = fromArray(SPECIES, g, a + gAt[first + 2] + t).fma(fromArray(SPECIES, x, b + xAt[first + 2] + t), s2);
        s3 = fromArray(SPECIES, g, a + gAt[first + 3] + t).fma(fromArray(SPECIES, x, b + xAt[first + 3] + t), s3);
        s4 = fromArray(SPECIES, g, a + gAt[first + 4] + t).fma(fromArray(SPECIES, x, b + xAt[first + 4] + t), s4);
        s5 = fromArray(SPECIES, g, a + gAt[first + 5] + t).fma(fromArray(SPECIES, x, b + xAt[first + 5] + t), s5);
        s6 = fromArray(SPECIES, g, a + gAt[first + 6] + t).fma(fromArray(SPECIES, x, b + xAt[first + 6] + t), s6);
        s7 = fromArray(SPECIES, g, a + gAt[first + 7] + t).fma(fromArray(SPECIES, x, b + xAt[first + 7] + t), s7);
      }
    }
    s0.intoArray(sums, so);
    s1.intoArray(sums, so + 16);
    s2.intoArray(sums, so + 32);
    s3.intoArray(sums, so + 48);
    s4.intoArray(sums, so + 64);
    s5.intoArray(sums, so + 80);
    s6.intoArray(sums, so + 96);
    s7.intoArray(sums, so + 112);
  }
}
