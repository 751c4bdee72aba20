package candor.kernel.simd;

import static candor.kernel.Convolution.LANES;
import static candor.kernel.simd.LanePairs.PAIRS;

import candor.kernel.ConvGeometry;
import candor.kernel.simd.WeightGradient.Range;
import java.util.Arrays;
import java.util.List;

/// The weight gradient of one convolution whose groups have few channels, as a depthwise one has: every number is an
/// inner product of its own (see [LanePairs]), since tiles of channels by taps would be nearly empty.
///
/// As in [WeightGradient] a batch that is no multiple of sixteen is filled up, here on both sides, with factors +0 and −0.
final class PairGradient {
  /// An inner product loads two vectors for each fused step, a tile less than half of one.
  private static final int COST = 3;

  private final ConvGeometry g;
  private final Scratch scratch = Scratch.own();
  private final List<Range> rows;
  private final List<Range> columns;
  private final int images;
  private final int inputPlane;
  private final int outputPlane;

  PairGradient(ConvGeometry g) {
    this.g = g;
    this.rows = Range.of(g.kh(), g.oh(), g.h(), g::inputRow);
    this.columns = Range.of(g.kw(), g.ow(), g.w(), g::inputColumn);
    this.images = Math.ceilDiv(g.n(), LANES) * LANES;
    this.inputPlane = g.h() * g.w() * images;
    this.outputPlane = g.oh() * g.ow() * images;
  }

  /// Whether the tiles of the other way would be so empty that this one is faster.
  static boolean isBetter(ConvGeometry g, WeightGradient tiles) {
    return (long) COST * g.groupOutputs() * g.groupInputs() * g.kh() * g.kw() < tiles.work();
  }

  /// Computes the gradient for output channels `oFrom … oTo − 1`, see [candor.kernel.Convolution#weightGradient].
  void run(float[] x, int xo, float[] gy, int go, float[] gw, int wo, int oFrom, int oTo) {
    for (int o = oFrom; o < oTo; o += PAIRS) {
      int to = Math.min(oTo, o + PAIRS);
      if (images == g.n()) {
        channels(x, xo, gy, go, gw, wo, o, to);
      } else {
        int c = firstInput(o);
        int inputs = firstInput(to - 1) + g.groupInputs() - c;
        float[] xs =
            fill(scratch.copy.atLeast(inputs * inputPlane), x, xo, c * g.h() * g.w(), inputs * g.h() * g.w(), 0f);
        float[] gs = fill(scratch.block.atLeast((to - o) * outputPlane), gy, go, o * g.oh() * g.ow(),
            (to - o) * g.oh() * g.ow(), -0f);
        channels(xs, -c * inputPlane, gs, -o * outputPlane, gw, wo, o, to);
      }
    }
  }

  /// First input channel that an output channel sees.
  private int firstInput(int o) {
    return o / g.groupOutputs() * g.groupInputs();
  }

  /// Copies pixels so that the images of each begin at a multiple of sixteen.
  private float[] fill(float[] copy, float[] x, int xo, int from, int pixels, float between) {
    for (int p = 0; p < pixels; p++) {
      System.arraycopy(x, xo + (from + p) * g.n(), copy, p * images, g.n());
      Arrays.fill(copy, p * images + g.n(), (p + 1) * images, between);
    }
    return copy;
  }

  /// A few output channels, row by row, so that the caches hold what the taps share.
  private void channels(float[] x, int xo, float[] gy, int go, float[] gw, int wo, int oFrom, int oTo) {
    int weights = g.groupInputs() * g.kh() * g.kw();
    int most = (oTo - oFrom) * weights + PAIRS * rows.size() * columns.size();
    int[] xAt = scratch.sources.atLeast(most);
    int[] gAt = scratch.taps.atLeast(most);
    int[] targets = scratch.weights.atLeast(most);
    int count = 0;
    for (Range row : rows) {
      for (Range column : columns) {
        count = locate(row, column, xo, go, oFrom, oTo, count, xAt, gAt, targets);
      }
    }
    float[] sums = scratch.panel.atLeast(count * LANES);
    Arrays.fill(sums, 0, count * LANES, 0f);
    for (int oy = 0; oy < g.oh(); oy++) {
      int first = 0;
      for (Range row : rows) {
        for (Range column : columns) {
          int end = first + padded((oTo - oFrom) * g.groupInputs() * row.taps().size() * column.taps().size());
          if (oy >= row.from() && oy < row.to()) {
            add(oy - row.from(), column.to() - column.from(), x, xAt, gy, gAt, first, end, sums);
          }
          first = end;
        }
      }
    }
    for (int p = 0; p < count; p++) {
      gw[wo + targets[p]] = Lanes.tree(sums, p * LANES);
    }
  }

  private static int padded(int pairs) {
    return Math.ceilDiv(pairs, PAIRS) * PAIRS;
  }

  /// The inner products of one class of taps: where their factors begin for the first output pixel, and where their
  /// results go. The last one is repeated to fill a call.
  ///
  /// @return where the next class begins
  private int locate(Range row, Range column, int xo, int go, int oFrom, int oTo, int from, int[] xAt, int[] gAt,
      int[] targets) {
    int p = from;
    for (int o = oFrom; o < oTo; o++) {
      for (int c = 0; c < g.groupInputs(); c++) {
        for (int ky : row.taps()) {
          for (int kx : column.taps()) {
            int pixel = g.inputRow(row.from(), ky) * g.w() + g.inputColumn(column.from(), kx);
            xAt[p] = xo + (firstInput(o) + c) * inputPlane + pixel * images;
            gAt[p] = go + o * outputPlane + (row.from() * g.ow() + column.from()) * images;
            targets[p++] = ((o * g.groupInputs() + c) * g.kh() + ky) * g.kw() + kx;
          }
        }
      }
    }
    int end = from + padded(p - from);
    Arrays.fill(xAt, p, end, xAt[Math.max(from, p - 1)]);
    Arrays.fill(gAt, p, end, gAt[Math.max(from, p - 1)]);
    Arrays.fill(targets, p, end, targets[Math.max(from, p - 1)]);
    return end;
  }

  /// Adds what the row `oy` of a class, counted from its first, brings to the inner products `first … end − 1`.
  private void add(int oy, int width, float[] x, int[] xAt, float[] gy, int[] gAt, int first, int end, float[] sums) {
    boolean adjacent = g.sw() == 1;
    int runs = adjacent ? 1 : width;
    int length = adjacent ? width * images : images;
    for (int p = first; p < end; p += PAIRS) {
      LanePairs.run(runs, length, gy, oy * g.ow() * images, images, gAt, x, oy * g.sh() * g.w() * images,
          g.sw() * images, xAt, p, sums, p * LANES);
    }
  }
}
