package candor.tensor;

/// One Java array that any number of strided views share, with the number of times it was overwritten in place.
final class Storage {
  private final Object array;
  private int generation;

  Storage(Object array) {
    this.array = array;
  }

  Object array() {
    return array;
  }

  int generation() {
    return generation;
  }

  /// Makes every view taken before unusable, because its numbers are about to change.
  void advance() {
    generation++;
  }
}
