package candor.nn.data;

/// Samples that can be read by index, in any order and by several threads.
public interface Dataset {
  /// Number of samples.
  ///
  /// @return the number
  int size();

  /// Reads samples.
  ///
  /// @param index indices, in any order
  /// @return the samples, in that order
  /// @throws IndexOutOfBoundsException if an index is not in `[0, size)`
  Batch batch(int... index);
}
