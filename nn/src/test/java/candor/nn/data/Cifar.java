package candor.nn.data;

/// Writes CIFAR files for tests.
final class Cifar {
  static final int PIXELS = 3072;

  private Cifar() {
  }

  /// Records with the given labels, a few bytes each, and pixels that count upwards.
  static byte[] file(int[]... labels) {
    byte[] file = new byte[labels.length == 0 ? 0 : labels.length * (labels[0].length + PIXELS)];
    int at = 0;
    for (int[] record : labels) {
      for (int label : record) {
        file[at++] = (byte) label;
      }
      for (int p = 0; p < PIXELS; p++, at++) {
        file[at] = (byte) (at * 7 / 3);
      }
    }
    return file;
  }
}
