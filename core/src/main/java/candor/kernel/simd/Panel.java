package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static jdk.incubator.vector.FloatVector.fromArray;

import java.util.function.IntPredicate;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/// Packs rows of a matrix step by step, `panel[po + t · rows + r] = a[ao + r · ars + t · acs]`, as [Tile] reads them.
final class Panel {
  private static final VectorShuffle<Float> SWAP_ONES = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 1);
  private static final VectorShuffle<Float> SWAP_TWOS = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 2);
  private static final VectorMask<Float> ODD = lanes(lane -> lane % 2 == 1);
  private static final VectorMask<Float> UPPER = lanes(lane -> lane % 4 >= 2);
  private static final VectorMask<Float> FIRST = lanes(lane -> lane / 4 == 0);
  private static final VectorMask<Float> SECOND = lanes(lane -> lane / 4 == 1);
  private static final VectorMask<Float> THIRD = lanes(lane -> lane / 4 == 2);
  private static final VectorMask<Float> FOURTH = lanes(lane -> lane / 4 == 3);

  private Panel() {
  }

  private static VectorMask<Float> lanes(IntPredicate chosen) {
    boolean[] values = new boolean[WIDTH];
    for (int lane = 0; lane < WIDTH; lane++) {
      values[lane] = chosen.test(lane);
    }
    return VectorMask.fromArray(SPECIES, values, 0);
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
      if (acs == 1 && keep - r >= 4 && steps >= WIDTH) {
        transpose(rows, steps, a, ao + r * ars, ars, panel, po + r);
      } else {
        interleave(rows, Math.min(4, keep - r), steps, a, ao + r * ars, ars, acs, panel, po + r);
      }
    }
  }

  /// Copies a whole vector for each step; the next step overwrites what is too much.
  private static void columns(int rows, int steps, float[] a, int ao, int acs, float[] panel, int po) {
    for (int t = 0; t < steps; t++) {
      fromArray(SPECIES, a, ao + t * acs).intoArray(panel, po + t * rows);
    }
  }

  /// Four contiguous rows, as many steps at a time as a vector has lanes, the last ones twice if need be: each four
  /// lanes of four vectors are transposed among themselves, and hold the four rows of one step then.
  ///
  /// Vectors of four lanes would need no masks. But the compiler knows the class of every vector in the kernels only
  /// as long as no second one is in use; once there is, tiles that it compiles before it has a profile of them run at
  /// a fifth of their speed.
  private static void transpose(int rows, int steps, float[] a, int a0, int ars, float[] panel, int po) {
    for (int first = 0; first < steps; first += WIDTH) {
      int t = Math.min(first, steps - WIDTH);
      int from = a0 + t;
      FloatVector u = fromArray(SPECIES, a, from);
      FloatVector v = fromArray(SPECIES, a, from + ars);
      FloatVector w = fromArray(SPECIES, a, from + 2 * ars);
      FloatVector x = fromArray(SPECIES, a, from + 3 * ars);
      FloatVector uvEven = u.blend(v.rearrange(SWAP_ONES), ODD);
      FloatVector uvOdd = u.rearrange(SWAP_ONES).blend(v, ODD);
      FloatVector wxEven = w.blend(x.rearrange(SWAP_ONES), ODD);
      FloatVector wxOdd = w.rearrange(SWAP_ONES).blend(x, ODD);
      int to = po + t * rows;
      store(uvEven.blend(wxEven.rearrange(SWAP_TWOS), UPPER), panel, to, rows);
      store(uvOdd.blend(wxOdd.rearrange(SWAP_TWOS), UPPER), panel, to + rows, rows);
      store(uvEven.rearrange(SWAP_TWOS).blend(wxEven, UPPER), panel, to + 2 * rows, rows);
      store(uvOdd.rearrange(SWAP_TWOS).blend(wxOdd, UPPER), panel, to + 3 * rows, rows);
    }
  }

  /// Each four lanes to the step they belong to, which is every fourth one.
  private static void store(FloatVector lanes, float[] panel, int to, int rows) {
    lanes.intoArray(panel, to, FIRST);
    if (WIDTH > 4) {
      lanes.intoArray(panel, to + 4 * rows - 4, SECOND);
    }
    if (WIDTH > 8) {
      lanes.intoArray(panel, to + 8 * rows - 8, THIRD);
      lanes.intoArray(panel, to + 12 * rows - 12, FOURTH);
    }
  }

  private static void interleave(int rows, int keep, int steps, float[] a, int ao, int ars, int acs,
      float[] panel, int po) {
    for (int t = 0; t < steps; t++) {
      for (int r = 0; r < keep; r++) {
        panel[po + t * rows + r] = a[ao + r * ars + t * acs];
      }
    }
  }
}
