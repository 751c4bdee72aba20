package candor.kernel.simd;

import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The width of the vectors, fixed when the JVM starts so that the compiler sees constants.
final class Lanes {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int WIDTH = SPECIES.length();

  private static final VectorShuffle<Float> HALF = rotation(WIDTH / 2);
  private static final VectorShuffle<Float> QUARTER = rotation(WIDTH / 4);
  private static final VectorShuffle<Float> EIGHTH = rotation(WIDTH / 8);
  private static final VectorShuffle<Float> SIXTEENTH = rotation(WIDTH / 16);

  private Lanes() {
  }

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane + by) % WIDTH);
  }

  /// The last steps of a tree: `lane[j] += lane[j + WIDTH / 2]`, …, `1`.
  static float fold(FloatVector lanes) {
    FloatVector v = lanes.add(lanes.rearrange(HALF));
    v = v.add(v.rearrange(QUARTER));
    if (WIDTH > 4) {
      v = v.add(v.rearrange(EIGHTH));
    }
    if (WIDTH > 8) {
      v = v.add(v.rearrange(SIXTEENTH));
    }
    return v.lane(0);
  }

  /// The largest lane; of two zeros either, and a NaN as it happens.
  static float largest(FloatVector lanes) {
    FloatVector v = larger(lanes, lanes.rearrange(HALF));
    v = larger(v, v.rearrange(QUARTER));
    if (WIDTH > 4) {
      v = larger(v, v.rearrange(EIGHTH));
    }
    if (WIDTH > 8) {
      v = larger(v, v.rearrange(SIXTEENTH));
    }
    return v.lane(0);
  }

  /// Two instructions; `max`, which orders zeros and passes NaN on, takes five.
  static FloatVector larger(FloatVector a, FloatVector b) {
    return a.blend(b, b.compare(VectorOperators.GT, a));
  }

  /// The sum of sixteen numbers in a tree.
  static float tree(float[] x, int at) {
    FloatVector v = fromArray(SPECIES, x, at);
    if (WIDTH == 8) {
      v = v.add(fromArray(SPECIES, x, at + 8));
    } else if (WIDTH == 4) {
      v = v.add(fromArray(SPECIES, x, at + 8)).add(fromArray(SPECIES, x, at + 4).add(fromArray(SPECIES, x, at + 12)));
    }
    return fold(v);
  }
}
