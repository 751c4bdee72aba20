package candor.kernel.simd;

import static candor.kernel.CacheLine.FRONT;
import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static candor.kernel.simd.Tile.COLUMNS;
import static jdk.incubator.vector.FloatVector.fromArray;

import java.util.List;

/// A [Correlation] on a copy of its sources: as many images as a tile has columns, pixel by pixel, and at each pixel
/// channel by channel.
///
/// What neighbouring taps read is then one strip, as a product packs it, and so are their weights. Long pieces are
/// multiplied one after the other; short ones together, by a table of where their steps begin. Either way the weights of a
/// tile meet some neighbouring pixels before the next ones come: the first cache then holds them, and the sources that
/// the pixels share.
final class SourceStrips {
  /// Numbers of a copy, which the second cache should hold: 256 KB.
  private static final int NUMBERS = 1 << 16;
  /// Steps of a piece that is worth tiles of its own.
  private static final int LONG = 48;
  /// Neighbouring pixels that a tile's weights meet.
  private static final int PIXELS = 16;

  private final Correlation c;
  private final Correlation.Taps taps;
  private final Scratch scratch;
  private final float[] sums;
  private final float[] y;
  private float[] strip = Tile.ZERO;

  /// The line at hand: how many pixels of a row, where the sources of the first one begin in the copy, and where it lies
  /// in the first target plane; how far those of two pixels are apart.
  private int pixels;
  private int source;
  private int sourceStep;
  private int target;
  private int targetStep;

  /// Readies the copy.
  ///
  /// @param c the correlation
  /// @param taps its taps, with packed weights
  /// @param y target planes
  SourceStrips(Correlation c, Correlation.Taps taps, float[] y) {
    this.c = c;
    this.taps = taps;
    this.scratch = taps.scratch;
    this.sums = scratch.copy.atLeast(PIXELS * Tile.MAX_ROWS * COLUMNS);
    this.y = y;
  }

  /// Computes rows `rowFrom … rowTo − 1`, as many at a time as have few enough sources.
  void run(float[] x, int xo, int yo, int rowFrom, int rowTo, Axis rows, List<TapRun> columns) {
    int height = height(rowTo - rowFrom, rows);
    for (int from = rowFrom; from < rowTo; from += height) {
      List<TapRun> runs = rows.cut(from, Math.min(rowTo, from + height));
      int end = TapRun.endOfSources(runs);
      int first = Math.min(end, TapRun.firstSource(runs));
      int count = end - first;
      strip = scratch.block.atLeast(FRONT + count * c.sourceWidth() * c.sources() * COLUMNS);
      for (int i = 0; i < c.n(); i += COLUMNS) {
        int image = Math.min(i, c.n() - COLUMNS);
        copy(x, xo + image, first, count);
        for (TapRun row : runs) {
          for (TapRun column : columns) {
            lines(first, yo + image, row, column);
          }
        }
      }
    }
  }

  private int height(int all, Axis rows) {
    int most = NUMBERS / (c.sourceWidth() * c.sources() * COLUMNS);
    int height = all;
    while (height > 1 && (height - 1) * rows.sourceStep() / rows.step() + rows.kernel() > most) {
      height = Math.ceilDiv(height, 2);
    }
    return height;
  }

  private void copy(float[] x, int xo, int firstRow, int rows) {
    int row = c.sourceWidth() * c.n();
    for (int s = 0; s < c.sources(); s++) {
      copy(rows * c.sourceWidth(), x, xo + (s * c.sourceHeight() + firstRow) * row, c.n(), strip, FRONT + s * COLUMNS,
          c.sources() * COLUMNS);
    }
  }

  private static void copy(int pixels, float[] x, int xo, int xs, float[] y, int yo, int ys) {
    for (int p = 0; p < pixels; p++) {
      int in = xo + p * xs;
      int out = yo + p * ys;
      fromArray(SPECIES, x, in).intoArray(y, out);
      fromArray(SPECIES, x, in + WIDTH).intoArray(y, out + WIDTH);
    }
  }

