package candor.examples.dirichlet;

import candor.bayes.dirichlet.Dirichlet;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// A triangle of all probabilities of three faces, dark where a density is large. The first face is certain in the
/// lower left corner, the second in the lower right one, the third at the top.
final class Simplex {
  /// Columns of a picture.
  static final int WIDTH = 121;
  /// Rows of a picture, for a triangle of equal sides.
  static final int HEIGHT = 105;
  private static final float FAINT = 0.1f;

  private Simplex() {
  }

  /// Brightness of the picture in row-major order; the largest density is 1, the least one inside is faint.
  static float[] pixels(List<Double> concentrations) {
    double[] points = points();
    int n = points.length / 3;
    double[] alpha = concentrations.stream().mapToDouble(Double::doubleValue).toArray();
    Tensor each = Tensor.ones(DType.F64, n, 1).mul(Tensor.of(alpha, 1, 3));
    double[] logs = new Dirichlet(each).logDensity(Tensor.of(points, n, 3)).toDoubles();
    double most = Double.NEGATIVE_INFINITY;
    double least = Double.POSITIVE_INFINITY;
    for (double log : logs) {
      most = Math.max(most, log);
      least = Math.min(least, log);
    }
    float[] pixels = new float[WIDTH * HEIGHT];
    int at = 0;
    for (int i = 0; i < pixels.length; i++) {
      if (inside(i)) {
        double share = most == least ? 0 : StrictMath.exp(logs[at] - most);
        pixels[i] = FAINT + (1 - FAINT) * (float) share;
        at++;
      }
    }
    return pixels;
  }

  private static double third(int pixel) {
    int row = pixel / WIDTH;
    return (HEIGHT - 1.0 - row) / (HEIGHT - 1);
  }

  private static double second(int pixel) {
    return (double) (pixel % WIDTH) / (WIDTH - 1) - third(pixel) / 2;
  }

  private static boolean inside(int pixel) {
    return second(pixel) >= 0 && second(pixel) + third(pixel) <= 1;
  }

  /// The probabilities that the pixels inside stand for.
  private static double[] points() {
    double[] points = new double[WIDTH * HEIGHT * 3];
    int at = 0;
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      if (inside(i)) {
        points[at++] = Math.max(0, 1 - second(i) - third(i));
        points[at++] = second(i);
        points[at++] = third(i);
      }
    }
    return Arrays.copyOf(points, at);
  }
}
