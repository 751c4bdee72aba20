package candor.examples.priornetworks;

import candor.nn.data.Batch;
import candor.nn.data.Images;
import candor.tensor.Tensor;

/// Inputs of one kind, to be asked about.
///
/// @param id name in results
/// @param title what they are
/// @param images `[N, 1, 28, 28]`
record InputSet(String id, String title, Tensor images) {
  /// Identity of the digits of MNIST.
  static final String DIGITS = "mnist";
  /// Identity of the blends.
  static final String BLENDS = "blends";

  /// Digits as they are.
  static InputSet digits(Batch digits) {
    return new InputSet(DIGITS, "digits", digits.input());
  }

  /// Blends of two digits at equal weights: each with the next one of another class.
  static InputSet blends(Images from, Batch digits) {
    int[] partners = partners(digits.target().toInts());
    for (int i = 0; i < partners.length; i++) {
      partners[i] = digits.ids()[partners[i]];
    }
    return new InputSet(BLENDS, "blends of two digits", digits.input().add(from.batch(partners).input()).mul(0.5));
  }

  /// For each image the place of the next one of another class, after the last one the first; where all are alike, of
  /// itself.
  static int[] partners(int... labels) {
    int n = labels.length;
    int[] partners = new int[n];
    for (int i = 0; i < n; i++) {
      int step = 1;
      while (step < n && labels[(i + step) % n] == labels[i]) {
        step++;
      }
      partners[i] = (i + step) % n;
    }
    return partners;
  }

  int size() {
    return images.shape().size(0);
  }
}
