package candor.bayes.detection;

import candor.bayes.Orientation;
import candor.linalg.Cholesky;
import candor.linalg.Matrix;
import java.util.Arrays;
import java.util.List;

/// One detector made of several, by logistic regression between inputs from inside and a tuning set from outside (Lee et al.
/// 2018, section 2.2): `Σ w_i u_i(x) + b` of their uncertainties, such as Mahalanobis distances of several layers.
///
/// Uncertainties are standardised by the data of the fit. The weights, without the bias, have the penalty `½ λ ‖w‖²` beside
/// the mean negative log-likelihood, so that they exist also where the sets can be separated; the two sets count equally,
/// whatever their sizes. The set from outside must not be one that is scored; [DetectionStudy] sees to that.
public final class Combination implements Detector {
  private static final int ITERATIONS = 100;

  private final List<Detector> parts;
  private final double[] weights;
  private final double bias;

  private Combination(List<Detector> parts, double[] weights, double bias) {
    this.parts = parts;
    this.weights = weights;
    this.bias = bias;
  }

  /// Fits the weights with the penalty `λ = 10⁻³`.
  ///
  /// @param parts one detector or more
  /// @param inside reading of inputs from inside, not those that are scored
  /// @param outside reading of a tuning set from outside
  /// @return the detector
  /// @throws IllegalArgumentException if there is no part, or a score is not finite
  public static Combination fit(List<? extends Detector> parts, Reading inside, Reading outside) {
    return fit(parts, inside, outside, 1e-3);
  }

