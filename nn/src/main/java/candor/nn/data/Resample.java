package candor.nn.data;

/// Resizes images: first along rows, then along columns, each new pixel a weighted mean of old ones. The weights are a
/// triangle about the pixel's place, as wide as two new pixels, or two old ones if these are larger.
final class Resample {
  private static final double HIGHEST = 255;

  private Resample() {
  }

  static byte[] resize(byte[] pixels, int channels, int height, int width, int newHeight, int newWidth) {
    Weights across = Weights.of(width, newWidth);
    Weights down = Weights.of(height, newHeight);
    byte[] result = new byte[channels * newHeight * newWidth];
    double[] narrow = new double[height * newWidth];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < newWidth; x++) {
          double sum = 0;
          for (int i = 0; i < across.weight[x].length; i++) {
            int at = (c * height + y) * width + across.first[x] + i;
            sum += across.weight[x][i] * Byte.toUnsignedInt(pixels[at]);
          }
          narrow[y * newWidth + x] = sum;
        }
      }
      for (int y = 0; y < newHeight; y++) {
        for (int x = 0; x < newWidth; x++) {
          double sum = 0;
          for (int i = 0; i < down.weight[y].length; i++) {
            sum += down.weight[y][i] * narrow[(down.first[y] + i) * newWidth + x];
          }
          result[(c * newHeight + y) * newWidth + x] = (byte) Math.min(HIGHEST, Math.floor(sum + 0.5));
        }
      }
    }
    return result;
  }

  /// For each new place the first old one that counts, and how much it and its neighbours do.
  private record Weights(int[] first, double[][] weight) {
    static Weights of(int size, int newSize) {
      double scale = (double) size / newSize;
      double reach = Math.max(scale, 1);
      int[] first = new int[newSize];
      double[][] weight = new double[newSize][];
      for (int i = 0; i < newSize; i++) {
        double centre = (i + 0.5) * scale;
        first[i] = (int) Math.max(0, Math.floor(centre - reach + 0.5));
        int end = (int) Math.min(size, Math.floor(centre + reach + 0.5));
        weight[i] = new double[end - first[i]];
        double sum = 0;
        for (int j = 0; j < weight[i].length; j++) {
          weight[i][j] = Math.max(0, 1 - Math.abs(first[i] + j + 0.5 - centre) / reach);
          sum += weight[i][j];
        }
        for (int j = 0; j < weight[i].length; j++) {
          weight[i][j] /= sum;
        }
      }
      return new Weights(first, weight);
    }
  }
}
