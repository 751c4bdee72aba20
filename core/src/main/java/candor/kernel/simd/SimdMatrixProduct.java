package candor.kernel.simd;

import static candor.kernel.CacheLine.FRONT;
import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static candor.kernel.simd.Tile.COLUMNS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import candor.kernel.MatrixProduct;
import java.util.Arrays;
import java.util.function.IntFunction;
import jdk.incubator.vector.FloatVector;

/// Matrix products in register tiles (see [Tile]).
///
/// From the outside in, as in Goto & van de Geijn (*Anatomy of High-Performance Matrix Multiplication*, 2008) with A
/// and B in exchanged roles: blocks of steps, between which C carries the chains; blocks of rows of A, which stay in the
/// second-level cache; strips of a tile's columns of B, which stay in the first-level cache while all panels of the block,
/// each of a tile's rows, pass by. Fewer than four rows run along B instead.
final class SimdMatrixProduct extends MatrixProduct {
  private static final int MIN_ROWS = 4;
  private static final int BLOCK_ROWS = 360;
  /// From so many rows and numbers on, B is packed even where its columns are neighbours.
  private static final int PACK_ROWS = 48;
  private static final int PACK_NUMBERS = 1 << 15;
  /// Rows of B that lie a multiple of 512 bytes apart share an eighth of the first cache's sets at most, and from so many
  /// numbers on they drive each other out.
  private static final int FEW_SETS = 128;
  private static final int PACK_NUMBERS_OF_FEW_SETS = 1 << 13;
  /// From so many rows on, A is read where it lies if its steps are neighbours, and B is packed for it. Rows that lie a
  /// multiple of 4096 bytes apart share one set of the first cache.
  private static final int ROWS_IN_PLACE = 24;
  private static final int ONE_SET = 1024;

  @Override
  public void gemm(int m, int n, int k, float[] a, int ao, int ars, int acs, float[] b, int bo, int brs, int bcs,
      float[] c, int co, int ldc) {
    if (k == 0 || m == 0) {
      super.gemm(m, n, k, a, ao, ars, acs, b, bo, brs, bcs, c, co, ldc);
      return;
    }
    if (m < MIN_ROWS && bcs == 1) {
      alongRows(m, n, k, a, ao, ars, acs, b, bo, brs, c, co, ldc);
      return;
    }
    int depth = Panels.depth(k);
    boolean packB = bcs != 1 || readsRows(m, ars, acs)
        || m >= PACK_ROWS && (long) k * n >= (brs % FEW_SETS == 0 ? PACK_NUMBERS_OF_FEW_SETS : PACK_NUMBERS);
    int direct = packB ? 0 : n / COLUMNS * COLUMNS;
    Scratch scratch = Scratch.own();
    float[] strips = scratch.block.atLeast(FRONT + stripsSize(n - direct, depth) + WIDTH);
    for (int p = 0; p < k; p += depth) {
      int steps = Math.min(depth, k - p);
      int row = bo + p * brs;
      packStrips(n - direct, steps, b, row + direct * bcs, brs, bcs, strips, FRONT);
      block(m, n, steps, p > 0, a, ao + p * acs, ars, acs, direct, b, row, brs, strips, FRONT, c, co, ldc, scratch);
    }
  }

  /// Whether rows of A are read where they lie, which then is faster than packing them. Rows that are neighbours, too, would
  /// be taken for a panel.
  private static boolean readsRows(int m, int ars, int acs) {
    return Tile.READS_ROWS && m >= ROWS_IN_PLACE && acs == 1 && ars != 1 && ars % ONE_SET != 0;
  }

  @Override
  public Right right(int n, int k, float[] b, int bo, int brs, int rows, IntFunction<float[]> memory) {
    if (rows < PACK_ROWS || k == 0) {
      return super.right(n, k, b, bo, brs, rows, memory);
    }
    int depth = Panels.depth(k);
    int size = stripsSize(n, depth);
    float[] strips = memory.apply(FRONT + Math.ceilDiv(k, depth) * size + WIDTH);
    for (int p = 0; p < k; p += depth) {
      packStrips(n, Math.min(depth, k - p), b, bo + p * brs, brs, 1, strips, FRONT + p / depth * size);
    }
    return (m, a, ao, ars, acs, c, co, ldc) -> {
      if (m < MIN_ROWS) {
        gemm(m, n, k, a, ao, ars, acs, b, bo, brs, 1, c, co, ldc);
        return;
      }
      Scratch scratch = Scratch.own();
      for (int p = 0; p < k; p += depth) {
        block(m, n, Math.min(depth, k - p), p > 0, a, ao + p * acs, ars, acs, 0, b, bo, brs, strips,
            FRONT + p / depth * size, c, co, ldc, scratch);
      }
    };
  }

