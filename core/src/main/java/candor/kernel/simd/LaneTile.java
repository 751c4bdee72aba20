package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static jdk.incubator.vector.FloatVector.fromArray;

import candor.kernel.Convolution;
import jdk.incubator.vector.FloatVector;

/// The inner loop of the weight gradient: a few target channels by five taps, sixteen virtual lanes each, held in
/// registers.
///
/// `sums[r, s, lane] += Σₜ g[gAt[t] + 16 r + lane] x[at[t] + xₛ + lane]`, one chain of fused steps for each lane, `t` ascending.
/// Vectors of fewer than sixteen lanes take the lanes in several passes.
final class LaneTile {
  /// Taps of a tile.
  static final int TAPS = 5;
  /// Channels of a tile: 25 of the 32 registers of AVX-512 hold sums, 10 of the 16 of AVX2.
  static final int CHANNELS = WIDTH == 16 ? 5 : 2;
  /// Length of the sums of one tile.
  static final int SIZE = CHANNELS * TAPS * Convolution.LANES;

  private LaneTile() {
  }

  /// Adds to the sums of one tile.
  ///
  /// @param from first step
  /// @param to end of steps
  /// @param g [#CHANNELS] times sixteen numbers for each step
  /// @param gAt where each step begins in `g`
  /// @param x numbers of the other side
  /// @param at where each step begins in `x`
  /// @param offsets what each tap adds to that
  /// @param oo place of the first of five offsets
  /// @param sums sums of the tile, updated
  /// @param so their place
  static void run(int from, int to, float[] g, int[] gAt, float[] x, int[] at, int[] offsets, int oo, float[] sums,
      int so) {
    for (int lane = 0; lane < Convolution.LANES; lane += WIDTH) {
      int x0 = offsets[oo] + lane;
      int x1 = offsets[oo + 1] + lane;
      int x2 = offsets[oo + 2] + lane;
      int x3 = offsets[oo + 3] + lane;
      int x4 = offsets[oo + 4] + lane;
      if (CHANNELS == 5) {
        five(sums, so + lane, x0, x1, x2, x3, x4, from, to, g, lane, gAt, x, at);
      } else {
        two(sums, so + lane, x0, x1, x2, x3, x4, from, to, g, lane, gAt, x, at);
      }
    }
  }

  /// Five channels; the vectors of all taps stay in registers.
  private static void five(float[] sums, int so, int x0, int x1, int x2, int x3, int x4, int from, int to,
      float[] g, int lane, int[] gAt, float[] x, int[] at) {
    FloatVector a0 = fromArray(SPECIES, sums, so);
    FloatVector a1 = fromArray(SPECIES, sums, so + 16);
    FloatVector a2 = fromArray(SPECIES, sums, so + 32);
    FloatVector a3 = fromArray(SPECIES, sums, so + 48);
    FloatVector a4 = fromArray(SPECIES, sums, so + 64);
    FloatVector b0 = fromArray(SPECIES, sums, so + 80);
    FloatVector b1 = fromArray(SPECIES, sums, so + 96);
    FloatVector b2 = fromArray(SPECIES, sums, so + 112);
    FloatVector b3 = fromArray(SPECIES, sums, so + 128);
    FloatVector b4 = fromArray(SPECIES, sums, so + 144);
    FloatVector c0 = fromArray(SPECIES, sums, so + 160);
    FloatVector c1 = fromArray(SPECIES, sums, so + 176);
    FloatVector c2 = fromArray(SPECIES, sums, so + 192);
    FloatVector c3 = fromArray(SPECIES, sums, so + 208);
    FloatVector c4 = fromArray(SPECIES, sums, so + 224);
    FloatVector d0 = fromArray(SPECIES, sums, so + 240);
    FloatVector d1 = fromArray(SPECIES, sums, so + 256);
    FloatVector d2 = fromArray(SPECIES, sums, so + 272);
    FloatVector d3 = fromArray(SPECIES, sums, so + 288);
    FloatVector d4 = fromArray(SPECIES, sums, so + 304);
    FloatVector e0 = fromArray(SPECIES, sums, so + 320);
    FloatVector e1 = fromArray(SPECIES, sums, so + 336);
    FloatVector e2 = fromArray(SPECIES, sums, so + 352);
    FloatVector e3 = fromArray(SPECIES, sums, so + 368);
    FloatVector e4 = fromArray(SPECIES, sums, so + 384);
    for (int t = from; t < to; t++) {
      int row = gAt[t] + lane;
      FloatVector v0 = fromArray(SPECIES, x, at[t] + x0);
      FloatVector v1 = fromArray(SPECIES, x, at[t] + x1);
      FloatVector v2 = fromArray(SPECIES, x, at[t] + x2);
      FloatVector v3 = fromArray(SPECIES, x, at[t] + x3);
      FloatVector v4 = fromArray(SPECIES, x, at[t] + x4);
      FloatVector a = fromArray(SPECIES, g, row);
      a0 = a.fma(v0, a0);
      a1 = a.fma(v1, a1);
      a2 = a.fma(v2, a2);
      a3 = a.fma(v3, a3);
      a4 = a.fma(v4, a4);
      FloatVector b = fromArray(SPECIES, g, row + 16);
      b0 = b.fma(v0, b0);
      b1 = b.fma(v1, b1);
      b2 = b.fma(v2, b2);
      b3 = b.fma(v3, b3);
      b4 = b.fma(v4, b4);
      FloatVector c = fromArray(SPECIES, g, row + 32);
      c0 = c.fma(v0, c0);
      c1 = c.fma(v1, c1);
      c2 = c.fma(v2, c2);
      c3 = c.fma(v3, c3);
      c4 = c.fma(v4, c4);
      FloatVector d = fromArray(SPECIES, g, row + 48);
      d0 = d.fma(v0, d0);
      d1 = d.fma(v1, d1);
      d2 = d.fma(v2, d2);
      d3 = d.fma(v3, d3);
      d4 = d.fma(v4, d4);
      FloatVector e = fromArray(SPECIES, g, row + 64);
      e0 = e.fma(v0, e0);
      e1 = e.fma(v1, e1);
      e2 = e.fma(v2, e2);
      e3 = e.fma(v3, e3);
      e4 = e.fma(v4, e4);
    }
    a0.intoArray(sums, so);
    a1.intoArray(sums, so + 16);
    a2.intoArray(sums, so + 32);
    a3.intoArray(sums, so + 48);
    a4.intoArray(sums, so + 64);
    b0.intoArray(sums, so + 80);
    b1.intoArray(sums, so + 96);
    b2.intoArray(sums, so + 112);
    b3.intoArray(sums, so + 128);
    b4.intoArray(sums, so + 144);
    c0.intoArray(sums, so + 160);
    c1.intoArray(sums, so + 176);
    c2.intoArray(sums, so + 192);
    c3.intoArray(sums, so + 208);
    c4.intoArray(sums, so + 224);
    d0.intoArray(sums, so + 240);
    d1.intoArray(sums, so + 256);
    d2.intoArray(sums, so + 272);
    d3.intoArray(sums, so + 288);
    d4.intoArray(sums, so + 304);
    e0.intoArray(sums, so + 320);
    e1.intoArray(sums, so + 336);
    e2.intoArray(sums, so + 352);
    e3.intoArray(sums, so + 368);
    e4.intoArray(sums, so + 384);
  }

