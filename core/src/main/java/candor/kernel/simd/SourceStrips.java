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
/// multiplied one after the other; short ones together, by a table of where their steps begin.
final class SourceStrips {
  /// Numbers of a copy, which the second cache should hold: 256 KB.
  private static final int NUMBERS = 1 << 16;
  /// Steps of a piece that is worth tiles of its own.
  private static final int LONG = 64;

  private final Correlation c;
  private final Correlation.Taps taps;
  private final Scratch scratch;
  private final float[] sums;

  SourceStrips(Correlation c, Correlation.Taps taps) {
    this.c = c;
    this.taps = taps;
    this.scratch = taps.scratch;
    this.sums = scratch.copy.atLeast(Panels.size(taps.targets, COLUMNS));
  }

  /// Computes rows `rowFrom … rowTo − 1`, as many at a time as have few enough sources.
  void run(float[] x, int xo, float[] y, int yo, int rowFrom, int rowTo, Axis rows, List<TapRun> columns) {
    int height = height(rowTo - rowFrom, rows);
    for (int from = rowFrom; from < rowTo; from += height) {
      List<TapRun> runs = rows.cut(from, Math.min(rowTo, from + height));
      int end = TapRun.endOfSources(runs);
      int first = Math.min(end, TapRun.firstSource(runs));
      int count = end - first;
      float[] strip = scratch.block.atLeast(FRONT + count * c.sourceWidth() * c.sources() * COLUMNS);
      for (int i = 0; i < c.n(); i += COLUMNS) {
        int image = Math.min(i, c.n() - COLUMNS);
        copy(x, xo + image, first, count, strip);
        for (TapRun row : runs) {
          for (TapRun column : columns) {
            pixels(strip, first, y, yo + image, row, column);
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

  private void copy(float[] x, int xo, int firstRow, int rows, float[] strip) {
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

  private void pixels(float[] strip, int firstRow, float[] y, int yo, TapRun row, TapRun column) {
    int together = column.isDense() ? column.taps().length : 1;
    boolean inPieces = together * c.sources() >= LONG;
    if (!inPieces) {
      taps.choose(row, column, c, c.sources() * COLUMNS, COLUMNS);
      taps.choosePanels();
    }
    for (int j = 0; j < row.count(); j++) {
      for (int i = 0; i < column.count(); i++) {
        int target = (row.start() + j * row.step()) * c.targetWidth() + column.start() + i * column.step();
        int source = pixel(j * row.sourceStep() - firstRow, i * column.sourceStep());
        if (inPieces) {
          pieces(together, strip, source, y, yo + target * c.n(), row, column);
        } else {
          Panels.times(taps.targets, COLUMNS, false, 0, taps.steps, taps.panels, 0, 1, taps.steps, strip, source,
              taps.at,
              y, yo + target * c.n(), channel(), scratch.tile);
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

  /// All targets of a pixel, piece by piece.
  private void pieces(int together, float[] strip, int source, float[] y, int yo, TapRun row, TapRun column) {
    int left = row.taps().length * column.taps().length / together;
    boolean first = true;
    for (int i = 0; i < row.taps().length; i++) {
      for (int j = 0; j < column.taps().length; j += together) {
        int tap = row.taps()[i] * c.kernelWidth() + column.taps()[j];
        int from = source + pixel(row.sources()[i], column.sources()[j]) - FRONT;
        left--;
        piece(first, left == 0, tap * c.sources(), together * c.sources(), strip, from, y, yo);
        first = false;
      }
    }
    if (first) {
      piece(true, true, 0, 0, strip, FRONT, y, yo);
    }
  }

  /// One piece. Between pieces the sums lie side by side, since their planes may lie so far apart that they share one set of
  /// the cache.
  private void piece(boolean first, boolean last, int step, int steps, float[] strip, int from, float[] y, int yo) {
    int[] inOrder = Tile.inOrder(scratch, steps);
    int rows;
    for (int r = 0; r < taps.targets; r += rows) {
      rows = Tile.height(taps.targets - r);
      int keep = Math.min(rows, taps.targets - r);
      float[] z = first ? Tile.ZERO : sums;
      int zo = first ? 0 : r * COLUMNS;
      int zs = first ? 0 : COLUMNS;
      int panel = r * taps.all + step * rows;
      if (last && keep == rows) {
        Tile.run(rows, z, zo, zs, y, yo + r * channel(), channel(), steps, taps.ordered, panel, 1, strip, from,
            inOrder);
      } else {
        Tile.run(rows, z, zo, zs, sums, r * COLUMNS, COLUMNS, steps, taps.ordered, panel, 1, strip, from, inOrder);
      }
      if (last && keep < rows) {
        Tile.copy(keep, COLUMNS, sums, r * COLUMNS, COLUMNS, y, yo + r * channel(), channel());
      }
    }
  }
}
