package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Packs rows of a matrix step by step, `panel[po + t · rows + r] = a[ao + r · ars + t · acs]`, as [Tile] reads them.
final class Panel {
  private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;
  private static final VectorShuffle<Float> SWAP_ONES = VectorShuffle.fromValues(FOUR, 1, 0, 3, 2);
  private static final VectorShuffle<Float> SWAP_TWOS = VectorShuffle.fromValues(FOUR, 2, 3, 0, 1);
  private static final VectorMask<Float> ODD = VectorMask.fromLong(FOUR, 0b1010);
  private static final VectorMask<Float> UPPER = VectorMask.fromLong(FOUR, 0b1100);

  private Panel() {
  }

  /// The array length that [#pack] may write to.
  static int size(int rows, int steps) {
    return rows * steps + WIDTH;
  }

  /// Packs `keep` of `rows` rows; the places of the others hold anything.
  static void pack(int rows, int keep, int steps, float[] a, int ao, int ars, int acs, float[] panel, int po) {
    if (ars == 1 && acs > 0) {
      int room = a.length - WIDTH - ao;
      int safe = room < 0 ? 0 : Math.min(steps, room / acs + 1);
      columns(rows, safe, a, ao, acs, panel, po);
      for (int t = safe; t < steps; t++) {
        System.arraycopy(a, ao + t * acs, panel, po + t * rows, keep);
      }
      return;
    }
    for (int r = 0; r < keep; r += 4) {
      int done = acs == 1 && keep - r >= 4 ? steps / 4 * 4 : 0;
      transpose(rows, done, a, ao + r * ars, ars, panel, po + r);
      interleave(rows, Math.min(4, keep - r), done, steps, a, ao + r * ars, ars, acs, panel, po + r);
    }
  }

  /// Copies a whole vector for each step; the next step overwrites what is too much.
  private static void columns(int rows, int steps, float[] a, int ao, int acs, float[] panel, int po) {
    for (int t = 0; t < steps; t++) {
      fromArray(SPECIES, a, ao + t * acs).intoArray(panel, po + t * rows);
    }
  }

  /// Four contiguous rows in blocks of four steps.
  private static void transpose(int rows, int steps, float[] a, int a0, int ars, float[] panel, int po) {
    for (int t = 0; t < steps; t += 4) {
      int from = a0 + t;
      FloatVector u = fromArray(FOUR, a, from);
      FloatVector v = fromArray(FOUR, a, from + ars);
      FloatVector w = fromArray(FOUR, a, from + 2 * ars);
      FloatVector x = fromArray(FOUR, a, from + 3 * ars);
      FloatVector uvEven = u.blend(v.rearrange(SWAP_ONES), ODD);
      FloatVector uvOdd = u.rearrange(SWAP_ONES).blend(v, ODD);
      FloatVector wxEven = w.blend(x.rearrange(SWAP_ONES), ODD);
      FloatVector wxOdd = w.rearrange(SWAP_ONES).blend(x, ODD);
      int to = po + t * rows;
      uvEven.blend(wxEven.rearrange(SWAP_TWOS), UPPER).intoArray(panel, to);
      uvOdd.blend(wxOdd.rearrange(SWAP_TWOS), UPPER).intoArray(panel, to + rows);
      uvEven.rearrange(SWAP_TWOS).blend(wxEven, UPPER).intoArray(panel, to + 2 * rows);
      uvOdd.rearrange(SWAP_TWOS).blend(wxOdd, UPPER).intoArray(panel, to + 3 * rows);
    }
  }

  private static void interleave(int rows, int keep, int from, int steps, float[] a, int ao, int ars, int acs,
      float[] panel, int po) {
    for (int t = from; t < steps; t++) {
      for (int r = 0; r < keep; r++) {
        panel[po + t * rows + r] = a[ao + r * ars + t * acs];
      }
    }
  }
}
