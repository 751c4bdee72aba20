package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Tile.COLUMNS;
import static jdk.incubator.vector.FloatVector.fromArray;

/// The left factor of products and convolutions, packed: its rows in panels as high as their tiles, in each the numbers
/// of one step after those of another.
///
/// The panel of the rows from `i` on begins at `i · pitch`, where `pitch` is their number of steps.
final class Panels {
  /// Steps that follow each other at most, so that the first cache holds a strip of the right factor.
  private static final int DEPTH = 320;

  private Panels() {
  }

  /// The size of equal parts of some steps.
  static int depth(int steps) {
    return Math.ceilDiv(steps, Math.max(1, Math.ceilDiv(steps, DEPTH)));
  }

  /// The array length that packing may write to.
  static int size(int rows, int steps) {
    return Panel.size((rows + 3) / 4 * 4, steps);
  }

  /// Packs `m` rows of `parts` times `steps` numbers.
  ///
  /// @param ars distance between rows
  /// @param aps distance between parts
  /// @param acs distance between the steps of a part
  /// @param panels room for [#size]
  static void pack(int m, int parts, int steps, float[] a, int ao, int ars, int aps, int acs, float[] panels) {
    int rows;
    for (int i = 0; i < m; i += rows) {
      rows = Tile.height(m - i);
      for (int p = 0; p < parts; p++) {
        Panel.pack(rows, Math.min(rows, m - i), steps, a, ao + i * ars + p * aps, ars, acs, panels,
            (i * parts + p * rows) * steps);
      }
    }
  }

  /// Packs some of the steps that are packed already.
  ///
  /// @param which which `count` steps of `all`
  /// @param pitch steps of `all`
  /// @param panels room for [#size]
  static void choose(int m, int[] which, int count, float[] all, int pitch, float[] panels) {
    int rows;
    for (int i = 0; i < m; i += rows) {
      rows = Tile.height(m - i);
      choose(rows, which, count, all, i * pitch, panels, i * count);
    }
  }

  /// Copies whole vectors for each step; the next step overwrites what is too much.
  private static void choose(int rows, int[] which, int count, float[] all, int ao, float[] panel, int po) {
    for (int t = 0; t < count; t++) {
      fromArray(SPECIES, all, ao + which[t] * rows).intoArray(panel, po + t * rows);
    }
  }

  /// Multiplies some steps of all panels by the columns of a tile, of which `width` exist in `c`.
  ///
  /// @param carry whether the chains continue from `c`
  /// @param first first step
  /// @param a panels, or rows whose steps are neighbours
  /// @param ao where the first one begins
  /// @param as distance between the rows of a tile, 1 in a panel
  /// @param pitch distance between rows of different tiles, in panels their number of steps
  /// @param b rows that are combined
  /// @param at where the row of each step begins, from `bo` on
  /// @param tile room for one tile
  static void times(int m, int width, boolean carry, int first, int steps, float[] a, int ao, int as, int pitch,
      float[] b, int bo, int[] at, float[] c, int co, int cs, float[] tile) {
    int rows;
    for (int i = 0; i < m; i += rows) {
      rows = Tile.height(m - i);
      int begin = ao + i * pitch + (as == 1 ? first * rows : first);
      times(rows, Math.min(rows, m - i), width, carry, steps, a, begin, as, b, bo, at, c, co + i * cs, cs, tile);
    }
  }

  /// Multiplies the rows of one tile, of which `keep` exist.
  static void times(int rows, int keep, int width, boolean carry, int steps, float[] a, int ao, int as, float[] b,
      int bo, int[] at, float[] c, int co, int cs, float[] tile) {
    if (keep < rows || width < COLUMNS) {
      Tile.runEdge(rows, keep, width, carry, c, co, cs, steps, a, ao, as, b, bo, at, tile);
    } else if (carry) {
      Tile.run(rows, c, co, cs, c, co, cs, steps, a, ao, as, b, bo, at);
    } else {
      Tile.run(rows, Tile.ZERO, 0, 0, c, co, cs, steps, a, ao, as, b, bo, at);
    }
  }
}
