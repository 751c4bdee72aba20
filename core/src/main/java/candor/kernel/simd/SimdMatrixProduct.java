package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static candor.kernel.simd.Lanes.load;
import static candor.kernel.simd.Lanes.repeat;

import candor.kernel.MatrixProduct;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// Matrix products in register tiles (see [Tile]).
///
/// From the outside in (Goto & van de Geijn 2008, with A and B in exchanged roles): blocks of [#BLOCK_COLUMNS] columns; blocks of at
/// most [#DEPTH] steps, carrying C; B of that block packed into strips of one tile's width, which stay in the second-level cache; panels
/// of a tile's rows of A, packed step by step, which stay in the first-level cache; tiles.
final class SimdMatrixProduct extends MatrixProduct {
  private static final int DEPTH = 256;
  private static final int BLOCK_COLUMNS = 512;
  /// From this number of rows on, packing B costs less than it saves.
  private static final int PACK_ROWS = 256;

  @Override
  public void gemm(int m, int n, int k, float[] a, int ao, int ars, int acs, float[] b, int bo, int ldb, float[] c,
      int co, int ldc) {
    if (k == 0 || n == 0) {
      super.gemm(m, n, k, a, ao, ars, acs, b, bo, ldb, c, co, ldc);
    } else if (m < 4) {
      for (int i = 0; i < m; i++) {
        row(n, k, a, ao + i * ars, acs, b, bo, ldb, c, co + i * ldc);
      }
    } else {
      int blocks = (k + DEPTH - 1) / DEPTH;
      int depth = (k + blocks - 1) / blocks;
      for (int j = 0; j < n; j += BLOCK_COLUMNS) {
        int width = Math.min(BLOCK_COLUMNS, n - j);
        for (int p = 0; p < k; p += depth) {
          block(m, width, Math.min(depth, k - p), a, ao + p * acs, ars, acs, b, bo + p * ldb + j, ldb, c, co + j, ldc, p > 0);
        }
      }
    }
  }

  private static void block(int m, int n, int steps, float[] a, int ao, int ars, int acs, float[] b, int bo, int ldb,
      float[] c, int co, int ldc, boolean carry) {
    Scratch scratch = Scratch.own();
    int strips = (n + Tile.COLUMNS - 1) / Tile.COLUMNS;
    int direct = m < PACK_ROWS ? n / Tile.COLUMNS : 0;
    float[] packed = scratch.block((strips - direct) * steps * Tile.COLUMNS);
    for (int s = direct; s < strips; s++) {
      int j = s * Tile.COLUMNS;
      packStrip(steps, Math.min(Tile.COLUMNS, n - j), b, bo + j, ldb, packed, (s - direct) * steps * Tile.COLUMNS);
    }
    int[] at = scratch.steps(steps);
    for (int t = 0; t < steps; t++) {
      at[t] = t * ldb;
    }
    float[] panel = scratch.panel(Panel.size(Tile.MAX_ROWS, DEPTH));
    int rows;
    for (int i = 0; i < m; i += rows) {
      rows = Tile.height(m - i);
      int keep = Math.min(rows, m - i);
      Panel.pack(rows, keep, steps, a, ao + i * ars, ars, acs, panel, 0);
      for (int s = 0; s < strips; s++) {
        int j = s * Tile.COLUMNS;
        float[] source = s < direct ? b : packed;
        int from = s < direct ? bo + j : (s - direct) * steps * Tile.COLUMNS;
        int[] table = s < direct ? at : scratch.multiples(DEPTH);
        int out = co + i * ldc + j;
        if (keep < rows || n - j < Tile.COLUMNS) {
          Tile.runEdge(rows, keep, Math.min(Tile.COLUMNS, n - j), steps, panel, source, from, table, carry, c, out, ldc, scratch.tile);
        } else if (carry) {
          Tile.run(rows, steps, panel, source, from, table, c, out, ldc, c, out, ldc);
        } else {
          Tile.run(rows, steps, panel, source, from, table, Tile.ZERO, 0, 0, c, out, ldc);
        }
      }
    }
  }

  private static void packStrip(int steps, int width, float[] b, int bo, int ldb, float[] packed, int po) {
    if (width == Tile.COLUMNS) {
      for (int t = 0; t < steps; t++) {
        load(b, bo + t * ldb).intoArray(packed, po + t * Tile.COLUMNS);
        load(b, bo + t * ldb + WIDTH).intoArray(packed, po + t * Tile.COLUMNS + WIDTH);
      }
    } else {
      for (int t = 0; t < steps; t++) {
        System.arraycopy(b, bo + t * ldb, packed, po + t * Tile.COLUMNS, width);
      }
    }
  }

  /// One row of C, four rows of B at a time.
  private static void row(int n, int k, float[] a, int ao, int acs, float[] b, int bo, int ldb, float[] c, int co) {
    Arrays.fill(c, co, co + n, 0f);
    int p = 0;
    for (; p <= k - 4; p += 4) {
      int at = ao + p * acs;
      addFour(n, a[at], a[at + acs], a[at + 2 * acs], a[at + 3 * acs], b, bo + p * ldb, ldb, c, co);
    }
    for (; p < k; p++) {
      addOne(n, a[ao + p * acs], b, bo + p * ldb, c, co);
    }
  }

  private static void addFour(int n, float a0, float a1, float a2, float a3, float[] b, int bo, int ldb, float[] c, int co) {
    int j = 0;
    for (int end = SPECIES.loopBound(n); j < end; j += WIDTH) {
      FloatVector sum = repeat(a0).fma(load(b, bo + j), load(c, co + j));
      sum = repeat(a1).fma(load(b, bo + ldb + j), sum);
      sum = repeat(a2).fma(load(b, bo + 2 * ldb + j), sum);
      repeat(a3).fma(load(b, bo + 3 * ldb + j), sum).intoArray(c, co + j);
    }
    for (; j < n; j++) {
      float sum = Math.fma(a1, b[bo + ldb + j], Math.fma(a0, b[bo + j], c[co + j]));
      c[co + j] = Math.fma(a3, b[bo + 3 * ldb + j], Math.fma(a2, b[bo + 2 * ldb + j], sum));
    }
  }

  private static void addOne(int n, float a, float[] b, int bo, float[] c, int co) {
    for (int j = 0; j < n; j++) {
      c[co + j] = Math.fma(a, b[bo + j], c[co + j]);
    }
  }
}