  /// Two channels; no more than one vector of taps is needed at a time.
  private static void two(float[] sums, int so, int x0, int x1, int x2, int x3, int x4, int from, int to,
      float[] g, int lane, int[] gAt, float[] x, int[] at) {
    FloatVector a0 = fromArray(SPECIES, sums, so);
    FloatVector a1 = fromArray(SPECIES, sums, so + 16);
    FloatVector a2 = fromArray(SPECIES, sums, so + 32);
    FloatVector a3 = fromArray(SPECIES, sums, so + 48);
    FloatVector a4 = fromArray(SPECIES, sums, so + 64);
    FloatVector b0 = fromArray(SPECIES, sums, so + 80);
    FloatVector b1 = fromArray(SPECIES, sums, so + 96);
    FloatVector b2 = fromArray(SPECIES, sums, so + 112);
    FloatVector b3 = fromArray(SPECIES, sums, so + 128);
    FloatVector b4 = fromArray(SPECIES, sums, so + 144);
    for (int t = from; t < to; t++) {
      int row = gAt[t] + lane;
      FloatVector a = fromArray(SPECIES, g, row);
      FloatVector b = fromArray(SPECIES, g, row + 16);
      FloatVector v0 = fromArray(SPECIES, x, at[t] + x0);
      a0 = a.fma(v0, a0);
      b0 = b.fma(v0, b0);
      FloatVector v1 = fromArray(SPECIES, x, at[t] + x1);
      a1 = a.fma(v1, a1);
      b1 = b.fma(v1, b1);
      FloatVector v2 = fromArray(SPECIES, x, at[t] + x2);
      a2 = a.fma(v2, a2);
      b2 = b.fma(v2, b2);
      FloatVector v3 = fromArray(SPECIES, x, at[t] + x3);
      a3 = a.fma(v3, a3);
      b3 = b.fma(v3, b3);
      FloatVector v4 = fromArray(SPECIES, x, at[t] + x4);
      a4 = a.fma(v4, a4);
      b4 = b.fma(v4, b4);
    }
    a0.intoArray(sums, so);
    a1.intoArray(sums, so + 16);
    a2.intoArray(sums, so + 32);
    a3.intoArray(sums, so + 48);
    a4.intoArray(sums, so + 64);
    b0.intoArray(sums, so + 80);
    b1.intoArray(sums, so + 96);
    b2.intoArray(sums, so + 112);
    b3.intoArray(sums, so + 128);
    b4.intoArray(sums, so + 144);
  }
}
