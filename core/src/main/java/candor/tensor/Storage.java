package candor.tensor;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One Java array that any number of strided views share, with the number of times it was overwritten in place.
final class Storage {
  private @Nullable Object array;
  private int generation;
  private long stamp;

  Storage(Object array) {
    this.array = array;
  }

  /// The array, or null when a workspace has taken it back.
  @Nullable Object array() {
    return array;
  }

  int generation() {
    return generation;
  }

  /// Makes every view taken before unusable, because its numbers are about to change.
  void advance() {
    generation++;
  }

  /// When a workspace last found that somebody needs it.
  long stamp() {
    return stamp;
  }

  void stamp(long now) {
    stamp = now;
  }

  /// Makes every view unusable for good, and hands out the array.
  Object retire() {
    Object result = Objects.requireNonNull(array);
    array = null;
    return result;
  }
}
