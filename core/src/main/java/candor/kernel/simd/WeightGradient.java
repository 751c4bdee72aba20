package candor.kernel.simd;

import static candor.kernel.Convolution.LANES;
import static candor.kernel.simd.LaneTile.CHANNELS;
import static candor.kernel.simd.LaneTile.TAPS;
import static candor.kernel.simd.Lanes.SPECIES;
import static jdk.incubator.vector.FloatVector.fromArray;

import candor.kernel.ConvGeometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The weight gradient of one convolution, as tiles of output channels by kernel taps (see [LaneTile]).
///
/// Taps that see the same output pixels share tiles: without padding these are all taps, with padding one class for
/// each place in the kernel. The gradient of a few output channels is packed block by block of pixels. A batch that is
/// no multiple of sixteen is filled up with factors +0 and −0: adding their product, −0, changes no sum.
final class WeightGradient {
  /// Steps for which the gradient is packed at once, so that it stays in the second-level cache.
  private static final int BLOCK = 256;
  /// Bound on the copy of the input that a ragged batch needs.
  private static final int COPY = 1 << 20;

  private final ConvGeometry g;
  private final Scratch scratch = Scratch.own();
  private final List<Range> rows;
  private final List<Range> columns;
  private final int chunks;
  private final int images;

  WeightGradient(ConvGeometry g) {
    this.g = g;
    this.rows = Range.of(g.kh(), g.oh(), g.h(), g::inputRow);
    this.columns = Range.of(g.kw(), g.ow(), g.w(), g::inputColumn);
    this.chunks = (g.n() + LANES - 1) / LANES;
    this.images = chunks * LANES;
  }

  /// Computes the gradient for output channels `oFrom … oTo − 1`, see [candor.kernel.Convolution#weightGradient].
  void run(float[] x, int xo, float[] gy, int go, float[] gw, int wo, int oFrom, int oTo) {
    int to;
    for (int o = oFrom; o < oTo; o = to) {
      int group = o / g.groupOutputs();
      to = Math.min(oTo, (group + 1) * g.groupOutputs());
      int plane = g.h() * g.w();
      int in = xo + group * g.groupInputs() * plane * g.n();
      if (g.n() == images) {
        channels(0, g.groupInputs(), x, in, gy, go, gw, wo, o, to);
      } else {
        int atOnce = Math.clamp(COPY / Math.max(1, plane * images), 1, Math.max(1, g.groupInputs()));
        for (int c = 0; c < g.groupInputs(); c += atOnce) {
          int count = Math.min(atOnce, g.groupInputs() - c);
          channels(c, count, fill(x, in + c * plane * g.n(), count * plane), 0, gy, go, gw, wo, o, to);
        }
      }
    }
  }

  /// Copies pixels so that the images of each begin at a multiple of sixteen; what is between them is +0.
  private float[] fill(float[] x, int xo, int pixels) {
    float[] copy = scratch.copy(pixels * images);
    Arrays.fill(copy, 0, pixels * images, 0f);
    for (int p = 0; p < pixels; p++) {
      System.arraycopy(x, xo + p * g.n(), copy, p * images, g.n());
    }
    return copy;
  }

  /// Input channels `c … c + count − 1` of a group, which begin at `xo`, by output channels `oFrom … oTo − 1`.
  private void channels(int c, int count, float[] x, int xo, float[] gy, int go, float[] gw, int wo, int oFrom,
      int oTo) {
    int outputs = g.oh() * g.ow() * g.n();
    int weights = g.groupInputs() * g.kh() * g.kw();
    for (Range row : rows) {
      for (Range column : columns) {
        Taps taps = locate(count, row, column);
        for (int o = oFrom; o < oTo; o += CHANNELS) {
          int keep = Math.min(CHANNELS, oTo - o);
          taps(taps, row, column, keep, x, xo, gy, go + o * outputs, gw, wo + o * weights + c * g.kh() * g.kw());
        }
      }
    }
  }

  /// Taps of one class, in tiles: where each reads, relative to the first tap of the kernel, and where its gradient
  /// goes.
  private record Taps(int count, int tiles, int[] offsets, int[] targets) {
  }

