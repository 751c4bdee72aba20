package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static jdk.incubator.vector.FloatVector.fromArray;

import candor.kernel.Convolution;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/// The inner loop of the weight gradient: a few target channels by a few taps, sixteen virtual lanes each, held in
/// registers.
///
/// `sums[r, s, lane] += Σₜ g[gAt[t] + 16 r + lane] x[at[t] + xₛ + lane]`, one chain of fused steps for each lane, `t` ascending.
/// Vectors of fewer than sixteen lanes take the lanes in several passes.
enum LaneTile {
  /// Five channels by five taps: 25 of the 32 registers of AVX-512 hold sums.
  SQUARE(5, 5, 64),
  /// Eight channels by three taps, 24 sums, for numbers of channels that are powers of two.
  TALL(8, 3, 48),
  /// Four channels by two taps: 8 of the 16 registers of AVX2 hold sums.
  SMALL(4, 2, 64);

  /// The tiles that suit this machine.
  static final List<LaneTile> FITTING = WIDTH == 16 ? List.of(SQUARE, TALL) : List.of(SMALL);

  /// Channels of a tile.
  final int channels;
  /// Taps of a tile.
  final int taps;
  /// Steps that a call takes at most: the first cache must hold what they read of the target channels.
  final int steps;
  /// Length of the sums of one tile.
  final int size;

  LaneTile(int channels, int taps, int steps) {
    this.channels = channels;
    this.taps = taps;
    this.steps = steps;
    this.size = channels * taps * Convolution.LANES;
  }

  /// How much work some channels by some taps are, in multiply-adds for each lane and step, the empty places of tiles
  /// too.
  int work(int channels, int taps) {
    return Math.ceilDiv(channels, this.channels) * this.channels * Math.ceilDiv(taps, this.taps) * this.taps;
  }

  /// Distance between steps in the packed gradient.
  int pitch() {
    return channels * Convolution.LANES;
  }

  /// Whether steps that follow each other in memory are one loop, which computes their places instead of reading them
  /// from tables: on AVX2 instructions are what is short.
  boolean inStretches() {
    return this == SMALL;
  }

  /// Adds to the sums of one tile.
  ///
  /// @param steps the steps
  /// @param from first stretch of them
  /// @param to end of stretches
  /// @param g [#channels] times sixteen numbers for each step
  /// @param x numbers of the other side
  /// @param offsets what each tap adds to the place of a step in `x`
  /// @param oo place of the first of its offsets
  /// @param sums sums of the tile, updated
  /// @param so their place
  void run(Steps steps, int from, int to, float[] g, float[] x, int[] offsets, int oo, float[] sums, int so) {
    switch (this) {
      case SQUARE -> square(sums, so, offsets[oo], offsets[oo + 1], offsets[oo + 2], offsets[oo + 3], offsets[oo + 4],
          from, to, g, steps.gAt, x, steps.at);
      case TALL ->
        tall(sums, so, offsets[oo], offsets[oo + 1], offsets[oo + 2], from, to, g, steps.gAt, x, steps.at);
      case SMALL -> {
        for (int lane = 0; lane < Convolution.LANES; lane += WIDTH) {
          small(sums, so + lane, from, to, steps.at, x, g, steps.gAt, steps.lengths, offsets[oo] + lane,
              offsets[oo + 1] + lane, lane);
        }
      }
    }
  }

