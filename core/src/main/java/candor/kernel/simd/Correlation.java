package candor.kernel.simd;

import static candor.kernel.CacheLine.FRONT;
import static candor.kernel.simd.Lanes.WIDTH;
import static candor.kernel.simd.Tile.COLUMNS;

import java.util.List;

/// A convolution or its transpose on batch-innermost planes, as tiles: for every target channel and pixel, a chain over
/// source pixels, in the order in which they lie, and source channels.
///
/// The steps of a [Tile] are the (row, column, source channel) taps of a pixel; its columns are images. Where they are
/// many, sources are copied first (see [SourceStrips]). Otherwise they are read as they lie: the pixels of a row follow
/// each other in memory, so that a row of a run whose sources are adjacent too is one stretch whatever the number of
/// images.
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
/// @param flipped whether the last tap of the weight reads the first source
record Correlation(int n, int sources, int sourceHeight, int sourceWidth, int targetHeight, int targetWidth,
    int kernelHeight, int kernelWidth, int weightTarget, int weightSource, boolean flipped) {
  /// Target channels that are computed one by one, since the lowest tile would be half empty.
  private static final int FEW = 2;
  /// Target channels and taps from which on sources are copied.
  private static final int MANY = 8;
  private static final int LONG = 64;
  /// Fused steps that a copied number serves at least: AVX-512 takes half the time for them, and the copy as long.
  private static final int USES = WIDTH == 16 ? 400 : 0;

  /// Computes rows `rowFrom … rowTo − 1` of target channels `from … to − 1`.
  ///
  /// @param x source planes of the group
  /// @param w weight of the group
  /// @param y target planes of the group
  void run(float[] x, int xo, float[] w, int wo, float[] y, int yo, int from, int to, int rowFrom, int rowTo,
      Axis rows, Axis columns) {
    Taps taps = new Taps(taps(), Scratch.own());
    List<TapRun> columnRuns = columns.cut(0, targetWidth);
    int plane = targetHeight * targetWidth * n;
    if (to - from <= FEW) {
      List<TapRun> rowRuns = rows.cut(rowFrom, rowTo);
      for (int target = from; target < to; target++) {
        one(taps, x, xo, w, wo + target * weightTarget, y, yo + target * plane, rowRuns, columnRuns);
      }
      return;
    }
    taps.pack(to - from, w, wo + from * weightTarget, this);
    if (isCopiedBetter(to - from)) {
      new SourceStrips(this, taps, y).run(x, xo, yo + from * plane, rowFrom, rowTo, rows, columnRuns);
      return;
    }
    for (TapRun row : rows.cut(rowFrom, rowTo)) {
      for (TapRun column : columnRuns) {
        choose(taps, row, column);
        taps.choosePanels();
        plane(taps, x, xo, y, yo + from * plane, row, column);
      }
    }
  }

  /// Taps of a pixel, of all source channels.
  int taps() {
    return kernelHeight * kernelWidth * sources;
  }

  /// Whether a copy pays: targets, steps and what a number is used for are many, and images fill tiles.
  private boolean isCopiedBetter(int targets) {
    return targets >= MANY && taps() >= LONG && targets * kernelHeight * kernelWidth >= USES && n >= COLUMNS
        && 8 * COLUMNS * Math.ceilDiv(n, COLUMNS) <= 9 * n;
  }

  /// The taps of the pair of runs at hand: which of all they are, in the order of their sources, where each reads, how far
  /// behind the place of a strip the loads end, and the panels of their weights.
  static final class Taps {
    final int all;
    final Scratch scratch;
    final int[] which;
    final int[] at;
    int steps;
    int reach;
    int targets;
    float[] ordered = Tile.ZERO;
    float[] panels = Tile.ZERO;

    Taps(int all, Scratch scratch) {
      this.all = all;
      this.scratch = scratch;
      this.which = scratch.taps.atLeast(all);
      this.at = scratch.sources.atLeast(all);
    }

    /// Packs the weights of all taps for some targets as they lie, which is fast, and puts them in order.
    void pack(int count, float[] w, int wo, Correlation c) {
      targets = count;
      float[] packed = scratch.panel.atLeast(Panels.size(count, all));
      int kernel = c.kernelHeight * c.kernelWidth;
      boolean together = c.weightSource == kernel;
      Panels.pack(count, together ? 1 : c.sources, together ? all : kernel, w, wo, c.weightTarget, c.weightSource, 1,
          packed);
      for (int t = 0; t < all; t++) {
        which[t] = t % c.sources * kernel + c.place(t / c.sources);
      }
      ordered = scratch.ordered.atLeast(Panels.size(count, all));
      Panels.choose(count, which, all, packed, all, ordered);
    }

    /// Takes the taps of a pair of runs.
    ///
    /// @param pixel distance between neighbouring pixels of the source
    /// @param channel distance between its channels
    void choose(TapRun row, TapRun column, Correlation c, int pixel, int channel) {
      int last = 0;
      int t = 0;
      for (int i = 0; i < row.taps().length; i++) {
        for (int j = 0; j < column.taps().length; j++) {
          int tap = row.taps()[i] * c.kernelWidth + column.taps()[j];
          int source = row.sources()[i] * c.sourceWidth + column.sources()[j];
          for (int s = 0; s < c.sources; s++) {
            which[t] = tap * c.sources + s;
            at[t] = source * pixel + s * channel;
            last = Math.max(last, at[t++]);
          }
        }
      }
      steps = t;
      reach = last + COLUMNS;
    }

    /// Takes their weights.
    void choosePanels() {
      if (steps == all) {
        panels = ordered;
      } else {
        panels = scratch.chosen.atLeast(Panels.size(targets, steps));
        Panels.choose(targets, which, steps, ordered, all, panels);
      }
    }
  }

  /// Where the weight of a tap lies among those of a kernel, given by the tap's place in the order of their sources.
  private int place(int tap) {
    return flipped ? kernelHeight * kernelWidth - 1 - tap : tap;
  }

  private void choose(Taps taps, TapRun row, TapRun column) {
    taps.choose(row, column, this, n, sourceHeight * sourceWidth * n);
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
    for (int t = 0; t < taps.steps; t++) {
      taps.panels[t] = w[wo + taps.which[t] % sources * weightSource + place(taps.which[t] / sources)];
    }
  }

  private void plane(Taps taps, float[] x, int xo, float[] y, int yo, TapRun row, TapRun column) {
    if (column.isAdjacent() && row.isAdjacent() && isFlatBetter(row.count(), column.count() * n)) {
      flat(taps, x, xo, y, yo + (row.start() * targetWidth + column.start()) * n, row.count(), column.count() * n);
    } else {
      stretches(taps, x, xo, y, yo, row, column);
    }
  }

  private void stretches(Taps taps, float[] x, int xo, float[] y, int yo, TapRun row, TapRun column) {
    int channel = targetHeight * targetWidth * n;
    boolean adjacent = column.isAdjacent();
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

  /// One tile on sources as they lie, or on a copy where its loads would end behind the array.
  private static void inPlace(Taps taps, int rows, int keep, int width, int panel, float[] x, int xo, float[] y, int yo,
      int channel) {
    if (xo + taps.reach <= x.length) {
      Panels.times(rows, keep, width, false, taps.steps, taps.panels, panel, 1, x, xo, taps.at, y, yo, channel,
          taps.scratch.tile);
    } else {
      float[] strip = taps.scratch.block.atLeast(FRONT + taps.steps * COLUMNS);
      for (int t = 0; t < taps.steps; t++) {
        System.arraycopy(x, xo + taps.at[t], strip, FRONT + t * COLUMNS, width);
      }
      Panels.times(rows, keep, width, false, taps.steps, taps.panels, panel, 1, strip, FRONT,
          Tile.inOrder(taps.scratch, taps.steps), y, yo, channel, taps.scratch.tile);
    }
  }
}
