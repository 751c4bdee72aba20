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
  /// Where the steps of a product begin in A, in B, and in a packed strip of B.
  final Multiples left = new Multiples();
  final Multiples steps = new Multiples();
  final Multiples packed = new Multiples();
  private final Multiples[] panels = {new Multiples(), new Multiples(), new Multiples()};
  private final float[][] repeated = new float[3][WIDTH];
  private float[] panel = new float[0];
  private float[] block = new float[0];
  private float[] copy = new float[0];
  private int[] sources = new int[0];
  private int[] taps = new int[0];
  private int[] weights = new int[0];
  private int[] gradients = new int[0];
  private int[] sums = new int[0];
  private int[] turns = new int[0];

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

  /// Where the steps of a packed panel of 4, 8 or 12 rows begin.
  int[] panelSteps(int rows, int steps) {
    return panels[rows / 4 - 1].of(rows, steps);
  }

  /// Room for the coefficients of a tile.
  float[] panel(int size) {
    if (panel.length < size) {
      panel = new float[size];
    }
    return panel;
  }

  /// Room for a packed block of the other operand.
  float[] block(int size) {
    if (block.length < size) {
      block = new float[size];
    }
    return block;
  }

  /// Room for a copy of an operand.
  float[] copy(int size) {
    if (copy.length < size) {
      copy = new float[size];
    }
    return copy;
  }

  /// Room for where each step of a convolution reads.
  int[] sources(int size) {
    if (sources.length < size) {
      sources = new int[size];
    }
    return sources;
  }

  /// Room for the tap of each step, or for what each tap adds to a place.
  int[] taps(int size) {
    if (taps.length < size) {
      taps = new int[size];
    }
    return taps;
  }

  /// Room for where the weights of each step begin, or where each tap's gradient goes.
  int[] weights(int size) {
    if (weights.length < size) {
      weights = new int[size];
    }
    return weights;
  }

  /// Room for where each step of a weight gradient reads the output's gradient.
  int[] gradients(int size) {
    if (gradients.length < size) {
      gradients = new int[size];
    }
    return gradients;
  }

  /// Room for where the sums of each tap of a weight gradient begin.
  int[] sums(int size) {
    if (sums.length < size) {
      sums = new int[size];
    }
    return sums;
  }

  /// Room for the order of the tiles of a weight gradient.
  int[] turns(int size) {
    if (turns.length < size) {
      turns = new int[size];
    }
    return turns;
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
