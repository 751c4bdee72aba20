package candor.kernel;

/// The terms of weighted sums of rows, in order: where the weight and the row of each lies.
final class Terms {
  private static final ThreadLocal<Terms> OWN = ThreadLocal.withInitial(Terms::new);

  /// How many there are.
  int count;
  /// Places of weights.
  int[] weight = {};
  /// Places of rows.
  int[] row = {};

  private Terms() {
  }

  /// Those of the current thread, none at first, with room for some.
  static Terms own(int capacity) {
    Terms terms = OWN.get();
    if (terms.weight.length < capacity) {
      terms.weight = new int[capacity];
      terms.row = new int[capacity];
    }
    terms.clear();
    return terms;
  }

  /// Terms whose weights and rows lie at equal distances.
  static Terms evenly(int count, int weights, int rows) {
    Terms terms = own(count);
    for (int t = 0; t < count; t++) {
      terms.add(t * weights, t * rows);
    }
    return terms;
  }

  /// Terms whose weights follow each other.
  ///
  /// @param at where the rows lie
  /// @param first place of the first one in `at`
  static Terms listed(int count, int[] at, int first) {
    Terms terms = own(count);
    for (int t = 0; t < count; t++) {
      terms.add(t, at[first + t]);
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
