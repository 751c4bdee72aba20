package candor.kernel.simd;

import static candor.kernel.CacheLine.FRONT;
import static candor.kernel.Convolution.LANES;
import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static jdk.incubator.vector.FloatVector.fromArray;

import candor.kernel.ConvGeometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// The weight gradient of one convolution, as tiles of output channels by kernel taps (see [LaneTile]).
///
/// Taps that see the same output pixels share tiles: without padding these are all taps, with padding one class for
/// each place in the kernel. Output pixels are taken block by block, and a block meets all tiles before the next one
/// comes, so that the caches hold what they share: the gradient of a few output channels is packed once for all taps,
/// and the steps of a class are those of the block that it sees. The classes take turns, so that all taps of an input
/// channel come together and find its pixels in the first cache. A batch that is no multiple of sixteen is filled up
/// with factors +0 and −0: adding their product, −0, changes no sum.
final class WeightGradient {
  /// At most how many output channels meet a block of steps, which are pixels by chunks of sixteen images, tile after tile.
  private static final int TOGETHER = 20;
  /// Bound on the sums of the tiles that are held at once, and on the copy of the input that a ragged batch needs.
  private static final int SUMS = 1 << 18;
  private static final int COPY = 1 << 20;

  private final ConvGeometry g;
  private final Scratch scratch = Scratch.own();
  private final List<Range> rows;
  private final List<Range> columns;
  private final int chunks;
  private final int images;
  private final LaneTile shape;

  WeightGradient(ConvGeometry g) {
    this.g = g;
    this.rows = Range.of(g.kh(), g.oh(), g.h(), g::inputRow);
    this.columns = Range.of(g.kw(), g.ow(), g.w(), g::inputColumn);
    this.chunks = (g.n() + LANES - 1) / LANES;
    this.images = chunks * LANES;
    this.shape = Collections.min(LaneTile.FITTING, Comparator.comparingLong(this::work));
  }

  /// How much work a shape of tiles makes of the gradient of one group.
  private long work(LaneTile tile) {
    long work = 0;
    for (Range row : rows) {
      for (Range column : columns) {
        work += tile.work(g.groupOutputs(), g.groupInputs() * row.taps.size() * column.taps.size());
      }
    }
    return work;
  }

