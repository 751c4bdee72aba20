package candor.examples.uciregression;

import candor.bayes.Belief;
import candor.bayes.Predictive;
import candor.examples.uciregression.UciRegressionResults.Cubic;
import candor.examples.uciregression.UciRegressionResults.Curve;
import candor.nn.Sequential;
import candor.nn.data.Dataset;
import candor.nn.data.TensorDataset;
import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The curve `y = x³ + ε` with `ε` from `N(0, 3²)`, known from twenty samples with `x` in `[−4, 4]` and predicted on
/// `[−6, 6]` (Hernández-Lobato & Adams 2015, section 4.1; Lakshminarayanan et al. 2017, figure 1).
final class CubicCurve {
  static final double NOISE = 3;
  static final double LEARNING_RATE = 0.01;
  static final double RATE = 0.1;
  static final int MEMBERS = 5;
  static final int ENSEMBLE_EPOCHS = 1000;
  static final int DROPOUT_EPOCHS = 1000;
  static final int PASSES = 1000;

  private static final int SAMPLES = 20;
  private static final double KNOWN = 4;
  private static final double SEEN = 6;
  private static final int GRID = 121;

  private CubicCurve() {
  }

  /// Draws the samples, and learns from them.
  static Cubic of(long seed) {
    RandomStream stream = RandomStream.of(seed).purpose(Purpose.SAMPLING).child("cubic");
    double[] x = new double[SAMPLES];
    double[] noise = new double[SAMPLES];
    stream.child("x").uniform(0, x);
    stream.child("noise").normal(0, noise);
    Arrays.setAll(x, i -> (2 * x[i] - 1) * KNOWN);
    double[] grid = IntStream.range(0, GRID).mapToDouble(i -> SEEN * (2.0 * i / (GRID - 1) - 1)).toArray();
    double[] y = IntStream.range(0, SAMPLES).mapToDouble(i -> cube(x[i]) + NOISE * noise[i]).toArray();
    Fold fold = Fold.of(data(x, y), data(grid, Arrays.stream(grid).map(CubicCurve::cube).toArray()));
    EnsembleMethod.Setting setting = new EnsembleMethod.Setting(LEARNING_RATE, ENSEMBLE_EPOCHS, false);
    Sequential dropout = new DropoutMethod(DROPOUT_EPOCHS, PASSES).train(fold.train(), RATE, seed);
    double precision = fold.scale() * fold.scale() / NOISE / NOISE;
    return new Cubic(Predictions.rounded(x, SAMPLES), Predictions.rounded(y, SAMPLES), Predictions.rounded(grid, GRID),
        curve(new EnsembleMethod(1, ENSEMBLE_EPOCHS).train(fold.train(), setting, seed), fold),
        curve(new EnsembleMethod(MEMBERS, ENSEMBLE_EPOCHS).train(fold.train(), setting, seed), fold),
        curve(DropoutMethod.predictor(dropout, precision, PASSES, seed), fold));
  }

  static double cube(double x) {
    return x * x * x;
  }

  private static Dataset data(double[] x, double[] y) {
    return new TensorDataset(Tensor.of(x, x.length, 1), Tensor.of(y, y.length, 1));
  }

  private static Curve curve(Predictive<Belief.GaussianMixture> predictor, Fold fold) {
    Predictions predictions = Predictions.of(predictor, fold);
    return new Curve(Predictions.rounded(predictions.mean(), GRID), Predictions.rounded(predictions.deviation(), GRID));
  }
}
