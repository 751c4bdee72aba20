package candor.kernel.simd;

import static candor.kernel.CacheLine.FRONT;
import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static candor.kernel.simd.Tile.COLUMNS;
import static jdk.incubator.vector.FloatVector.fromArray;

import java.util.List;

/// A convolution or its transpose on batch-innermost planes, as tiles: for every target channel and pixel, a chain over
/// source channels, kernel rows and kernel columns.
///
/// The steps of a [Tile] are the (source channel, row, column) taps of a pixel; its columns are images, and the pixels
/// of a row follow each other in memory, so that a row of a run whose sources are adjacent too is one stretch whatever
/// the number of images.
///
/// @param n images
/// @param sources source channels of the group
/// @param sourceHeight rows of a source plane
/// @param sourceWidth columns of a source plane
/// @param targetHeight rows of a target plane
/// @param targetWidth columns of a target plane
/// @param kernelHeight rows of the kernel
/// @param kernelWidth columns of the kernel
/// @param weightTarget distance between target channels in the weight
/// @param weightSource distance between source channels in the weight
record Correlation(int n, int sources, int sourceHeight, int sourceWidth, int targetHeight, int targetWidth,
    int kernelHeight, int kernelWidth, int weightTarget, int weightSource) {
  /// Target channels that are computed one by one, since the lowest tile would be half empty.
  private static final int FEW = 2;
  /// Target channels and taps from which on sources are gathered: where what a tile reads fills the first cache, several
  /// tiles read it, and each is so small that it waits. The tiles of AVX-512 hide how their sources lie.
  private static final int MANY = Tile.MAX_ROWS == 12 ? Integer.MAX_VALUE : 16;
  private static final int LONG = 256;

  /// Computes the rows and columns of `rows` and `columns` for target channels `from … to − 1`.
  ///
  /// @param x source planes of the group
  /// @param w weight of the group
  /// @param y target planes of the group
  void run(float[] x, int xo, float[] w, int wo, float[] y, int yo, int from, int to, List<TapRun> rows,
      List<TapRun> columns) {
    Taps taps = new Taps(sources * kernelHeight * kernelWidth, Scratch.own());
    if (to - from <= FEW) {
      for (int target = from; target < to; target++) {
        one(taps, x, xo, w, wo + target * weightTarget, y, yo + target * targetHeight * targetWidth * n, rows, columns);
      }
      return;
    }
    taps.pack(to - from, w, wo + from * weightTarget, this);
    for (TapRun row : rows) {
      for (TapRun column : columns) {
        choose(taps, row, column);
        taps.choosePanels();
        plane(taps, x, xo, y, yo + from * targetHeight * targetWidth * n, row, column);
      }
    }
  }

  /// The taps of the pair of runs at hand: which of all they are, where each reads, how far behind the place of a strip the
  /// loads end, and the panels of their weights.
  private static final class Taps {
    final int all;
    final Scratch scratch;
    final int[] which;
    final int[] at;
    int steps;
    int reach;
    int targets;
    float[] packed = Tile.ZERO;
    float[] panels = Tile.ZERO;

    Taps(int all, Scratch scratch) {
      this.all = all;
      this.scratch = scratch;
      this.which = scratch.taps.atLeast(all);
      this.at = scratch.sources.atLeast(all);
    }

    /// Packs the weights of all taps for some targets.
    void pack(int count, float[] w, int wo, Correlation c) {
      targets = count;
      packed = scratch.panel.atLeast(Panels.size(count, all));
      int kernel = c.kernelHeight * c.kernelWidth;
      boolean together = c.weightSource == kernel;
      Panels.pack(count, together ? 1 : c.sources, together ? all : kernel, w, wo, c.weightTarget, c.weightSource, 1,
          packed);
    }

    /// Takes the weights of the taps at hand.
    void choosePanels() {
      if (steps == all) {
        panels = packed;
      } else {
        panels = scratch.chosen.atLeast(Panels.size(targets, steps));
        Panels.choose(targets, which, steps, packed, all, panels);
      }
    }
  }

  private void choose(Taps taps, TapRun row, TapRun column) {
    int last = 0;
    int t = 0;
    for (int s = 0; s < sources; s++) {
      for (int i = 0; i < row.taps().length; i++) {
        int tap = (s * kernelHeight + row.taps()[i]) * kernelWidth;
        int source = (s * sourceHeight + row.sources()[i]) * sourceWidth;
        for (int j = 0; j < column.taps().length; j++) {
          taps.which[t] = tap + column.taps()[j];
          taps.at[t] = (source + column.sources()[j]) * n;
          last = Math.max(last, taps.at[t++]);
        }
      }
    }
    taps.steps = t;
    taps.reach = last + COLUMNS;
  }

  /// One target channel.
  private void one(Taps taps, float[] x, int xo, float[] w, int wo, float[] y, int yo, List<TapRun> rows,
      List<TapRun> columns) {
    taps.targets = 1;
    taps.panels = taps.scratch.panel.atLeast(taps.all);
    for (TapRun row : rows) {
      for (TapRun column : columns) {
        choose(taps, row, column);
        choose(taps, w, wo);
        stretches(taps, x, xo, y, yo, row, column);
      }
    }
  }

  private void choose(Taps taps, float[] w, int wo) {
    int kernel = kernelHeight * kernelWidth;
    for (int t = 0; t < taps.steps; t++) {
      taps.panels[t] = w[wo + taps.which[t] / kernel * weightSource + taps.which[t] % kernel];
    }
  }

  /// Whether neighbours in a run are neighbours on both sides.
  private static boolean isAdjacent(TapRun run) {
    return run.step() == 1 && run.sourceStep() == 1;
  }

  private void plane(Taps taps, float[] x, int xo, float[] y, int yo, TapRun row, TapRun column) {
    if (isAdjacent(column) && isAdjacent(row) && isFlatBetter(row.count(), column.count() * n)) {
      flat(taps, x, xo, y, yo + (row.start() * targetWidth + column.start()) * n, row.count(), column.count() * n);
    } else {
      stretches(taps, x, xo, y, yo, row, column);
    }
  }

  private void stretches(Taps taps, float[] x, int xo, float[] y, int yo, TapRun row, TapRun column) {
    int channel = targetHeight * targetWidth * n;
    boolean adjacent = isAdjacent(column);
    int stretches = adjacent ? 1 : column.count();
    int length = adjacent ? column.count() * n : n;
    for (int j = 0; j < row.count(); j++) {
      int in = xo + j * row.sourceStep() * sourceWidth * n;
      int out = yo + ((row.start() + j * row.step()) * targetWidth + column.start()) * n;
      for (int i = 0; i < stretches; i++) {
        stretch(taps, x, in + i * column.sourceStep() * n, y, out + i * column.step() * n, channel, length);
      }
    }
  }

  /// Whether rows are so short that it takes fewer tiles to compute what would lie between them too.
  private boolean isFlatBetter(int rows, int length) {
    int all = flatLength(rows, length);
    return all >= COLUMNS && tiles(all) < rows * tiles(length);
  }

  private int flatLength(int rows, int length) {
    return (rows - 1) * sourceWidth * n + length;
  }

  private static int tiles(int columns) {
    return (columns + COLUMNS - 1) / COLUMNS;
  }

  /// All rows as one stretch that is as wide as the source; then those columns that exist are copied.
  private void flat(Taps taps, float[] x, int xo, float[] y, int yo, int rows, int length) {
    int all = flatLength(rows, length);
    float[] wide = taps.scratch.copy.atLeast(taps.targets * all);
    stretch(taps, x, xo, wide, 0, all, all);
    for (int r = 0; r < taps.targets; r++) {
      for (int j = 0; j < rows; j++) {
        System.arraycopy(wide, r * all + j * sourceWidth * n, y, yo + (r * targetHeight + j) * targetWidth * n, length);
      }
    }
  }

  /// Neighbouring pixels. The last tile repeats columns of the one before; a stretch shorter than a tile reads on into the
  /// next pixels and keeps its own columns.
  private static void stretch(Taps taps, float[] x, int xo, float[] y, int yo, int channel, int length) {
    if (taps.targets == 1) {
      Strand.run(taps.steps, taps.panels, taps.at, 0, x, xo, y, yo, length);
      return;
    }
    int width = Math.min(length, COLUMNS);
    if (taps.targets >= MANY && taps.steps >= LONG && width == COLUMNS) {
      for (int i = 0; i < length; i += COLUMNS) {
        int j = Math.min(i, length - width);
        gathered(taps, x, xo + j, y, yo + j, channel);
      }
      return;
    }
    int rows;
    for (int r = 0; r < taps.targets; r += rows) {
      rows = Tile.height(taps.targets - r);
      int keep = Math.min(rows, taps.targets - r);
      for (int i = 0; i < length; i += COLUMNS) {
        int j = Math.min(i, length - width);
        inPlace(taps, rows, keep, width, r * taps.steps, x, xo + j, y, yo + r * channel + j, channel);
      }
    }
  }

  /// All targets of a strip of sources, some steps after the other.
  private static void gathered(Taps taps, float[] x, int xo, float[] y, int yo, int channel) {
    int depth = Panels.depth(taps.steps);
    for (int t = 0; t < taps.steps; t += depth) {
      int steps = Math.min(depth, taps.steps - t);
      float[] strip = gather(taps, t, steps, COLUMNS, x, xo);
      Panels.times(taps.targets, COLUMNS, t > 0, t, steps, taps.panels, 0, 1, taps.steps, strip, FRONT,
          Tile.inOrder(taps.scratch, steps), y, yo, channel, taps.scratch.tile);
    }
  }

  /// One tile on sources as they lie, or on a copy where its loads would end behind the array.
  private static void inPlace(Taps taps, int rows, int keep, int width, int panel, float[] x, int xo, float[] y, int yo,
      int channel) {
    if (xo + taps.reach <= x.length) {
      Panels.times(rows, keep, width, false, taps.steps, taps.panels, panel, 1, x, xo, taps.at, y, yo, channel,
          taps.scratch.tile);
    } else {
      float[] strip = gather(taps, 0, taps.steps, width, x, xo);
      Panels.times(rows, keep, width, false, taps.steps, taps.panels, panel, 1, strip, FRONT,
          Tile.inOrder(taps.scratch, taps.steps), y, yo, channel, taps.scratch.tile);
    }
  }

  /// Copies what the columns of a tile read, in vectors where the last of them ends before the array does.
  private static float[] gather(Taps taps, int first, int steps, int width, float[] x, int xo) {
    float[] strip = taps.scratch.block.atLeast(FRONT + steps * COLUMNS);
    if (xo + taps.reach <= x.length) {
      gather(taps.at, first, steps, x, xo, strip);
    } else {
      for (int t = 0; t < steps; t++) {
        System.arraycopy(x, xo + taps.at[first + t], strip, FRONT + t * COLUMNS, width);
      }
    }
    return strip;
  }

  private static void gather(int[] at, int first, int steps, float[] x, int xo, float[] strip) {
    for (int t = 0; t < steps; t++) {
      int in = xo + at[first + t];
      int out = FRONT + t * COLUMNS;
      fromArray(SPECIES, x, in).intoArray(strip, out);
      fromArray(SPECIES, x, in + WIDTH).intoArray(strip, out + WIDTH);
    }
  }
}
