package candor.nn.data;

import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;

/// The classes of a data set's samples.
final class Classes {
  private Classes() {
  }

  /// Reads them, as numbers from 0.
  ///
  /// @param operation name for messages
  /// @throws IllegalArgumentException if the targets are no classes
  static int[] of(String operation, Dataset data) {
    Tensor targets = data.targets();
    if (targets.dtype() != DType.I32 || targets.shape().rank() != 1) {
      throw new IllegalArgumentException(
          operation + ": the targets are " + targets.dtype() + targets.shape() + ", expected classes i32[N]");
    }
    int[] classes = targets.toInts();
    for (int i = 0; i < classes.length; i++) {
      if (classes[i] < 0) {
        throw new IllegalArgumentException(
            operation + ": sample " + i + " has the class " + classes[i] + ", expected 0 or more");
      }
    }
    return classes;
  }

  /// How often each class comes.
  static int[] counts(int[] classes) {
    int[] counts = new int[Arrays.stream(classes).max().orElse(-1) + 1];
    for (int k : classes) {
      counts[k]++;
    }
    return counts;
  }
}
