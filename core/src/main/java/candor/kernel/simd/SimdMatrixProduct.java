package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static candor.kernel.simd.Tile.COLUMNS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import candor.kernel.MatrixProduct;
import jdk.incubator.vector.FloatVector;

/// Matrix products in register tiles (see [Tile]).
///
/// From the outside in, as in Goto & van de Geijn (*Anatomy of High-Performance Matrix Multiplication*, 2008) with A
/// and B in exchanged roles: blocks of columns; blocks of steps, between which C carries the chains; panels of a tile's
/// rows of A, packed step by step, which stay in the first-level cache; strips of a tile's columns of B, which stay in
/// the second-level cache and are packed where many panels use them. Fewer than four rows run along B instead, as in the scalar loops.
final class SimdMatrixProduct extends MatrixProduct {
  private static final int MIN_ROWS = 4;
  private static final int BLOCK_COLUMNS = 512;
  private static final int DEPTH = 256;
  /// From this number of rows on, packing B costs less than it saves.
  private static final int PACK_ROWS = 256;

  @Override
  public void gemm(int m, int n, int k, float[] a, int ao, int ars, int acs, float[] b, int bo, int brs, int bcs,
      float[] c, int co, int ldc) {
    if (k == 0 || m < MIN_ROWS && bcs == 1) {
      super.gemm(m, n, k, a, ao, ars, acs, b, bo, brs, bcs, c, co, ldc);
    } else {
      int blocks = (k + DEPTH - 1) / DEPTH;
      int depth = (k + blocks - 1) / blocks;
      for (int j = 0; j < n; j += BLOCK_COLUMNS) {
        int width = Math.min(BLOCK_COLUMNS, n - j);
        for (int p = 0; p < k; p += depth) {
          int steps = Math.min(depth, k - p);
          block(m, width, steps, a, ao + p * acs, ars, acs, b, bo + p * brs + j * bcs, brs, bcs, p > 0, c, co + j, ldc);
        }
      }
    }
  }

  /// One block of columns and steps: `C += A B` when it carries, else `C = A B`.
  private static void block(int m, int n, int steps, float[] a, int ao, int ars, int acs, float[] b, int bo, int brs,
      int bcs, boolean carry, float[] c, int co, int ldc) {
    Scratch scratch = Scratch.own();
    int direct = m < PACK_ROWS && bcs == 1 ? n / COLUMNS * COLUMNS : 0;
    int[] at = scratch.steps.of(brs, steps);
    int[] packedAt = scratch.packed.of(COLUMNS, steps);
    float[] packed = packStrips(n - direct, steps, b, bo + direct, brs, bcs, scratch);
    float[] panel = scratch.panel(Panel.size(Tile.MAX_ROWS, steps));
    int rows;
    for (int i = 0; i < m; i += rows) {
      rows = Tile.height(m - i);
      int keep = Math.min(rows, m - i);
      boolean packedA = ars != 1 || keep < rows || acs < 0;
      float[] left = packedA ? panel : a;
      int lo = packedA ? 0 : ao + i;
      int[] from = scratch.left.of(packedA ? rows : acs, steps);
      if (packedA) {
        Panel.pack(rows, keep, steps, a, ao + i * ars, ars, acs, panel, 0);
      }
      int out = co + i * ldc;
      band(rows, keep, direct, steps, left, lo, from, b, bo, COLUMNS, at, carry, c, out, ldc, scratch.tile);
      band(rows, keep, n - direct, steps, left, lo, from, packed, 0, steps * COLUMNS, packedAt, carry, c,
          out + direct, ldc, scratch.tile);
    }
  }

  /// A row of tiles, whose strips of B begin every `pitch` numbers.
  private static void band(int rows, int keep, int n, int steps, float[] a, int ao, int[] from, float[] b,
      int bo, int pitch, int[] at, boolean carry, float[] c, int co, int ldc, float[] whole) {
    for (int j = 0; j < n; j += COLUMNS) {
      int strip = bo + j / COLUMNS * pitch;
      int out = co + j;
      int width = Math.min(COLUMNS, n - j);
      if (keep < rows || width < COLUMNS) {
        Tile.runEdge(rows, keep, width, carry, c, out, ldc, steps, a, ao, from, b, strip, at, whole);
      } else if (carry) {
        Tile.run(rows, c, out, ldc, c, out, ldc, steps, a, ao, from, b, strip, at);
      } else {
        Tile.run(rows, Tile.ZERO, 0, 0, c, out, ldc, steps, a, ao, from, b, strip, at);
      }
    }
  }

  /// Columns of B strip by strip, step by step; the last strip may hold anything in the columns that do not exist.
  private static float[] packStrips(int n, int steps, float[] b, int bo, int brs, int bcs, Scratch scratch) {
    int pitch = steps * COLUMNS;
    float[] packed = scratch.block((n + COLUMNS - 1) / COLUMNS * pitch);
    for (int j = 0; j < n; j += COLUMNS) {
      int from = bo + j * bcs;
      int to = j / COLUMNS * pitch;
      if (bcs != 1) {
        Panel.pack(COLUMNS, Math.min(COLUMNS, n - j), steps, b, from, bcs, brs, packed, to);
      } else if (n - j >= COLUMNS) {
        packStrip(steps, b, from, brs, packed, to);
      } else {
        for (int t = 0; t < steps; t++) {
          System.arraycopy(b, from + t * brs, packed, to + t * COLUMNS, n - j);
        }
      }
    }
    return packed;
  }

  private static void packStrip(int steps, float[] b, int bo, int brs, float[] packed, int po) {
    for (int t = 0; t < steps; t++) {
      int from = bo + t * brs;
      int to = po + t * COLUMNS;
      fromArray(SPECIES, b, from).intoArray(packed, to);
      fromArray(SPECIES, b, from + WIDTH).intoArray(packed, to + WIDTH);
    }
  }

  @Override
  protected void addFour(int n, float[] a, int ao, int acs, float[] b, int b0, int brs, float[] c, int co) {
    int whole = SPECIES.loopBound(n);
    addFourVectors(whole, a[ao], a[ao + acs], a[ao + 2 * acs], a[ao + 3 * acs], b, b0, brs, c, co);
    super.addFour(n - whole, a, ao, acs, b, b0 + whole, brs, c, co + whole);
  }

  private static void addFourVectors(int n, float a0, float a1, float a2, float a3, float[] b, int b0, int brs,
      float[] c, int co) {
    int b1 = b0 + brs;
    int b2 = b1 + brs;
    int b3 = b2 + brs;
    for (int j = 0; j < n; j += WIDTH) {
      FloatVector sum = broadcast(SPECIES, a0).fma(fromArray(SPECIES, b, b0 + j), fromArray(SPECIES, c, co + j));
      sum = broadcast(SPECIES, a1).fma(fromArray(SPECIES, b, b1 + j), sum);
      sum = broadcast(SPECIES, a2).fma(fromArray(SPECIES, b, b2 + j), sum);
      broadcast(SPECIES, a3).fma(fromArray(SPECIES, b, b3 + j), sum).intoArray(c, co + j);
    }
  }
}
