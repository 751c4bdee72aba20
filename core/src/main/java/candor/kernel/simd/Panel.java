package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.SWAP_EIGHTS;
import static candor.kernel.simd.Lanes.SWAP_FOURS;
import static candor.kernel.simd.Lanes.SWAP_ONES;
import static candor.kernel.simd.Lanes.SWAP_TWOS;
import static candor.kernel.simd.Lanes.UPPER_EIGHTS;
import static candor.kernel.simd.Lanes.UPPER_FOURS;
import static candor.kernel.simd.Lanes.UPPER_ONES;
import static candor.kernel.simd.Lanes.UPPER_TWOS;
import static candor.kernel.simd.Lanes.WIDTH;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;

/// Packs rows of a matrix step by step, `panel[po + t · rows + r] = a[ao + r · ars + t · acs]`, as [Tile] reads them.
final class Panel {
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
    } else if (acs == 1 && keep == rows && steps >= WIDTH) {
      if (rows == 12) {
        transposeTwelve(steps, a, ao, ars, panel, po);
      } else {
        transpose(rows, steps, a, ao, ars, panel, po);
      }
    } else {
      interleave(rows, keep, steps, a, ao, ars, acs, panel, po);
    }
  }

  /// Copies whole vectors for each step; the next step overwrites what is too much.
  private static void columns(int rows, int steps, float[] a, int ao, int acs, float[] panel, int po) {
    for (int t = 0; t < steps; t++) {
      fromArray(SPECIES, a, ao + t * acs).intoArray(panel, po + t * rows);
    }
  }

  /// Contiguous rows, as many steps at a time as a vector has lanes, the last ones twice if need be.
  ///
  /// First each four lanes of four rows are transposed among themselves: a vector then has units of four numbers, the
  /// four rows of every fourth step. In the order of the panel, as many such vectors as each has units have in their first
  /// unit what belongs together, and so in the others: units are transposed in the same way as numbers were. Six rows are
  /// two units, of which the second ends with the first two rows again; the next step overwrites these. The fifth step of a
  /// vector is written before the fourth, which spoils its first two numbers.
  ///
  /// The vectors in between lie in memory: more than twelve and what they become have no registers.
  ///
  /// Vectors of four lanes would do the first in fewer steps. But the compiler knows the class of every vector in the
  /// kernels only as long as no second one is in use; once there is, tiles that it compiles before it has a profile of
  /// them run at a fifth of their speed.
  private static void transpose(int rows, int steps, float[] a, int ao, int ars, float[] panel, int po) {
    float[] units = Scratch.own().units;
    int groups = (rows + 3) / 4;
    int apart = rows / groups;
    for (int first = 0; first < steps; first += WIDTH) {
      int t = Math.min(first, steps - WIDTH);
      for (int r = 0; r < rows; r += 4) {
        int below = r + 2 < rows ? r + 2 : 0;
        numbers(a, ao + r * ars + t, ao + below * ars + t, ars, units, r / 4 * WIDTH, groups * WIDTH);
      }
      int to = po + t * rows;
      switch (WIDTH) {
        case 16 -> {
          for (int u = 0; u < rows; u += 4) {
            units(units, u * WIDTH, panel, to + 4 * u, 4 * rows);
          }
        }
        case 8 -> {
          for (int u = 0; u < 4 * groups; u += 2) {
            halves(units, u * WIDTH, panel, to + u * apart, 4 * rows);
          }
          if (rows == 6) {
            panel[to + 24] = a[ao + t + 4];
            panel[to + 25] = a[ao + ars + t + 4];
          }
        }
        default -> System.arraycopy(units, 0, panel, to, 4 * rows);
      }
    }
  }

  /// The same for twelve rows of sixteen lanes, whose units stay in registers.
  private static void transposeTwelve(int steps, float[] a, int ao, int ars, float[] panel, int po) {
    for (int first = 0; first < steps; first += WIDTH) {
      int t = Math.min(first, steps - WIDTH);
      int from = ao + t;
      int to = po + 12 * t;
      FloatVector u0 = fromArray(SPECIES, a, from);
      FloatVector v0 = fromArray(SPECIES, a, from + ars);
      FloatVector w0 = fromArray(SPECIES, a, from + 2 * ars);
      FloatVector z0 = fromArray(SPECIES, a, from + 3 * ars);
      FloatVector uvLower0 = u0.blend(v0.rearrange(SWAP_ONES), UPPER_ONES);
      FloatVector uvUpper0 = u0.rearrange(SWAP_ONES).blend(v0, UPPER_ONES);
      FloatVector wzLower0 = w0.blend(z0.rearrange(SWAP_ONES), UPPER_ONES);
      FloatVector wzUpper0 = w0.rearrange(SWAP_ONES).blend(z0, UPPER_ONES);
      FloatVector x0 = uvLower0.blend(wzLower0.rearrange(SWAP_TWOS), UPPER_TWOS);
      FloatVector x3 = uvUpper0.blend(wzUpper0.rearrange(SWAP_TWOS), UPPER_TWOS);
      FloatVector x6 = uvLower0.rearrange(SWAP_TWOS).blend(wzLower0, UPPER_TWOS);
      FloatVector x9 = uvUpper0.rearrange(SWAP_TWOS).blend(wzUpper0, UPPER_TWOS);
      FloatVector u1 = fromArray(SPECIES, a, from + 4 * ars);
      FloatVector v1 = fromArray(SPECIES, a, from + 5 * ars);
      FloatVector w1 = fromArray(SPECIES, a, from + 6 * ars);
      FloatVector z1 = fromArray(SPECIES, a, from + 7 * ars);
      FloatVector uvLower1 = u1.blend(v1.rearrange(SWAP_ONES), UPPER_ONES);
      FloatVector uvUpper1 = u1.rearrange(SWAP_ONES).blend(v1, UPPER_ONES);
      FloatVector wzLower1 = w1.blend(z1.rearrange(SWAP_ONES), UPPER_ONES);
      FloatVector wzUpper1 = w1.rearrange(SWAP_ONES).blend(z1, UPPER_ONES);
      FloatVector x1 = uvLower1.blend(wzLower1.rearrange(SWAP_TWOS), UPPER_TWOS);
      FloatVector x4 = uvUpper1.blend(wzUpper1.rearrange(SWAP_TWOS), UPPER_TWOS);
      FloatVector x7 = uvLower1.rearrange(SWAP_TWOS).blend(wzLower1, UPPER_TWOS);
      FloatVector x10 = uvUpper1.rearrange(SWAP_TWOS).blend(wzUpper1, UPPER_TWOS);
      FloatVector u2 = fromArray(SPECIES, a, from + 8 * ars);
      FloatVector v2 = fromArray(SPECIES, a, from + 9 * ars);
      FloatVector w2 = fromArray(SPECIES, a, from + 10 * ars);
      FloatVector z2 = fromArray(SPECIES, a, from + 11 * ars);
      FloatVector uvLower2 = u2.blend(v2.rearrange(SWAP_ONES), UPPER_ONES);
      FloatVector uvUpper2 = u2.rearrange(SWAP_ONES).blend(v2, UPPER_ONES);
      FloatVector wzLower2 = w2.blend(z2.rearrange(SWAP_ONES), UPPER_ONES);
      FloatVector wzUpper2 = w2.rearrange(SWAP_ONES).blend(z2, UPPER_ONES);
      FloatVector x2 = uvLower2.blend(wzLower2.rearrange(SWAP_TWOS), UPPER_TWOS);
      FloatVector x5 = uvUpper2.blend(wzUpper2.rearrange(SWAP_TWOS), UPPER_TWOS);
      FloatVector x8 = uvLower2.rearrange(SWAP_TWOS).blend(wzLower2, UPPER_TWOS);
      FloatVector x11 = uvUpper2.rearrange(SWAP_TWOS).blend(wzUpper2, UPPER_TWOS);
      FloatVector lower0 = x0.blend(x1.rearrange(SWAP_FOURS), UPPER_FOURS);
      FloatVector upper0 = x0.rearrange(SWAP_FOURS).blend(x1, UPPER_FOURS);
      FloatVector nextLower0 = x2.blend(x3.rearrange(SWAP_FOURS), UPPER_FOURS);
      FloatVector nextUpper0 = x2.rearrange(SWAP_FOURS).blend(x3, UPPER_FOURS);
      lower0.blend(nextLower0.rearrange(SWAP_EIGHTS), UPPER_EIGHTS).intoArray(panel, to);
      upper0.blend(nextUpper0.rearrange(SWAP_EIGHTS), UPPER_EIGHTS).intoArray(panel, to + 48);
      lower0.rearrange(SWAP_EIGHTS).blend(nextLower0, UPPER_EIGHTS).intoArray(panel, to + 96);
      upper0.rearrange(SWAP_EIGHTS).blend(nextUpper0, UPPER_EIGHTS).intoArray(panel, to + 144);
      FloatVector lower1 = x4.blend(x5.rearrange(SWAP_FOURS), UPPER_FOURS);
      FloatVector upper1 = x4.rearrange(SWAP_FOURS).blend(x5, UPPER_FOURS);
      FloatVector nextLower1 = x6.blend(x7.rearrange(SWAP_FOURS), UPPER_FOURS);
      FloatVector nextUpper1 = x6.rearrange(SWAP_FOURS).blend(x7, UPPER_FOURS);
      lower1.blend(nextLower1.rearrange(SWAP_EIGHTS), UPPER_EIGHTS).intoArray(panel, to + 16);
      upper1.blend(nextUpper1.rearrange(SWAP_EIGHTS), UPPER_EIGHTS).intoArray(panel, to + 64);
      lower1.rearrange(SWAP_EIGHTS).blend(nextLower1, UPPER_EIGHTS).intoArray(panel, to + 112);
      upper1.rearrange(SWAP_EIGHTS).blend(nextUpper1, UPPER_EIGHTS).intoArray(panel, to + 160);
      FloatVector lower2 = x8.blend(x9.rearrange(SWAP_FOURS), UPPER_FOURS);
      FloatVector upper2 = x8.rearrange(SWAP_FOURS).blend(x9, UPPER_FOURS);
      FloatVector nextLower2 = x10.blend(x11.rearrange(SWAP_FOURS), UPPER_FOURS);
      FloatVector nextUpper2 = x10.rearrange(SWAP_FOURS).blend(x11, UPPER_FOURS);
      lower2.blend(nextLower2.rearrange(SWAP_EIGHTS), UPPER_EIGHTS).intoArray(panel, to + 32);
      upper2.blend(nextUpper2.rearrange(SWAP_EIGHTS), UPPER_EIGHTS).intoArray(panel, to + 80);
      lower2.rearrange(SWAP_EIGHTS).blend(nextLower2, UPPER_EIGHTS).intoArray(panel, to + 128);
      upper2.rearrange(SWAP_EIGHTS).blend(nextUpper2, UPPER_EIGHTS).intoArray(panel, to + 176);
    }
  }

  private static void numbers(float[] x, int xo, int below, int xs, float[] y, int yo, int ys) {
    FloatVector u = fromArray(SPECIES, x, xo);
    FloatVector v = fromArray(SPECIES, x, xo + xs);
    FloatVector w = fromArray(SPECIES, x, below);
    FloatVector z = fromArray(SPECIES, x, below + xs);
    FloatVector uvLower = u.blend(v.rearrange(SWAP_ONES), UPPER_ONES);
    FloatVector uvUpper = u.rearrange(SWAP_ONES).blend(v, UPPER_ONES);
    FloatVector wzLower = w.blend(z.rearrange(SWAP_ONES), UPPER_ONES);
    FloatVector wzUpper = w.rearrange(SWAP_ONES).blend(z, UPPER_ONES);
    uvLower.blend(wzLower.rearrange(SWAP_TWOS), UPPER_TWOS).intoArray(y, yo);
    uvUpper.blend(wzUpper.rearrange(SWAP_TWOS), UPPER_TWOS).intoArray(y, yo + ys);
    uvLower.rearrange(SWAP_TWOS).blend(wzLower, UPPER_TWOS).intoArray(y, yo + 2 * ys);
    uvUpper.rearrange(SWAP_TWOS).blend(wzUpper, UPPER_TWOS).intoArray(y, yo + 3 * ys);
  }

  private static void units(float[] x, int xo, float[] y, int yo, int ys) {
    FloatVector u = fromArray(SPECIES, x, xo);
    FloatVector v = fromArray(SPECIES, x, xo + WIDTH);
    FloatVector w = fromArray(SPECIES, x, xo + 2 * WIDTH);
    FloatVector z = fromArray(SPECIES, x, xo + 3 * WIDTH);
    FloatVector uvLower = u.blend(v.rearrange(SWAP_FOURS), UPPER_FOURS);
    FloatVector uvUpper = u.rearrange(SWAP_FOURS).blend(v, UPPER_FOURS);
    FloatVector wzLower = w.blend(z.rearrange(SWAP_FOURS), UPPER_FOURS);
    FloatVector wzUpper = w.rearrange(SWAP_FOURS).blend(z, UPPER_FOURS);
    uvLower.blend(wzLower.rearrange(SWAP_EIGHTS), UPPER_EIGHTS).intoArray(y, yo);
    uvUpper.blend(wzUpper.rearrange(SWAP_EIGHTS), UPPER_EIGHTS).intoArray(y, yo + ys);
    uvLower.rearrange(SWAP_EIGHTS).blend(wzLower, UPPER_EIGHTS).intoArray(y, yo + 2 * ys);
    uvUpper.rearrange(SWAP_EIGHTS).blend(wzUpper, UPPER_EIGHTS).intoArray(y, yo + 3 * ys);
  }

  private static void halves(float[] x, int xo, float[] y, int yo, int ys) {
    FloatVector u = fromArray(SPECIES, x, xo);
    FloatVector v = fromArray(SPECIES, x, xo + WIDTH);
    u.blend(v.rearrange(SWAP_FOURS), UPPER_FOURS).intoArray(y, yo);
    u.rearrange(SWAP_FOURS).blend(v, UPPER_FOURS).intoArray(y, yo + ys);
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
