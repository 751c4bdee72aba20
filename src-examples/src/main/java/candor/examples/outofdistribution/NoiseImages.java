package candor.examples.outofdistribution;

import candor.nn.data.Images;
import candor.random.Purpose;
import candor.random.RandomStream;

/// Images of noise: independent normal pixels, cut to `[0, 1]`, whose mean is uniform in `[0, 1]` and whose deviation is
/// uniform in `[0, ½]` for every image, so that there are dark and bright, faint and strong ones.
final class NoiseImages {
  private static final int SIDE = 28;
  private static final int WHITE = 255;

  private NoiseImages() {
  }

  static Images draw(int count, long seed) {
    RandomStream stream = RandomStream.of(seed).purpose(Purpose.SAMPLING).child("noise images");
    RandomStream levels = stream.child("levels");
    float[] level = new float[2];
    float[] noise = new float[SIDE * SIDE];
    byte[] pixels = new byte[count * noise.length];
    for (int i = 0; i < count; i++) {
      levels.uniform(i, level);
      stream.normal(i, noise);
      for (int p = 0; p < noise.length; p++) {
        float grey = level[0] + level[1] / 2 * noise[p];
        pixels[i * noise.length + p] = (byte) Math.round(WHITE * Math.clamp(grey, 0f, 1f));
      }
    }
    return new Images(pixels, 1, SIDE, SIDE, new int[count]);
  }
}
