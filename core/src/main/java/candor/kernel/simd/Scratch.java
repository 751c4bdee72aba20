package candor.kernel.simd;

import static candor.kernel.simd.Lanes.WIDTH;

import candor.kernel.Reduction;
import java.util.Arrays;

/// Buffers that a thread reuses from call to call, so that kernels allocate next to nothing once they have seen their
/// largest shapes.
final class Scratch {
  private static final ThreadLocal<Scratch> OWN = ThreadLocal.withInitial(Scratch::new);

  /// Room for one tile.
  final float[] tile = new float[Tile.MAX_ROWS * Tile.COLUMNS];
  /// Room for a vector of each column of a strip.
  final float[] units = new float[Tile.COLUMNS * WIDTH];
  /// Room for the sums of several trees.
  final float[] trees = new float[WIDTH * WIDTH];
  /// Room for the lanes of a sum after two steps of its tree.
  final float[] lanes = new float[Reduction.LANES / 4];
  /// Room for one block of random words for each lane.
  final int[] words = new int[4 * WIDTH];
  /// The same words block by block.
  final int[] blocks = new int[4 * WIDTH];
  /// Room for a sample in every lane.
  final int[] ids = new int[WIDTH];
  /// Where the steps of a product begin in B, and in a packed strip of B.
  final Multiples steps = new Multiples();
  final Multiples packed = new Multiples();
  private final float[][] repeated = new float[3][WIDTH];
  /// Room for the coefficients of tiles.
  final Floats panel = new Floats();
  /// Room for the same in another order.
  final Floats ordered = new Floats();
  /// Room for some of them.
  final Floats chosen = new Floats();
  /// Room for a packed block of the other operand.
  final Floats block = new Floats();
  /// Room for a copy of an operand.
  final Floats copy = new Floats();
  /// Room for where each step of a convolution reads.
  final Ints sources = new Ints();
  /// Room for the tap of each step, or for what each tap adds to a place.
  final Ints taps = new Ints();
  /// Room for where each tap's gradient goes.
  final Ints weights = new Ints();
  /// Room for where each step of a weight gradient reads the output's gradient.
  final Ints gradients = new Ints();
  /// Room for how many steps of a weight gradient follow each other.
  final Ints lengths = new Ints();
  /// Room for where the sums of each tap of a weight gradient begin.
  final Ints sums = new Ints();
  /// Room for the order of the tiles of a weight gradient.
  final Ints turns = new Ints();

  private Scratch() {
  }

  /// The buffers of the current thread.
  static Scratch own() {
    return OWN.get();
  }

  /// One vector of a number that is repeated.
  ///
  /// @param operand which of up to three
  float[] repeat(int operand, float x) {
    Arrays.fill(repeated[operand], x);
    return repeated[operand];
  }

  /// An array that grows.
  static final class Floats {
    private float[] values = new float[0];

    /// At least `size` numbers, which may be anything.
    float[] atLeast(int size) {
      if (values.length < size) {
        values = new float[size];
      }
      return values;
    }
  }

  /// An array that grows.
  static final class Ints {
    private int[] values = new int[0];

    /// At least `size` numbers, which may be anything.
    int[] atLeast(int size) {
      if (values.length < size) {
        values = new int[size];
      }
      return values;
    }
  }

  /// The first multiples of a number, made again only when it changes.
  static final class Multiples {
    private int[] values = new int[0];
    private int factor;

    /// At least `size` multiples of `factor`, from 0 on.
    int[] of(int factor, int size) {
      if (values.length < size || this.factor != factor) {
        values = values.length < size ? new int[size] : values;
        this.factor = factor;
        Arrays.setAll(values, t -> t * factor);
      }
      return values;
    }
  }
}