  /// A block of steps. The first `direct` columns of B are read where they are, the others from strips.
  private static void block(int m, int n, int steps, boolean carry, float[] a, int ao, int ars, int acs, int direct,
      float[] b, int bo, int brs, float[] strips, int first, float[] c, int co, int ldc, Scratch scratch) {
    int height = blockRows(m);
    for (int i = 0; i < m; i += height) {
      int rows = Math.min(height, m - i);
      int left = ao + i * ars;
      int inPlace = direct == 0 && readsRows(m, ars, acs) ? rows / Tile.MAX_ROWS * Tile.MAX_ROWS : 0;
      int packed = rows - inPlace;
      float[] panels = scratch.panel.atLeast(Panels.size(packed, steps));
      Panels.pack(packed, 1, steps, a, left + inPlace * ars, ars, 0, acs, panels);
      for (int j = 0; j < n; j += COLUMNS) {
        int width = Math.min(COLUMNS, n - j);
        int out = co + i * ldc + j;
        float[] right = j < direct ? b : strips;
        int ro = j < direct ? bo + j : first + (j - direct) * pitch(steps);
        int[] at = j < direct ? scratch.steps.of(brs, steps) : Tile.inOrder(scratch, steps);
        Panels.times(inPlace, width, carry, 0, steps, a, left, ars, ars, right, ro, at, c, out, ldc, scratch.tile);
        Panels.times(packed, width, carry, 0, steps, panels, 0, 1, steps, right, ro, at, c, out + inPlace * ldc, ldc,
            scratch.tile);
      }
    }
  }

  /// The size of equal blocks of rows, a multiple of a tile's.
  private static int blockRows(int m) {
    return Math.ceilDiv(Math.ceilDiv(m, Math.ceilDiv(m, BLOCK_ROWS)), Tile.MAX_ROWS) * Tile.MAX_ROWS;
  }

  /// Numbers of the strips of so many columns.
  private static int stripsSize(int n, int steps) {
    return (n + COLUMNS - 1) / COLUMNS * COLUMNS * pitch(steps);
  }

  /// Steps between the beginnings of two strips, an odd number: a row of B goes to all strips in turn, and a multiple of
  /// 4096 bytes apart they would share one set of the first cache, where each drove out another before its next row.
  private static int pitch(int steps) {
    return steps | 1;
  }

  /// Columns of B strip by strip, step by step; the last strip may hold anything in the columns that do not exist.
  private static void packStrips(int n, int steps, float[] b, int bo, int brs, int bcs, float[] strips, int so) {
    int pitch = pitch(steps);
    if (bcs != 1) {
      for (int j = 0; j < n; j += COLUMNS) {
        Panel.pack(COLUMNS, Math.min(COLUMNS, n - j), steps, b, bo + j * bcs, bcs, brs, strips, so + j * pitch);
      }
      return;
    }
    int whole = n / COLUMNS * COLUMNS;
    for (int t = 0; t < steps; t++) {
      copyRow(whole, b, bo + t * brs, pitch * COLUMNS, strips, so + t * COLUMNS);
      if (whole < n) {
        System.arraycopy(b, bo + t * brs + whole, strips, so + t * COLUMNS + whole * pitch, n - whole);
      }
    }
  }

  private static void copyRow(int n, float[] b, int bo, int pitch, float[] strips, int so) {
    int to = so;
    for (int j = 0; j < n; j += COLUMNS) {
      fromArray(SPECIES, b, bo + j).intoArray(strips, to);
      fromArray(SPECIES, b, bo + j + WIDTH).intoArray(strips, to + WIDTH);
      to += pitch;
    }
  }

  /// Row by row, four steps at a time, so that rows of C are read and written less often.
  private static void alongRows(int m, int n, int k, float[] a, int ao, int ars, int acs, float[] b, int bo, int brs,
      float[] c, int co, int ldc) {
    for (int i = 0; i < m; i++) {
      int left = ao + i * ars;
      int out = co + i * ldc;
      Arrays.fill(c, out, out + n, 0f);
      int p = 0;
      for (; p <= k - 4; p += 4) {
        int at = left + p * acs;
        addFour(n, a[at], a[at + acs], a[at + 2 * acs], a[at + 3 * acs], b, bo + p * brs, brs, c, out);
      }
      for (; p < k; p++) {
        addOne(n, a[left + p * acs], b, bo + p * brs, c, out);
      }
    }
  }

  private static void addFour(int n, float a0, float a1, float a2, float a3, float[] b, int b0, int brs, float[] c,
      int co) {
    int b1 = b0 + brs;
    int b2 = b1 + brs;
    int b3 = b2 + brs;
    int j = 0;
    for (; j <= n - WIDTH; j += WIDTH) {
      FloatVector sum = broadcast(SPECIES, a0).fma(fromArray(SPECIES, b, b0 + j), fromArray(SPECIES, c, co + j));
      sum = broadcast(SPECIES, a1).fma(fromArray(SPECIES, b, b1 + j), sum);
      sum = broadcast(SPECIES, a2).fma(fromArray(SPECIES, b, b2 + j), sum);
      broadcast(SPECIES, a3).fma(fromArray(SPECIES, b, b3 + j), sum).intoArray(c, co + j);
    }
    for (; j < n; j++) {
      float sum = Math.fma(a1, b[b1 + j], Math.fma(a0, b[b0 + j], c[co + j]));
      c[co + j] = Math.fma(a3, b[b3 + j], Math.fma(a2, b[b2 + j], sum));
    }
  }

  private static void addOne(int n, float a, float[] b, int bo, float[] c, int co) {
    for (int j = 0; j < n; j++) {
      c[co + j] = Math.fma(a, b[bo + j], c[co + j]);
    }
  }
}