  /// All pixels of a pair of runs, line by line.
  private void lines(int firstRow, int yo, TapRun row, TapRun column) {
    int together = column.isDense() ? column.taps().length : 1;
    boolean inPieces = together * c.sources() >= LONG;
    if (!inPieces) {
      taps.choose(row, column, c, c.sources() * COLUMNS, COLUMNS);
      taps.choosePanels();
    }
    sourceStep = column.sourceStep() * c.sources() * COLUMNS;
    targetStep = column.step() * c.n();
    for (int j = 0; j < row.count(); j++) {
      int first = pixel(j * row.sourceStep() - firstRow, 0);
      int start = yo + ((row.start() + j * row.step()) * c.targetWidth() + column.start()) * c.n();
      for (int i = 0; i < column.count(); i += PIXELS) {
        pixels = Math.min(PIXELS, column.count() - i);
        source = first + i * sourceStep;
        target = start + i * targetStep;
        int rows;
        for (int r = 0; r < taps.targets; r += rows) {
          rows = Tile.height(taps.targets - r);
          if (inPieces) {
            pieces(r, rows, together, row, column);
          } else {
            byTable(r, rows);
          }
        }
      }
    }
  }

  /// Where a pixel of the copied rows begins.
  private int pixel(int row, int column) {
    return FRONT + (row * c.sourceWidth() + column) * c.sources() * COLUMNS;
  }

  /// Distance between target planes.
  private int channel() {
    return c.targetHeight() * c.targetWidth() * c.n();
  }

  /// The tile of targets from `r` on, all steps of a pixel in one loop.
  private void byTable(int r, int rows) {
    int out = target + r * channel();
    for (int p = 0; p < pixels; p++) {
      Panels.times(rows, keep(r, rows), COLUMNS, false, taps.steps, taps.panels, r * taps.steps, 1, strip,
          source + p * sourceStep, taps.at, y, out + p * targetStep, channel(), scratch.tile);
    }
  }

  /// How many rows of a tile exist.
  private int keep(int r, int rows) {
    return Math.min(rows, taps.targets - r);
  }

  /// The tile of targets from `r` on, piece by piece.
  private void pieces(int r, int rows, int together, TapRun row, TapRun column) {
    int left = row.taps().length * column.taps().length / together;
    boolean first = true;
    for (int i = 0; i < row.taps().length; i++) {
      for (int j = 0; j < column.taps().length; j += together) {
        int tap = row.taps()[i] * c.kernelWidth() + column.taps()[j];
        int from = pixel(row.sources()[i], column.sources()[j]) - FRONT;
        left--;
        piece(r, rows, first, left == 0, tap * c.sources(), together * c.sources(), from);
        first = false;
      }
    }
    if (first) {
      piece(r, rows, true, true, 0, 0, 0);
    }
  }

  /// One piece for all pixels of a line. Between pieces the sums lie side by side, since their planes may lie so far apart
  /// that they share one set of the cache.
  private void piece(int r, int rows, boolean first, boolean last, int step, int steps, int from) {
    int[] inOrder = Tile.inOrder(scratch, steps);
    int panel = r * taps.all + step * rows;
    int keep = keep(r, rows);
    boolean finished = last && keep == rows;
    float[] z = first ? Tile.ZERO : sums;
    float[] result = finished ? y : sums;
    for (int p = 0; p < pixels; p++) {
      int sum = p * rows * COLUMNS;
      int out = target + r * channel() + p * targetStep;
      Tile.run(rows, z, first ? 0 : sum, first ? 0 : COLUMNS, result, finished ? out : sum,
          finished ? channel() : COLUMNS, steps, taps.ordered, panel, 1, strip, source + from + p * sourceStep,
          inOrder);
      if (last && keep < rows) {
        Tile.copy(keep, COLUMNS, sums, sum, COLUMNS, y, out, channel());
      }
    }
  }
}