  /// The work of the tiles chosen, to be compared with `groupOutputs · groupInputs · kh · kw`.
  long work() {
    return work(shape);
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
          channels(c, count, fill(x, in + c * plane * g.n(), count * plane), FRONT, gy, go, gw, wo, o, to);
        }
      }
    }
  }

  /// Copies pixels so that the images of each begin at a multiple of sixteen; what is between them is +0.
  private float[] fill(float[] x, int xo, int pixels) {
    float[] copy = scratch.copy.atLeast(FRONT + pixels * images);
    Arrays.fill(copy, FRONT, FRONT + pixels * images, 0f);
    for (int p = 0; p < pixels; p++) {
      System.arraycopy(x, xo + p * g.n(), copy, FRONT + p * images, g.n());
    }
    return copy;
  }

  /// Input channels `c … c + count − 1` of a group, which begin at `xo`, by output channels `oFrom … oTo − 1`.
  private void channels(int c, int count, float[] x, int xo, float[] gy, int go, float[] gw, int wo, int oFrom,
      int oTo) {
    int kernel = g.kh() * g.kw();
    int together = TOGETHER / shape.channels * shape.channels;
    int atOnce = Math.max(1, SUMS / (together * LANES * kernel));
    for (int from = 0; from < count; from += atOnce) {
      Tiles tiles = locate(Math.min(atOnce, count - from));
      int in = xo + from * g.h() * g.w() * images;
      for (int o = oFrom; o < oTo; o += together) {
        int to = Math.min(oTo, o + together);
        int weights = wo + (o * g.groupInputs() + c + from) * kernel;
        tiles(tiles, to - o, x, in, gy, go + o * g.outputPlane(), gw, weights);
      }
    }
  }

  /// Taps that see the same output pixels: `count` of them, from the tile `first` on.
  private record TapClass(Range row, Range column, int count, int first, int tiles) {
  }

  /// All taps, in tiles: where each reads, relative to the first tap of the kernel, where its gradient goes, where the
  /// sums of it and an output channel begin; and the tiles in the order in which they take turns, each with its class.
  private record Tiles(List<TapClass> classes, int count, int[] offsets, int[] targets, int[] sums,
      int[] turns) {
  }

  private Tiles locate(int channels) {
    List<TapClass> classes = new ArrayList<>();
    int tiles = 0;
    for (Range row : rows) {
      for (Range column : columns) {
        int taps = channels * row.taps.size() * column.taps.size();
        classes.add(new TapClass(row, column, taps, tiles, Math.ceilDiv(taps, shape.taps)));
        tiles += Math.ceilDiv(taps, shape.taps);
      }
    }
    int[] offsets = scratch.taps.atLeast(tiles * shape.taps);
    int[] targets = scratch.weights.atLeast(tiles * shape.taps);
    for (TapClass tapClass : classes) {
      locate(tapClass, channels, offsets, targets);
    }
    int[] sums = scratch.sums.atLeast(tiles * shape.taps);
    locateSums(tiles, sums);
    return new Tiles(classes, tiles, offsets, targets, sums, turns(classes, tiles));
  }

  /// The last tap of a class is repeated to fill its tile.
  private void locate(TapClass tapClass, int channels, int[] offsets, int[] targets) {
    int i = tapClass.first * shape.taps;
    for (int c = 0; c < channels; c++) {
      for (int ky : tapClass.row.taps) {
        for (int kx : tapClass.column.taps) {
          offsets[i] = ((c * g.h() + ky * g.dh()) * g.w() + kx * g.dw()) * images;
          targets[i++] = (c * g.kh() + ky) * g.kw() + kx;
        }
      }
    }
    Arrays.fill(offsets, i, (tapClass.first + tapClass.tiles) * shape.taps, offsets[Math.max(0, i - 1)]);
  }

  private void locateSums(int tiles, int[] sums) {
    for (int i = 0; i < tiles * shape.taps; i++) {
      sums[i] = i / shape.taps * shape.size + i % shape.taps * LANES;
    }
  }

  /// The classes, which may have different numbers of tiles, keep the same pace through the input channels.
  private int[] turns(List<TapClass> classes, int tiles) {
    int[] turns = scratch.turns.atLeast(2 * tiles);
    int rounds = 0;
    for (TapClass tapClass : classes) {
      rounds = Math.max(rounds, tapClass.tiles);
    }
    int next = 0;
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < classes.size(); i++) {
        TapClass tapClass = classes.get(i);
        int end = tapClass.first + tapClass.tiles * (round + 1) / rounds;
        for (int tile = tapClass.first + tapClass.tiles * round / rounds; tile < end; tile++) {
          turns[next++] = tile;
          turns[next++] = i;
        }
      }
    }
    return turns;
  }

  /// All taps by `outputs` output channels, of which `gy` and `gw` begin at `go` and `wo`.
  private void tiles(Tiles tiles, int outputs, float[] x, int xo, float[] gy, int go, float[] gw, int wo) {
    int size = tiles.count * shape.size;
    int blocks = Math.ceilDiv(outputs, shape.channels);
    float[] sums = scratch.panel.atLeast(FRONT + blocks * size);
    Arrays.fill(sums, FRONT, FRONT + blocks * size, 0f);
    Steps steps = new Steps(shape, tiles.classes.size(), scratch);
    int all = g.oh() * g.ow() * chunks;
    for (int first = 0; first < all; first += shape.steps) {
      int count = Math.min(shape.steps, all - first);
      choose(tiles, first, count, xo, steps);
      for (int b = 0; b < blocks; b++) {
        int keep = Math.min(shape.channels, outputs - b * shape.channels);
        float[] packed = pack(first, count, keep, gy, go + b * shape.channels * g.outputPlane());
        block(tiles, steps, packed, x, sums, FRONT + b * size);
      }
    }
    for (int o = 0; o < outputs; o++) {
      int row = FRONT + o / shape.channels * size + o % shape.channels * shape.taps * LANES;
      store(tiles, sums, row, gw, wo + o * g.groupInputs() * g.kh() * g.kw());
    }
  }

  /// A block of steps meets all tiles.
  private void block(Tiles tiles, Steps steps, float[] packed, float[] x, float[] sums, int so) {
    for (int i = 0; i < tiles.count; i++) {
      int tile = tiles.turns[2 * i];
      int tapClass = tiles.turns[2 * i + 1];
      shape.run(steps, steps.first(tapClass), steps.end(tapClass), packed, x, tiles.offsets, tile * shape.taps, sums,
          so + tile * shape.size);
    }
  }

  /// The gradients of one output channel, as many at once as a vector has lanes, the last ones twice if need be.
  private void store(Tiles tiles, float[] sums, int so, float[] gw, int wo) {
    for (TapClass tapClass : tiles.classes) {
      int first = tapClass.first * shape.taps;
      int end = first + tapClass.count;
      if (tapClass.count < WIDTH) {
        for (int i = first; i < end; i++) {
          gw[wo + tiles.targets[i]] = Lanes.tree(sums, so + tiles.sums[i]);
        }
        continue;
      }
      for (int next = first; next < end; next += WIDTH) {
        int i = Math.min(next, end - WIDTH);
        Lanes.trees(sums, tiles.sums, i, so, scratch.trees);
        for (int lane = 0; lane < WIDTH; lane++) {
          gw[wo + tiles.targets[i + lane]] = scratch.trees[lane];
        }
      }
    }
  }

  /// Finds the steps of a block that each class sees.
  private void choose(Tiles tiles, int first, int count, int xo, Steps steps) {
    steps.clear();
    int next;
    for (int t = 0; t < count; t = next) {
      int pixel = (first + t) / chunks;
      int chunk = first + t - pixel * chunks;
      next = Math.min(count, t + chunks - chunk);
      int oy = pixel / g.ow();
      int ox = pixel - oy * g.ow();
      int in = xo + ((oy * g.sh() - g.ph()) * g.w() + ox * g.sw() - g.pw()) * images + chunk * LANES;
      for (int i = 0; i < tiles.classes.size(); i++) {
        TapClass tapClass = tiles.classes.get(i);
        if (tapClass.row.contains(oy) && tapClass.column.contains(ox)) {
          steps.add(i, in, FRONT + t * shape.pitch(), next - t);
        }
      }
    }
  }

  /// Packs the gradient of `count` steps for `keep` output channels.
  private float[] pack(int first, int count, int keep, float[] gy, int go) {
    float[] packed = scratch.block.atLeast(FRONT + shape.steps * shape.pitch());
    for (int r = 0; r < keep; r++) {
      int plane = go + r * g.outputPlane();
      if (g.n() == images) {
        copy(count, gy, plane + first * LANES, packed, FRONT + r * LANES);
      } else {
        fill(first, count, gy, plane, packed, FRONT + r * LANES);
      }
    }
    return packed;
  }

  /// Steps that follow each other in memory.
  private void copy(int count, float[] gy, int go, float[] packed, int at) {
    int pitch = shape.pitch();
    for (int t = 0; t < count; t++) {
      for (int lane = 0; lane < LANES; lane += WIDTH) {
        fromArray(SPECIES, gy, go + t * LANES + lane).intoArray(packed, at + t * pitch + lane);
      }
    }
  }

  /// Steps of which the last one of a pixel has fewer than sixteen images.
  private void fill(int first, int count, float[] gy, int go, float[] packed, int at) {
    for (int t = 0; t < count; t++) {
      int pixel = (first + t) / chunks;
      int image = (first + t - pixel * chunks) * LANES;
      int in = go + pixel * g.n() + image;
      int out = at + t * shape.pitch();
      int exist = Math.min(LANES, g.n() - image);
      System.arraycopy(gy, in, packed, out, exist);
      Arrays.fill(packed, out + exist, out + LANES, -0f);
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

    boolean contains(int position) {
      return position >= from && position < to;
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
