package candor.op;

import java.util.function.IntToLongFunction;

/// How one axis is resampled: every index of the result is a weighted sum of a few indices of the input, a sparse matrix
/// of `to` rows and `from` columns.
///
/// The derivative of a resampling is the one with the transposed matrix ([#transposed]), so the set is closed. Weights
/// are computed from whole numbers and rounded once; those that are 0 are left out, so an infinity stays where it is.
public final class Resampling {
  private final int from;
  private final int to;
  /// The entries `start[i] … start[i + 1] − 1` belong to index `i` of the result, ascending in the index they read.
  private final int[] start;
  private final int[] index;
  private final double[] weight;

  private Resampling(int from, int to, int[] start, int[] index, double[] weight) {
    this.from = from;
    this.to = to;
    this.start = start;
    this.index = index;
    this.weight = weight;
  }

  /// The nearest index: `i` reads `⌊i from / to⌋`, as `nearest` does in PyTorch.
  ///
  /// @param from size of the axis
  /// @param to size of the axis in the result
  /// @return the rule
  /// @throws IllegalArgumentException if a size is below 1
  public static Resampling nearest(int from, int to) {
    return at(from, to, i -> (long) i * from / to, 1);
  }

  /// Linear interpolation between pixels that are areas: `i` reads at `(i + ½) from / to − ½`, not below 0, as PyTorch
  /// does with `align_corners=False`.
  ///
  /// @param from size of the axis
  /// @param to size of the axis in the result
  /// @return the rule
  /// @throws IllegalArgumentException if a size is below 1
  public static Resampling linear(int from, int to) {
    return at(from, to, i -> Math.max(0, (2L * i + 1) * from - to), 2L * to);
  }

  /// Linear interpolation between pixels that are points, the first and the last of either side in the same place: `i`
  /// reads at `i (from − 1) / (to − 1)`, as PyTorch does with `align_corners=True`. A result of size 1 is the first.
  ///
  /// @param from size of the axis
  /// @param to size of the axis in the result
  /// @return the rule
  /// @throws IllegalArgumentException if a size is below 1
  public static Resampling linearAligned(int from, int to) {
    return at(from, to, i -> (long) i * (from - 1), Math.max(1, to - 1));
  }

  /// Interpolates at `numerator / denominator`, at most the last index.
  private static Resampling at(int from, int to, IntToLongFunction numerator, long denominator) {
    if (Math.min(from, to) < 1) {
      throw new IllegalArgumentException("resample: sizes " + from + " and " + to + ", expected 1 or more");
    }
    int[] start = new int[to + 1];
    int[] index = new int[2 * to];
    double[] weight = new double[2 * to];
    int entries = 0;
    for (int i = 0; i < to; i++) {
      long position = Math.min(numerator.applyAsLong(i), (from - 1) * denominator);
      int low = (int) (position / denominator);
      long rest = position % denominator;
      index[entries] = low;
      weight[entries++] = (double) (denominator - rest) / denominator;
      if (rest > 0) {
        index[entries] = low + 1;
        weight[entries++] = (double) rest / denominator;
      }
      start[i + 1] = entries;
    }
    return new Resampling(from, to, start, index, weight);
  }

  /// The rule with the transposed matrix, the gradient of this one.
  ///
  /// @return a rule from `to` to `from`
  public Resampling transposed() {
    int[] begin = new int[from + 1];
    for (int e = 0; e < start[to]; e++) {
      begin[index[e] + 1]++;
    }
    for (int i = 0; i < from; i++) {
      begin[i + 1] += begin[i];
    }
    int[] next = begin.clone();
    int[] indices = new int[start[to]];
    double[] weights = new double[start[to]];
    for (int i = 0; i < to; i++) {
      for (int e = start[i]; e < start[i + 1]; e++) {
        int at = next[index[e]]++;
        indices[at] = i;
        weights[at] = weight[e];
      }
    }
    return new Resampling(to, from, begin, indices, weights);
  }

  /// Size of the axis.
  ///
  /// @return the size
  public int from() {
    return from;
  }

  /// Size of the axis in the result.
  ///
  /// @return the size
  public int to() {
    return to;
  }

  /// First entry of an index of the result; the last one ends where those of the next begin.
  int start(int i) {
    return start[i];
  }

  /// Index that every entry reads, times a distance.
  int[] places(int distance) {
    int[] places = new int[start[to]];
    for (int e = 0; e < places.length; e++) {
      places[e] = index[e] * distance;
    }
    return places;
  }

  /// The weight of every entry.
  double[] weights() {
    return weight;
  }

  /// The weight of every entry, rounded.
  float[] narrowWeights() {
    float[] narrow = new float[weight.length];
    for (int e = 0; e < narrow.length; e++) {
      narrow[e] = (float) weight[e];
    }
    return narrow;
  }

  @Override
  public String toString() {
    return "resampling of " + from + " to " + to;
  }
}
