package candor.bayes.calibration;

import java.util.Arrays;

/// Probabilities and outcomes by bin.
final class Bins {
  /// How far above 1 rounding may lift a probability.
  private static final double ROUNDING = 1e-4;

  private Bins() {
  }

  static void require(int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("binning: " + bins + " bins, expected 1 or more");
    }
  }

  /// Refuses what are no probabilities beside their outcomes.
  static void require(String operation, double[] probabilities, boolean[] outcomes) {
    if (probabilities.length != outcomes.length || probabilities.length == 0) {
      throw new IllegalArgumentException(operation + ": " + probabilities.length + " probabilities and "
          + outcomes.length + " outcomes, expected equally many, and 1 or more");
    }
    for (int i = 0; i < probabilities.length; i++) {
      double p = probabilities[i];
      if (!(p >= 0 && p < 1 + ROUNDING)) {
        throw new IllegalArgumentException(operation + ": number " + p + " of input " + i + ", expected a probability");
      }
    }
  }

  /// The bin that holds a probability.
  static int place(double[] ends, double probability) {
    int found = Arrays.binarySearch(ends, Math.min(1, probability));
    return found < 0 ? -found - 1 : found;
  }

  /// The bin of every probability.
  static int[] places(double[] ends, double... probabilities) {
    int[] places = new int[probabilities.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = place(ends, probabilities[i]);
    }
    return places;
  }
}
