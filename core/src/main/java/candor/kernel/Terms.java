package candor.kernel;

/// The terms of weighted sums of rows, in order: where the weight and the row of each lies.
final class Terms {
  /// How many there are.
  int count;
  /// Places of weights.
  final int[] weight;
  /// Places of rows.
  final int[] row;

  /// Room for some terms.
  Terms(int capacity) {
    weight = new int[capacity];
    row = new int[capacity];
  }

  /// Terms whose weights and rows lie at equal distances.
  static Terms evenly(int count, int weights, int rows) {
    Terms terms = new Terms(count);
    for (int t = 0; t < count; t++) {
      terms.add(t * weights, t * rows);
    }
    return terms;
  }

  void clear() {
    count = 0;
  }

  void add(int weightAt, int rowAt) {
    weight[count] = weightAt;
    row[count++] = rowAt;
  }
}
