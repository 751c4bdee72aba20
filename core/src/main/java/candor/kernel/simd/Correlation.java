package candor.kernel.simd;

import java.util.ArrayList;
import java.util.List;

/// A convolution or its transpose on batch-innermost planes, as tiles: for every target channel and pixel, a chain over
/// source channels, kernel rows and kernel columns.
///
/// The steps of a [Tile] are the (source channel, row, column) taps of a pixel; its columns are images, and the pixels
/// of a row follow each other in memory, so that a row of a run whose sources are adjacent too is one strip whatever
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
    List<Block> blocks = blocks(w, wo, from, to, taps);
    for (TapRun row : rows) {
      for (TapRun column : columns) {
        choose(taps, row, column);
        plane(blocks, taps, x, xo, y, yo, row, column);
      }
    }
  }

  /// Target channels of one height of tiles, from `first` on: `keep` of them exist, their weights lie in the panel at
  /// `at`.
  private record Block(int first, int height, int keep, float[] panel, int at) {
  }

  /// Packs the weights of all taps.
  private List<Block> blocks(float[] w, int wo, int from, int to, Taps taps) {
    float[] panel = taps.scratch.panel.atLeast(Panel.size(to - from + Tile.MAX_ROWS, taps.all));
    List<Block> blocks = new ArrayList<>();
    int height;
    for (int first = from; first < to; first += height) {
      height = height(to - first);
      Block block = new Block(first, height, Math.min(height, to - first), panel, (first - from) * taps.all);
      pack(block, w, wo + first * weightTarget);
      blocks.add(block);
    }
    return blocks;
  }

  /// Two tiles of eight rows are faster than one of twelve and one of four, whose few chains wait for each other.
  private static int height(int left) {
    return Tile.MAX_ROWS == 12 && left > 12 && left <= 16 ? 8 : Tile.height(left);
  }

  private void pack(Block block, float[] w, int wo) {
    int kernel = kernelHeight * kernelWidth;
    boolean together = weightSource == kernel;
    int parts = together ? 1 : sources;
    int steps = together ? sources * kernel : kernel;
    for (int s = 0; s < parts; s++) {
      Panel.pack(block.height, block.keep, steps, w, wo + s * weightSource, weightTarget, 1, block.panel,
          block.at + s * steps * block.height);
    }
  }

  /// The taps of the pair of runs at hand: which of all they are, where each reads, where its weights begin in a block,
  /// and how far behind the place of a strip the loads end.
  private static final class Taps {
    final int all;
    final Scratch scratch;
    final int[] which;
    final int[] at;
    final int[] weights;
    int steps;
    int reach;

    Taps(int all, Scratch scratch) {
      this.all = all;
      this.scratch = scratch;
      this.which = scratch.taps.atLeast(all);
      this.at = scratch.sources.atLeast(all);
      this.weights = scratch.weights.atLeast(all);
    }

    void locateWeights(int height) {
      for (int t = 0; t < steps; t++) {
        weights[t] = which[t] * height;
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
    taps.reach = last + Tile.COLUMNS;
  }

  /// One target channel.
  private void one(Taps taps, float[] x, int xo, float[] w, int wo, float[] y, int yo, List<TapRun> rows,
      List<TapRun> columns) {
    float[] coefficients = taps.scratch.panel.atLeast(taps.all);
    int kernel = kernelHeight * kernelWidth;
    for (TapRun row : rows) {
      for (TapRun column : columns) {
        choose(taps, row, column);
        for (int t = 0; t < taps.steps; t++) {
          coefficients[t] = w[wo + taps.which[t] / kernel * weightSource + taps.which[t] % kernel];
        }
        boolean adjacent = isAdjacent(column);
        int strips = adjacent ? 1 : column.count();
        int length = adjacent ? column.count() * n : n;
        for (int j = 0; j < row.count(); j++) {
          int in = xo + j * row.sourceStep() * sourceWidth * n;
          int out = yo + ((row.start() + j * row.step()) * targetWidth + column.start()) * n;
          for (int i = 0; i < strips; i++) {
            Strand.run(taps.steps, coefficients, taps.at, 0, x, in + i * column.sourceStep() * n, y,
                out + i * column.step() * n, length);
          }
        }
      }
    }
  }

  /// Whether neighbouring columns are neighbours in memory, on both sides.
  private static boolean isAdjacent(TapRun column) {
    return column.step() == 1 && column.sourceStep() == 1;
  }

  private void plane(List<Block> blocks, Taps taps, float[] x, int xo, float[] y, int yo, TapRun row, TapRun column) {
    int channel = targetHeight * targetWidth * n;
    boolean adjacent = isAdjacent(column);
    if (adjacent && row.step() == 1 && row.sourceStep() == 1 && isFlatBetter(row.count(), column.count() * n)) {
      for (Block block : blocks) {
        taps.locateWeights(block.height);
        flat(block, taps, x, xo, y, yo + block.first * channel + (row.start() * targetWidth + column.start()) * n,
            row.count(), column.count() * n);
      }
      return;
    }
    int strips = adjacent ? 1 : column.count();
    int length = adjacent ? column.count() * n : n;
    for (int j = 0; j < row.count(); j++) {
      int in = xo + j * row.sourceStep() * sourceWidth * n;
      int out = yo + ((row.start() + j * row.step()) * targetWidth + column.start()) * n;
      // All blocks of a row, so that the second cache holds what they read.
      for (Block block : blocks) {
        taps.locateWeights(block.height);
        for (int i = 0; i < strips; i++) {
          strip(block, taps, x, in + i * column.sourceStep() * n, y,
              out + block.first * channel + i * column.step() * n, channel, length);
        }
      }
    }
  }

  /// Whether rows are so short that it takes fewer tiles to compute what would lie between them too.
  private boolean isFlatBetter(int rows, int length) {
    int all = flatLength(rows, length);
    return all >= Tile.COLUMNS && tiles(all) < rows * tiles(length);
  }

  private int flatLength(int rows, int length) {
    return (rows - 1) * sourceWidth * n + length;
  }

  private static int tiles(int columns) {
    return (columns + Tile.COLUMNS - 1) / Tile.COLUMNS;
  }

  /// All rows as one strip that is as wide as the source; then those columns that exist are copied.
  private void flat(Block block, Taps taps, float[] x, int xo, float[] y, int yo, int rows, int length) {
    int all = flatLength(rows, length);
    float[] wide = taps.scratch.copy.atLeast(block.keep * all);
    strip(block, taps, x, xo, wide, 0, all, all);
    for (int r = 0; r < block.keep; r++) {
      for (int j = 0; j < rows; j++) {
        System.arraycopy(wide, r * all + j * sourceWidth * n, y, yo + (r * targetHeight + j) * targetWidth * n, length);
      }
    }
  }

  /// The last tile of a strip repeats columns of the one before; a strip shorter than a tile reads on into the next
  /// pixels and keeps its own columns.
  private static void strip(Block block, Taps taps, float[] x, int xo, float[] y, int yo, int channel, int length) {
    int width = Math.min(length, Tile.COLUMNS);
    for (int i = 0; i < length; i += Tile.COLUMNS) {
      int j = Math.min(i, length - width);
      if (block.keep == block.height && width == Tile.COLUMNS) {
        Tile.run(block.height, Tile.ZERO, 0, 0, y, yo + j, channel, taps.steps, block.panel, block.at, taps.weights,
            x, xo + j, taps.at);
      } else if (xo + j + taps.reach <= x.length) {
        edge(block, taps, width, x, xo + j, taps.at, y, yo + j, channel);
      } else {
        float[] copy = gather(taps, width, x, xo + j);
        edge(block, taps, width, copy, 0, taps.scratch.packed.of(Tile.COLUMNS, taps.steps), y, yo + j, channel);
      }
    }
  }

  private static void edge(Block block, Taps taps, int width, float[] x, int xo, int[] at, float[] y, int yo,
      int channel) {
    Tile.runEdge(block.height, block.keep, width, false, y, yo, channel, taps.steps, block.panel, block.at,
        taps.weights, x, xo, at, taps.scratch.tile);
  }

  /// Copies what a tile reads, because its loads would end behind the array.
  private static float[] gather(Taps taps, int width, float[] x, int xo) {
    float[] copy = taps.scratch.copy.atLeast(taps.steps * Tile.COLUMNS);
    for (int t = 0; t < taps.steps; t++) {
      System.arraycopy(x, xo + taps.at[t], copy, t * Tile.COLUMNS, width);
    }
    return copy;
  }
}
