package candor.kernel;

import candor.random.Philox;

/// Dropout: each feature of each sample is kept or zeroed by sixteen random bits.
///
/// The bits of features `8b … 8b + 7` of the sample with identity `id` are the Philox block of counter
/// `(path, step, id, b)`: word `w` gives feature `2w` its low half and `2w + 1` its high half. A feature is kept when
/// its sixteen bits, read as an unsigned number, are at least `threshold`. Nothing depends on the batch a sample comes
/// in, on its place there, or on threads.
public class DropoutMask {
  /// Features that share one Philox block.
  public static final int BLOCK = 8;

  /// Makes the scalar loops.
  public DropoutMask() {
  }

  /// Where the random bits come from, and what is done with them.
  ///
  /// @param seed 64-bit key
  /// @param path first counter word: purpose and layer
  /// @param step second counter word: training step or pass
  /// @param threshold from 0 to 65 535: a feature is zeroed with probability `threshold / 65536`
  /// @param scale what kept features are multiplied with
  public record Rule(long seed, int path, int step, int threshold, double scale) {
  }

  /// How `samples × features` numbers lie in an array.
  ///
  /// @param features number of features
  /// @param sampleStride distance between samples
  /// @param featureStride distance between features
  public record Layout(int features, int sampleStride, int featureStride) {
  }

  /// `y = keep ? scale · x : 0` for a range of samples and of feature blocks.
  ///
  /// @param rule random source
  /// @param ids identity of every sample of the batch
  /// @param layout how `x` and `y` lie
  /// @param x input
  /// @param xo offset of its first element
  /// @param y output
  /// @param yo offset of its first element
  /// @param sampleFrom first sample
  /// @param sampleTo end of samples
  /// @param blockFrom first block of eight features
  /// @param blockTo end of blocks
  public void apply(Rule rule, int[] ids, Layout layout, float[] x, int xo, float[] y, int yo, int sampleFrom,
      int sampleTo, int blockFrom, int blockTo) {
    int[] words = new int[4];
    float scale = (float) rule.scale();
    for (int s = sampleFrom; s < sampleTo; s++) {
      for (int b = blockFrom; b < blockTo; b++) {
        draw(rule, ids[s], b, words);
        for (int f = b * BLOCK; f < Math.min(layout.features(), (b + 1) * BLOCK); f++) {
          int at = s * layout.sampleStride() + f * layout.featureStride();
          y[yo + at] = bits(words, f % BLOCK) >= rule.threshold() ? scale * x[xo + at] : 0f;
        }
      }
    }
  }

  /// `y = keep ? scale · x : 0` for a range of samples and of feature blocks.
  ///
  /// @param rule random source
  /// @param ids identity of every sample of the batch
  /// @param layout how `x` and `y` lie
  /// @param x input
  /// @param xo offset of its first element
  /// @param y output
  /// @param yo offset of its first element
  /// @param sampleFrom first sample
  /// @param sampleTo end of samples
  /// @param blockFrom first block of eight features
  /// @param blockTo end of blocks
  public void apply(Rule rule, int[] ids, Layout layout, double[] x, int xo, double[] y, int yo, int sampleFrom,
      int sampleTo, int blockFrom, int blockTo) {
    int[] words = new int[4];
    for (int s = sampleFrom; s < sampleTo; s++) {
      for (int b = blockFrom; b < blockTo; b++) {
        draw(rule, ids[s], b, words);
        for (int f = b * BLOCK; f < Math.min(layout.features(), (b + 1) * BLOCK); f++) {
          int at = s * layout.sampleStride() + f * layout.featureStride();
          y[yo + at] = bits(words, f % BLOCK) >= rule.threshold() ? rule.scale() * x[xo + at] : 0.0;
        }
      }
    }
  }

  private static void draw(Rule rule, int id, int block, int[] words) {
    Philox.block(rule.path(), rule.step(), id, block, (int) rule.seed(), (int) (rule.seed() >>> 32), words, 0);
  }

  private static int bits(int[] words, int feature) {
    return words[feature / 2] >>> 16 * (feature % 2) & 0xFFFF;
  }
}