  /// Fits the weights.
  ///
  /// @param parts one detector or more
  /// @param inside reading of inputs from inside, not those that are scored
  /// @param outside reading of a tuning set from outside
  /// @param penalty `λ`, positive and finite
  /// @return the detector
  /// @throws IllegalArgumentException if there is no part, the penalty is out of its range, or a score is not finite
  public static Combination fit(List<? extends Detector> parts, Reading inside, Reading outside, double penalty) {
    if (parts.isEmpty() || !(penalty > 0 && penalty < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("combination: " + parts.size() + " parts and penalty " + penalty
          + ", expected 1 or more, and a positive finite number");
    }
    List<Detector> own = List.copyOf(parts);
    int p = own.size();
    int n = inside.size() + outside.size();
    double[][] columns = new double[p][];
    double[] means = new double[p];
    double[] deviations = new double[p];
    for (int j = 0; j < p; j++) {
      columns[j] = Arrays.copyOf(own.get(j).uncertainty(inside), n);
      System.arraycopy(own.get(j).uncertainty(outside), 0, columns[j], inside.size(), outside.size());
      standardise(own.get(j), columns[j], means, deviations, j);
    }
    double[] solution = newton(columns, inside.size(), penalty);
    double[] weights = new double[p];
    double bias = solution[p];
    for (int j = 0; j < p; j++) {
      weights[j] = deviations[j] == 0 ? 0 : solution[j] / deviations[j];
      bias -= weights[j] * means[j];
    }
    return new Combination(own, weights, bias);
  }

  private static void standardise(Detector detector, double[] column, double[] means, double[] deviations, int j) {
    double sum = 0;
    for (double value : column) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "combination: " + detector.name() + " gives " + value + ", expected finite numbers");
      }
      sum += value;
    }
    means[j] = sum / column.length;
    double squares = 0;
    for (double value : column) {
      squares += (value - means[j]) * (value - means[j]);
    }
    deviations[j] = Math.sqrt(squares / column.length);
    for (int i = 0; i < column.length; i++) {
      column[i] = deviations[j] == 0 ? 0 : (column[i] - means[j]) / deviations[j];
    }
  }

  /// Minimises by Newton's method with halved steps; the objective is strictly convex but for the bias, in which it is
  /// convex and has a minimum since there are both kinds.
  private static double[] newton(double[][] columns, int inside, double penalty) {
    int p = columns.length;
    double[] at = new double[p + 1];
    double value = objective(columns, inside, penalty, at);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double[] gradient = new double[p + 1];
      Matrix hessian = new Matrix(p + 1, p + 1);
      derivatives(columns, inside, penalty, at, gradient, hessian);
      double[] step = Cholesky.of(hessian).solve(gradient);
      double decrease = 0;
      for (int j = 0; j <= p; j++) {
        decrease += step[j] * gradient[j];
      }
      if (decrease < 1e-20) {
        return at;
      }
      double length = 1;
      double[] next = moved(at, step, length);
      double lower = objective(columns, inside, penalty, next);
      while (lower > value - 0.25 * length * decrease && length > 1e-10) {
        length /= 2;
        next = moved(at, step, length);
        lower = objective(columns, inside, penalty, next);
      }
      if (!(lower < value)) {
        // No step is an improvement at the resolution of F64.
        return at;
      }
      at = next;
      value = lower;
    }
    throw new IllegalStateException("combination: no minimum after " + ITERATIONS + " iterations");
  }

  private static double[] moved(double[] at, double[] step, double length) {
    double[] result = at.clone();
    for (int j = 0; j < result.length; j++) {
      result[j] -= length * step[j];
    }
    return result;
  }

  private static double margin(double[][] columns, int i, double... at) {
    double sum = at[columns.length];
    for (int j = 0; j < columns.length; j++) {
      sum += at[j] * columns[j][i];
    }
    return sum;
  }

  /// Half the mean over each kind of `ln(1 + e^∓margin)`, and the penalty.
  private static double objective(double[][] columns, int inside, double penalty, double... at) {
    int n = columns[0].length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double m = margin(columns, i, at);
      double wrong = i < inside ? m : -m;
      double softplus = Math.max(wrong, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(wrong)));
      sum += softplus * weight(i, inside, n);
    }
    for (int j = 0; j < columns.length; j++) {
      sum += 0.5 * penalty * at[j] * at[j];
    }
    return sum;
  }

  private static double weight(int i, int inside, int n) {
    return 0.5 / (i < inside ? inside : n - inside);
  }

  private static void derivatives(double[][] columns, int inside, double penalty, double[] at, double[] gradient,
      Matrix hessian) {
    int p = columns.length;
    int n = columns[0].length;
    double[] row = new double[p + 1];
    row[p] = 1;
    for (int i = 0; i < n; i++) {
      double probability = 1 / (1 + StrictMath.exp(-margin(columns, i, at)));
      double slope = (probability - (i < inside ? 0 : 1)) * weight(i, inside, n);
      double curvature = probability * (1 - probability) * weight(i, inside, n);
      for (int j = 0; j < p; j++) {
        row[j] = columns[j][i];
      }
      for (int j = 0; j <= p; j++) {
        gradient[j] += slope * row[j];
        for (int k = 0; k <= p; k++) {
          hessian.set(j, k, hessian.get(j, k) + curvature * row[j] * row[k]);
        }
      }
    }
    for (int j = 0; j <= p; j++) {
      gradient[j] += j < p ? penalty * at[j] : 0;
      hessian.set(j, j, hessian.get(j, j) + (j < p ? penalty : 1e-12));
    }
  }

  /// The weights of the parts' uncertainties, in their order.
  ///
  /// @return one number for each part
  public double[] weights() {
    return weights.clone();
  }

  /// The number added to the weighted sum.
  ///
  /// @return the bias
  public double bias() {
    return bias;
  }

  @Override
  public String name() {
    return "combination of " + String.join("; ", parts.stream().map(Detector::name).toList());
  }

  @Override
  public Orientation orientation() {
    return Orientation.UNCERTAIN;
  }

  @Override
  public double[] of(Reading reading) {
    double[] result = new double[reading.size()];
    Arrays.fill(result, bias);
    for (int j = 0; j < weights.length; j++) {
      double[] numbers = parts.get(j).uncertainty(reading);
      for (int i = 0; i < result.length; i++) {
        result[i] += weights[j] * numbers[i];
      }
    }
    return result;
  }
}
