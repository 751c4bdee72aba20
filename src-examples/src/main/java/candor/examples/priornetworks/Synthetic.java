package candor.examples.priornetworks;

import candor.bayes.dirichlet.FactorAnalysis;
import candor.bayes.dirichlet.FactorAnalysisFit;
import candor.nn.data.Images;
import candor.random.Purpose;
import candor.random.RandomStream;
import java.util.stream.IntStream;

/// Images from outside that are made of the training images: draws of a factor analysis whose factors have a larger
/// variance than those of the digits, cut to `[0, 1]` (Malinin & Gales 2018, appendix A).
///
/// @param model the factor analysis
/// @param images how many images it was fitted to
/// @param iterations iterations that the fit took
/// @param seconds how long it took
record Synthetic(FactorAnalysis model, int images, int iterations, double seconds) {
  /// Variance of the factors; those of digits have 1.
  static final double VARIANCE = 4;
  private static final int SIDE = 28;
  private static final int PIECE = 1000;
  private static final int WHITE = 255;

  /// Fits to images. The fit begins at loadings of its own, so it depends on the images only.
  static Synthetic of(Images images, int factors) {
    long start = System.nanoTime();
    FactorAnalysisFit.Result fit = FactorAnalysisFit.of(factors).fit(images.all().input());
    return new Synthetic(fit.model(), images.size(), fit.logLikelihoods().size() - 1,
        (System.nanoTime() - start) / 1e9);
  }

  /// Draws images.
  Images draw(int count, long seed) {
    RandomStream stream = RandomStream.of(seed).purpose(Purpose.SAMPLING).child("synthetic");
    byte[] pixels = new byte[count * SIDE * SIDE];
    for (int from = 0; from < count; from += PIECE) {
      int[] ids = IntStream.range(from, Math.min(count, from + PIECE)).toArray();
      float[] numbers = model.sample(VARIANCE, stream, ids).clamp(0, 1).mul(WHITE).toFloats();
      for (int i = 0; i < numbers.length; i++) {
        pixels[from * SIDE * SIDE + i] = (byte) Math.round(numbers[i]);
      }
    }
    return new Images(pixels, 1, SIDE, SIDE, new int[count]);
  }
}
