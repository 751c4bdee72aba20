package candor.kernel.simd;

import static candor.kernel.simd.Lanes.WIDTH;

import java.util.Arrays;

/// Buffers that a thread reuses from call to call, so that kernels allocate next to nothing once they have seen their
/// largest shapes.
final class Scratch {
  private static final ThreadLocal<Scratch> OWN = ThreadLocal.withInitial(Scratch::new);

  /// Room for one tile.
  final float[] tile = new float[Tile.MAX_ROWS * Tile.COLUMNS];
  /// Room for one block of random words for each lane.
  final int[] words = new int[4 * WIDTH];
  private final float[][] repeated = new float[3][WIDTH];
  private float[] panel = new float[0];
  private float[] block = new float[0];
  private float[] copy = new float[0];
  private int[] steps = new int[0];
  private int[] multiples = new int[0];
  private int[] ascending = new int[0];
  private int[] chosen = new int[0];

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

  /// Room for one index per step.
  int[] steps(int size) {
    if (steps.length < size) {
      steps = new int[size];
    }
    return steps;
  }

  /// The first multiples of [Tile#COLUMNS], at least `size` of them: the steps of a packed strip.
  int[] multiples(int size) {
    if (multiples.length < size) {
      multiples = new int[size];
      Arrays.setAll(multiples, t -> t * Tile.COLUMNS);
    }
    return multiples;
  }

  /// The first whole numbers, at least `size` of them: the blocks of a panel in order.
  int[] ascending(int size) {
    if (ascending.length < size) {
      ascending = new int[size];
      Arrays.setAll(ascending, t -> t);
    }
    return ascending;
  }

  /// Room for another index per step.
  int[] chosen(int size) {
    if (chosen.length < size) {
      chosen = new int[size];
    }
    return chosen;
  }
}
