package candor.nn.data.augment;

import candor.random.RandomStream;

/// Random numbers of the samples of a batch.
final class Draws {
  private Draws() {
  }

  /// A number for each sample, uniform in `[-limit, limit)`.
  static double[] around0(RandomStream stream, int[] ids, double limit) {
    double[] numbers = new double[ids.length];
    for (int i = 0; i < ids.length; i++) {
      stream.uniform(ids[i], 0, numbers, i, 1);
      numbers[i] = (2 * numbers[i] - 1) * limit;
    }
    return numbers;
  }

  /// Checks a limit, or a standard deviation.
  static double limit(String operation, String what, double limit) {
    if (!(limit >= 0 && limit < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(operation + ": " + limit + " " + what + ", expected a number of 0 or more");
    }
    return limit;
  }
}
