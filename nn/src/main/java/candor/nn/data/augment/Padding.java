package candor.nn.data.augment;

/// What lies beyond the border of an image.
public enum Padding {
  /// Zeros: black, unless the images were normalised before.
  ZERO,
  /// The image mirrored at its outermost pixels, which are not repeated: `c b | a b c | b a`.
  REFLECT;

  /// Where a place comes from.
  ///
  /// @return a place in `[0, size)`, or -1 for a zero
  int origin(int place, int size) {
    if (place >= 0 && place < size) {
      return place;
    }
    if (this == ZERO) {
      return -1;
    }
    return place < 0 ? -place : 2 * (size - 1) - place;
  }
}
