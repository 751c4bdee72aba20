package candor.bayes.calibration;

import candor.tensor.Shape;

/// Checks of true classes.
final class Labels {
  private Labels() {
  }

  /// Refuses labels that do not fit numbers `[N, K]`, and none.
  static void require(String operation, Shape numbers, int... labels) {
    if (numbers.size(0) != labels.length || labels.length == 0) {
      throw new IllegalArgumentException(operation + ": " + labels.length + " labels for numbers " + numbers
          + ", expected one label for each row, and 1 or more");
    }
    int classes = numbers.size(1);
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(operation + ": label " + labels[i] + " of sample " + i + ", expected 0 to "
            + (classes - 1));
      }
    }
  }
}