  /// The vectors of all channels stay in registers, those of the taps come one after the other: six per cent faster than the
  /// other way round, perhaps since the channels lie behind each other and need one bounds check together.
  private static void square(float[] sums, int so, int x0, int x1, int x2, int x3, int x4, int from, int to, float[] g,
      int[] gAt, float[] x, int[] at) {
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
      int row = gAt[t];
      FloatVector a = fromArray(SPECIES, g, row);
      FloatVector b = fromArray(SPECIES, g, row + 16);
      FloatVector c = fromArray(SPECIES, g, row + 32);
      FloatVector d = fromArray(SPECIES, g, row + 48);
      FloatVector e = fromArray(SPECIES, g, row + 64);
      FloatVector v0 = fromArray(SPECIES, x, at[t] + x0);
      a0 = a.fma(v0, a0);
      b0 = b.fma(v0, b0);
      c0 = c.fma(v0, c0);
      d0 = d.fma(v0, d0);
      e0 = e.fma(v0, e0);
      FloatVector v1 = fromArray(SPECIES, x, at[t] + x1);
      a1 = a.fma(v1, a1);
      b1 = b.fma(v1, b1);
      c1 = c.fma(v1, c1);
      d1 = d.fma(v1, d1);
      e1 = e.fma(v1, e1);
      FloatVector v2 = fromArray(SPECIES, x, at[t] + x2);
      a2 = a.fma(v2, a2);
      b2 = b.fma(v2, b2);
      c2 = c.fma(v2, c2);
      d2 = d.fma(v2, d2);
      e2 = e.fma(v2, e2);
      FloatVector v3 = fromArray(SPECIES, x, at[t] + x3);
      a3 = a.fma(v3, a3);
      b3 = b.fma(v3, b3);
      c3 = c.fma(v3, c3);
      d3 = d.fma(v3, d3);
      e3 = e.fma(v3, e3);
      FloatVector v4 = fromArray(SPECIES, x, at[t] + x4);
      a4 = a.fma(v4, a4);
      b4 = b.fma(v4, b4);
      c4 = c.fma(v4, c4);
      d4 = d.fma(v4, d4);
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

  /// Here the vectors of the taps stay: eight of channels would be too many.
  private static void tall(float[] sums, int so, int x0, int x1, int x2, int from, int to, float[] g, int[] gAt,
      float[] x, int[] at) {
    FloatVector a0 = fromArray(SPECIES, sums, so);
    FloatVector a1 = fromArray(SPECIES, sums, so + 16);
    FloatVector a2 = fromArray(SPECIES, sums, so + 32);
    FloatVector b0 = fromArray(SPECIES, sums, so + 48);
    FloatVector b1 = fromArray(SPECIES, sums, so + 64);
    FloatVector b2 = fromArray(SPECIES, sums, so + 80);
    FloatVector c0 = fromArray(SPECIES, sums, so + 96);
    FloatVector c1 = fromArray(SPECIES, sums, so + 112);
    FloatVector c2 = fromArray(SPECIES, sums, so + 128);
    FloatVector d0 = fromArray(SPECIES, sums, so + 144);
    FloatVector d1 = fromArray(SPECIES, sums, so + 160);
    FloatVector d2 = fromArray(SPECIES, sums, so + 176);
    FloatVector e0 = fromArray(SPECIES, sums, so + 192);
    FloatVector e1 = fromArray(SPECIES, sums, so + 208);
    FloatVector e2 = fromArray(SPECIES, sums, so + 224);
    FloatVector f0 = fromArray(SPECIES, sums, so + 240);
    FloatVector f1 = fromArray(SPECIES, sums, so + 256);
    FloatVector f2 = fromArray(SPECIES, sums, so + 272);
    FloatVector h0 = fromArray(SPECIES, sums, so + 288);
    FloatVector h1 = fromArray(SPECIES, sums, so + 304);
    FloatVector h2 = fromArray(SPECIES, sums, so + 320);
    FloatVector k0 = fromArray(SPECIES, sums, so + 336);
    FloatVector k1 = fromArray(SPECIES, sums, so + 352);
    FloatVector k2 = fromArray(SPECIES, sums, so + 368);
    for (int t = from; t < to; t++) {
      int row = gAt[t];
      FloatVector v0 = fromArray(SPECIES, x, at[t] + x0);
      FloatVector v1 = fromArray(SPECIES, x, at[t] + x1);
      FloatVector v2 = fromArray(SPECIES, x, at[t] + x2);
      FloatVector a = fromArray(SPECIES, g, row);
      a0 = a.fma(v0, a0);
      a1 = a.fma(v1, a1);
      a2 = a.fma(v2, a2);
      FloatVector b = fromArray(SPECIES, g, row + 16);
      b0 = b.fma(v0, b0);
      b1 = b.fma(v1, b1);
      b2 = b.fma(v2, b2);
      FloatVector c = fromArray(SPECIES, g, row + 32);
      c0 = c.fma(v0, c0);
      c1 = c.fma(v1, c1);
      c2 = c.fma(v2, c2);
      FloatVector d = fromArray(SPECIES, g, row + 48);
      d0 = d.fma(v0, d0);
      d1 = d.fma(v1, d1);
      d2 = d.fma(v2, d2);
      FloatVector e = fromArray(SPECIES, g, row + 64);
      e0 = e.fma(v0, e0);
      e1 = e.fma(v1, e1);
      e2 = e.fma(v2, e2);
      FloatVector f = fromArray(SPECIES, g, row + 80);
      f0 = f.fma(v0, f0);
      f1 = f.fma(v1, f1);
      f2 = f.fma(v2, f2);
      FloatVector h = fromArray(SPECIES, g, row + 96);
      h0 = h.fma(v0, h0);
      h1 = h.fma(v1, h1);
      h2 = h.fma(v2, h2);
      FloatVector k = fromArray(SPECIES, g, row + 112);
      k0 = k.fma(v0, k0);
      k1 = k.fma(v1, k1);
      k2 = k.fma(v2, k2);
    }
    a0.intoArray(sums, so);
    a1.intoArray(sums, so + 16);
    a2.intoArray(sums, so + 32);
    b0.intoArray(sums, so + 48);
    b1.intoArray(sums, so + 64);
    b2.intoArray(sums, so + 80);
    c0.intoArray(sums, so + 96);
    c1.intoArray(sums, so + 112);
    c2.intoArray(sums, so + 128);
    d0.intoArray(sums, so + 144);
    d1.intoArray(sums, so + 160);
    d2.intoArray(sums, so + 176);
    e0.intoArray(sums, so + 192);
    e1.intoArray(sums, so + 208);
    e2.intoArray(sums, so + 224);
    f0.intoArray(sums, so + 240);
    f1.intoArray(sums, so + 256);
    f2.intoArray(sums, so + 272);
    h0.intoArray(sums, so + 288);
    h1.intoArray(sums, so + 304);
    h2.intoArray(sums, so + 320);
    k0.intoArray(sums, so + 336);
    k1.intoArray(sums, so + 352);
    k2.intoArray(sums, so + 368);
  }

  /// Fourteen registers are in use: with more, the compiler, which loads early, spills. The order of the parameters is
  /// one of twelve that were tried (see [Tile]).
  private static void small(float[] sums, int so, int from, int to, int[] at, float[] x, float[] g, int[] gAt,
      int[] lengths, int x0, int x1, int lane) {
    FloatVector a0 = fromArray(SPECIES, sums, so);
    FloatVector a1 = fromArray(SPECIES, sums, so + 16);
    FloatVector b0 = fromArray(SPECIES, sums, so + 32);
    FloatVector b1 = fromArray(SPECIES, sums, so + 48);
    FloatVector c0 = fromArray(SPECIES, sums, so + 64);
    FloatVector c1 = fromArray(SPECIES, sums, so + 80);
    FloatVector d0 = fromArray(SPECIES, sums, so + 96);
    FloatVector d1 = fromArray(SPECIES, sums, so + 112);
    for (int i = from; i < to; i++) {
      int left = at[i] + x0;
      int right = at[i] + x1;
      int row = gAt[i] + lane;
      int steps = lengths[i];
      for (int t = 0; t < steps; t++) {
        FloatVector a = fromArray(SPECIES, g, row + 64 * t);
        FloatVector b = fromArray(SPECIES, g, row + 64 * t + 16);
        FloatVector c = fromArray(SPECIES, g, row + 64 * t + 32);
        FloatVector d = fromArray(SPECIES, g, row + 64 * t + 48);
        FloatVector v0 = fromArray(SPECIES, x, left + 16 * t);
        a0 = a.fma(v0, a0);
        b0 = b.fma(v0, b0);
        c0 = c.fma(v0, c0);
        d0 = d.fma(v0, d0);
        FloatVector v1 = fromArray(SPECIES, x, right + 16 * t);
        a1 = a.fma(v1, a1);
        b1 = b.fma(v1, b1);
        c1 = c.fma(v1, c1);
        d1 = d.fma(v1, d1);
      }
    }
    a0.intoArray(sums, so);
    a1.intoArray(sums, so + 16);
    b0.intoArray(sums, so + 32);
    b1.intoArray(sums, so + 48);
    c0.intoArray(sums, so + 64);
    c1.intoArray(sums, so + 80);
    d0.intoArray(sums, so + 96);
    d1.intoArray(sums, so + 112);
  }
}
