package candor.kernel.simd;

import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The width of the vectors, fixed when the JVM starts so that the compiler sees constants.
final class Lanes {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int WIDTH = SPECIES.length();
  /// Bits of an integer that the number of a lane does not need.
  private static final int UNUSED_BITS = Integer.numberOfLeadingZeros(WIDTH - 1);

  /// Neighbouring groups of so many lanes change places.
  static final VectorShuffle<Float> SWAP_ONES = swap(1);
  static final VectorShuffle<Float> SWAP_TWOS = swap(2);
  static final VectorShuffle<Float> SWAP_FOURS = swap(4);
  static final VectorShuffle<Float> SWAP_EIGHTS = swap(8);
  /// The second one of each two groups of so many lanes.
  static final VectorMask<Float> UPPER_ONES = upper(1);
  static final VectorMask<Float> UPPER_TWOS = upper(2);
  static final VectorMask<Float> UPPER_FOURS = upper(4);
  static final VectorMask<Float> UPPER_EIGHTS = upper(8);

  /// Every lane takes the number of the lane so far behind it, as in the steps of a tree; beyond the last comes the first.
  static final VectorShuffle<Float> HALF = rotation(WIDTH / 2);
  static final VectorShuffle<Float> QUARTER = rotation(WIDTH / 4);
  static final VectorShuffle<Float> EIGHTH = rotation(WIDTH / 8);
  static final VectorShuffle<Float> SIXTEENTH = rotation(WIDTH / 16);

  private Lanes() {
  }

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane + by) % WIDTH);
  }

  private static VectorShuffle<Float> swap(int lanes) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ lanes) % WIDTH);
  }

  private static VectorMask<Float> upper(int lanes) {
    boolean[] values = new boolean[WIDTH];
    for (int lane = 0; lane < WIDTH; lane++) {
      values[lane] = (lane & lanes) != 0;
    }
    return VectorMask.fromArray(SPECIES, values, 0);
  }

  /// Two instructions; `max`, which orders zeros and passes NaN on, takes five.
  static FloatVector larger(FloatVector a, FloatVector b) {
    return a.blend(b, b.compare(VectorOperators.GT, a));
  }

  /// The sum of sixteen numbers in a tree: `x[j] += x[j + 8]`, `4`, `2`, `1`.
  ///
  /// It takes numbers of an array and not a vector: where the compiler does not inline a method, a vector that it takes is
  /// an object.
  static float tree(float[] x, int at) {
    FloatVector v = fromArray(SPECIES, x, at);
    if (WIDTH == 8) {
      v = v.add(fromArray(SPECIES, x, at + 8));
    } else if (WIDTH == 4) {
      v = v.add(fromArray(SPECIES, x, at + 8)).add(fromArray(SPECIES, x, at + 4).add(fromArray(SPECIES, x, at + 12)));
    }
    v = v.add(v.rearrange(HALF));
    v = v.add(v.rearrange(QUARTER));
    if (WIDTH > 4) {
      v = v.add(v.rearrange(EIGHTH));
    }
    if (WIDTH > 8) {
      v = v.add(v.rearrange(SIXTEENTH));
    }
    return v.lane(0);
  }

  /// The trees of as many times sixteen numbers as there are lanes.
  ///
  /// Each step joins two vectors: one half of the lanes goes on with the sums of the one, the other half with those of the
  /// other. So what is in the end one lane was one vector, whose number is that of the lane with its bits reversed. No method
  /// returns a vector here: where the compiler does not inline it, that would be an object for every sixteen numbers.
  ///
  /// @param x numbers
  /// @param at where each sixteen begin
  /// @param first place of the first of them in `at`
  /// @param xo added to each
  /// @param y a vector of sums, and room for as many vectors as a vector has lanes
  static void trees(float[] x, int[] at, int first, int xo, float[] y) {
    for (int i = 0; i < WIDTH; i++) {
      int from = xo + at[first + (Integer.reverse(i) >>> UNUSED_BITS)];
      FloatVector v = fromArray(SPECIES, x, from);
      if (WIDTH == 8) {
        v = v.add(fromArray(SPECIES, x, from + 8));
      } else if (WIDTH == 4) {
        v = v.add(fromArray(SPECIES, x, from + 8))
            .add(fromArray(SPECIES, x, from + 4).add(fromArray(SPECIES, x, from + 12)));
      }
      v.intoArray(y, i * WIDTH);
    }
    if (WIDTH > 8) {
      join(8, SWAP_EIGHTS, UPPER_EIGHTS, y);
    }
    if (WIDTH > 4) {
      join(4, SWAP_FOURS, UPPER_FOURS, y);
    }
    join(2, SWAP_TWOS, UPPER_TWOS, y);
    join(1, SWAP_ONES, UPPER_ONES, y);
  }

  private static void join(int pairs, VectorShuffle<Float> swap, VectorMask<Float> upper, float[] y) {
    for (int i = 0; i < pairs; i++) {
      FloatVector u = fromArray(SPECIES, y, 2 * i * WIDTH);
      FloatVector v = fromArray(SPECIES, y, (2 * i + 1) * WIDTH);
      u.blend(v.rearrange(swap), upper).add(u.rearrange(swap).blend(v, upper)).intoArray(y, i * WIDTH);
    }
  }
}
