package candor.examples.data;

import candor.bayes.dirichlet.FactorAnalysis;
import candor.bayes.dirichlet.FactorAnalysisFit;
import candor.nn.data.Images;
import candor.nn.io.Safetensors;
import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;

/// Images from outside that are made of the training images: draws of a factor analysis whose factors have a larger
/// variance than those of the digits, cut to `[0, 1]` (Malinin & Gales 2018, appendix A).
///
/// @param model the factor analysis
/// @param images how many images it was fitted to
/// @param iterations iterations that the fit took
/// @param seconds how long it took
public record Synthetic(FactorAnalysis model, int images, int iterations, double seconds) {
  /// Variance of the factors; those of digits have 1.
  public static final double VARIANCE = 4;
  private static final int SIDE = 28;
  private static final int PIECE = 1000;
  private static final int WHITE = 255;
  private static final String IMAGES = "images";
  private static final String FACTORS = "factors";
  private static final String ITERATIONS = "iterations";
  private static final String SECONDS = "seconds";

  /// Fits to images. The fit begins at loadings of its own, so it depends on the images only. It is kept in a file, and
  /// taken from there if that was fitted to as many images, with as many factors.
  ///
  /// @param file where it is kept
  /// @param images images of 28 × 28 pixels
  /// @param factors number of factors
  /// @return the model
  /// @throws IOException if the file cannot be read or written
  public static Synthetic kept(Path file, Images images, int factors) throws IOException {
    if (Files.exists(file)) {
      Safetensors saved = Safetensors.read(file);
      Map<String, String> texts = saved.metadata();
      if (number(texts, IMAGES) == images.size() && number(texts, FACTORS) == factors) {
        FactorAnalysis model = new FactorAnalysis(tensor(saved, "mean"), tensor(saved, "loadings"),
            tensor(saved, "noise"));
        return new Synthetic(model, images.size(), (int) number(texts, ITERATIONS), number(texts, SECONDS));
      }
    }
    long start = System.nanoTime();
    FactorAnalysisFit.Result fit = FactorAnalysisFit.of(factors).fit(images.all().input());
    FactorAnalysis model = fit.model();
    Synthetic result =
        new Synthetic(model, images.size(), fit.logLikelihoods().size() - 1, (System.nanoTime() - start) / 1e9);
    Files.createDirectories(file.toAbsolutePath().getParent());
    new Safetensors(Map.of("mean", model.mean(), "loadings", model.loadings(), "noise", model.noise()),
        Map.of(IMAGES, Integer.toString(images.size()), FACTORS, Integer.toString(factors), ITERATIONS,
            Integer.toString(result.iterations), SECONDS, Double.toString(result.seconds)))
        .write(file);
    return result;
  }

  private static double number(Map<String, String> texts, String name) {
    return Double.parseDouble(texts.getOrDefault(name, "0"));
  }

  private static Tensor tensor(Safetensors saved, String name) throws IOException {
    Tensor tensor = saved.tensors().get(name);
    if (tensor == null) {
      throw new IOException("synthetic: the kept factor analysis has no " + name);
    }
    return tensor;
  }

  /// Draws images.
  ///
  /// @param count how many
  /// @param seed seed of the draws
  /// @return images of 28 × 28 pixels, all with the label 0
  public Images draw(int count, long seed) {
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