  /// One class of taps by `keep` output channels.
  private void taps(Taps taps, Range row, Range column, int keep, float[] x, int xo, float[] gy, int go, float[] gw,
      int wo) {
    int tiles = taps.tiles;
    float[] sums = scratch.panel(tiles * LaneTile.SIZE);
    Arrays.fill(sums, 0, tiles * LaneTile.SIZE, 0f);
    int steps = (row.to - row.from) * (column.to - column.from) * chunks;
    for (int first = 0; first < steps; first += BLOCK) {
      int block = Math.min(BLOCK, steps - first);
      int[] at = scratch.sources(BLOCK);
      float[] packed = pack(first, block, row, column, keep, xo, gy, go, at);
      for (int i = 0; i < tiles; i++) {
        LaneTile.run(block, packed, x, at, taps.offsets, i * TAPS, sums, i * LaneTile.SIZE);
      }
    }
    for (int i = 0; i < taps.count; i++) {
      for (int r = 0; r < keep; r++) {
        int lanes = i / TAPS * LaneTile.SIZE + (r * TAPS + i % TAPS) * LANES;
        gw[wo + taps.targets[i] + r * g.groupInputs() * g.kh() * g.kw()] = Lanes.tree(sums, lanes);
      }
    }
  }

  /// The last tap is repeated to fill its tile.
  private Taps locate(int count, Range row, Range column) {
    int taps = count * row.taps.size() * column.taps.size();
    int tiles = (taps + TAPS - 1) / TAPS;
    int[] offsets = scratch.taps(tiles * TAPS);
    int[] targets = scratch.weights(tiles * TAPS);
    int i = 0;
    for (int c = 0; c < count; c++) {
      for (int ky : row.taps) {
        for (int kx : column.taps) {
          offsets[i] = ((c * g.h() + ky * g.dh()) * g.w() + kx * g.dw()) * images;
          targets[i++] = (c * g.kh() + ky) * g.kw() + kx;
        }
      }
    }
    for (; i < tiles * TAPS; i++) {
      offsets[i] = offsets[i - 1];
    }
    return new Taps(taps, tiles, offsets, targets);
  }

  /// Packs the gradient of `block` steps, which are pixels by chunks of sixteen images, and says where the steps begin
  /// in the input.
  private float[] pack(int first, int block, Range row, Range column, int keep, int xo, float[] gy, int go, int[] at) {
    float[] packed = scratch.block(BLOCK * CHANNELS * LANES);
    int plane = g.oh() * g.ow() * g.n();
    int chunk = first % chunks * LANES;
    int oy = row.from + first / chunks / (column.to - column.from);
    int ox = column.from + first / chunks % (column.to - column.from);
    for (int t = 0; t < block; t++) {
      at[t] = xo + ((oy * g.sh() - g.ph()) * g.w() + ox * g.sw() - g.pw()) * images + chunk;
      int from = go + (oy * g.ow() + ox) * g.n() + chunk;
      for (int r = 0; r < keep; r++) {
        copyLanes(gy, from + r * plane, Math.min(LANES, g.n() - chunk), packed, (t * CHANNELS + r) * LANES);
      }
      chunk += LANES;
      if (chunk == images) {
        chunk = 0;
        ox++;
      }
      if (ox == column.to) {
        ox = column.from;
        oy++;
      }
    }
    return packed;
  }

  private static void copyLanes(float[] from, int fo, int count, float[] to, int at) {
    if (count == LANES) {
      for (int lane = 0; lane < LANES; lane += Lanes.WIDTH) {
        fromArray(SPECIES, from, fo + lane).intoArray(to, at + lane);
      }
    } else {
      System.arraycopy(from, fo, to, at, count);
      Arrays.fill(to, at + count, at + LANES, -0f);
    }
  }

  /// Kernel places along one axis that see the same output positions `from … to − 1`.
  record Range(List<Integer> taps, int from, int to) {
    interface Source {
      int of(int position, int tap);
    }

    static List<Range> of(int kernel, int positions, int size, Source source) {
      List<Range> ranges = new ArrayList<>();
      for (int k = 0; k < kernel; k++) {
        int from = 0;
        while (from < positions && source.of(from, k) < 0) {
          from++;
        }
        int to = positions;
        while (to > from && source.of(to - 1, k) >= size) {
          to--;
        }
        with(ranges, from, to).taps.add(k);
      }
      return ranges;
    }

    private static Range with(List<Range> ranges, int from, int to) {
      for (Range range : ranges) {
        if (range.from == from && range.to == to) {
          return range;
        }
      }
      Range range = new Range(new ArrayList<>(), from, to);
      ranges.add(range);
      return range;
    }
  }
}
