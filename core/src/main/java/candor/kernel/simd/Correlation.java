package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static jdk.incubator.vector.FloatVector.fromArray;

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

  /// Computes the rows and columns of `rows` and `columns` for target channels `from … to − 1`.
  ///
  /// @param x source planes of the group
  /// @param w weight of the group
  /// @param y target planes of the group
  void run(float[] x, int xo, float[] w, int wo, float[] y, int yo, int from, int to, List<TapRun> rows,
      List<TapRun> columns) {
    Scratch scratch = Scratch.own();
    int taps = sources * kernelHeight * kernelWidth;
    int height;
    for (int c = from; c < to; c += height) {
      height = Tile.height(to - c);
      int keep = Math.min(height, to - c);
      float[] panel = scratch.block(Panel.size(height, taps));
      pack(height, keep, w, wo + c * weightTarget, panel);
      for (TapRun row : rows) {
        for (TapRun column : columns) {
          Taps some = taps(height, keep, panel, row, column, scratch);
          plane(some, x, xo, y, yo + c * targetHeight * targetWidth * n, row, column);
        }
      }
    }
  }

  /// Packs the weights of all taps.
  private void pack(int height, int keep, float[] w, int wo, float[] panel) {
    int kernel = kernelHeight * kernelWidth;
    if (weightSource == kernel) {
      Panel.pack(height, keep, sources * kernel, w, wo, weightTarget, 1, panel, 0);
    } else {
      for (int s = 0; s < sources; s++) {
        Panel.pack(height, keep, kernel, w, wo + s * weightSource, weightTarget, 1, panel, s * kernel * height);
      }
    }
  }

  /// What the tiles of one block of channels and one pair of runs share.
  private record Taps(int height, int keep, int steps, float[] panel, int[] at, Scratch scratch) {
  }

  /// Picks the taps of one pair of runs.
  private Taps taps(int height, int keep, float[] all, TapRun row, TapRun column, Scratch scratch) {
    int steps = sources * row.taps().length * column.taps().length;
    int[] at = scratch.steps(steps);
    float[] panel = scratch.panel(Panel.size(height, steps));
    int t = 0;
    for (int s = 0; s < sources; s++) {
      for (int i = 0; i < row.taps().length; i++) {
        int tap = (s * kernelHeight + row.taps()[i]) * kernelWidth;
        int source = (s * sourceHeight + row.sources()[i]) * sourceWidth;
        for (int j = 0; j < column.taps().length; j++) {
          fromArray(SPECIES, all, (tap + column.taps()[j]) * height).intoArray(panel, t * height);
          at[t++] = (source + column.sources()[j]) * n;
        }
      }
    }
    return new Taps(height, keep, steps, panel, at, scratch);
  }

  private void plane(Taps taps, float[] x, int xo, float[] y, int yo, TapRun row, TapRun column) {
    boolean adjacent = column.step() == 1 && column.sourceStep() == 1;
    int strips = adjacent ? 1 : column.count();
    int length = adjacent ? column.count() * n : n;
    int reach = reach(taps);
    for (int j = 0; j < row.count(); j++) {
      int in = xo + j * row.sourceStep() * sourceWidth * n;
      int out = yo + ((row.start() + j * row.step()) * targetWidth + column.start()) * n;
      for (int i = 0; i < strips; i++) {
        strip(taps, reach, x, in + i * column.sourceStep() * n, y, out + i * column.step() * n, length);
      }
    }
  }

  /// How far behind the place of a strip in the source its loads end.
  private static int reach(Taps taps) {
    int last = 0;
    for (int t = 0; t < taps.steps; t++) {
      last = Math.max(last, taps.at[t]);
    }
    return last + Tile.COLUMNS;
  }

  /// The last tile of a strip repeats columns of the one before; a strip shorter than a tile reads on into the next
  /// pixels and keeps its own columns.
  private void strip(Taps taps, int reach, float[] x, int xo, float[] y, int yo, int length) {
    int channel = targetHeight * targetWidth * n;
    int width = Math.min(length, Tile.COLUMNS);
    for (int i = 0; i < length; i += Tile.COLUMNS) {
      int j = Math.min(i, length - width);
      if (taps.keep == taps.height && width == Tile.COLUMNS) {
        Tile.run(taps.height, taps.steps, taps.panel, 0, taps.height, x, xo + j, taps.at, Tile.ZERO, 0, 0, y, yo + j, channel);
      } else if (xo + j + reach <= x.length) {
        edge(taps, width, x, xo + j, taps.at, y, yo + j, channel);
      } else {
        float[] copy = gather(taps, width, x, xo + j);
        edge(taps, width, copy, 0, taps.scratch.multiples(taps.steps), y, yo + j, channel);
      }
    }
  }

  private static void edge(Taps taps, int width, float[] x, int xo, int[] at, float[] y, int yo, int channel) {
    Tile.runEdge(taps.height, taps.keep, width, taps.steps, taps.panel, 0, taps.height, x, xo, at, false, y, yo, channel,
        taps.scratch.tile);
  }

  /// Copies what a tile reads, because its loads would end behind the array.
  private static float[] gather(Taps taps, int width, float[] x, int xo) {
    float[] copy = taps.scratch.copy(taps.steps * Tile.COLUMNS);
    for (int t = 0; t < taps.steps; t++) {
      System.arraycopy(x, xo + taps.at[t], copy, t * Tile.COLUMNS, width);
    }
    return copy;
  }
}
