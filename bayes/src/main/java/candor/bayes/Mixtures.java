package candor.bayes;

import candor.nn.Evaluator;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.numbers.gamma.Erfc;

/// The numbers of Gaussian mixtures, computed in F64.
///
/// `Φ(z) = ½ erfc(−z/√2)` keeps its relative precision in the lower tail; the upper tail is the lower one of the mirrored
/// mixture. `erfc` comes from Commons Numbers, which calls `Math.exp`: its last bit may differ between Java platforms.
final class Mixtures {
  private static final double LOG_TWO_PI = 1.8378770664093453;
  private static final double ROOT_HALF = 0.7071067811865476;
  /// Standard deviations beyond which `Φ` is 0 or 1.
  private static final double REACH = 40;
  /// Scalar steps of one `erfc`, and of the bisection that calls it.
  private static final int COST = 50;
  private static final int STEPS = 70;

  private Mixtures() {
  }

  static void requireSound(Tensor means, Tensor variances) {
    for (double mean : numbers(means)) {
      require(Double.isFinite(mean), "mean " + mean, "a finite number");
    }
    for (double variance : numbers(variances)) {
      require(variance > 0 && variance < Double.POSITIVE_INFINITY, "variance " + variance, "a positive finite number");
    }
  }

  private static void require(boolean holds, String what, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("belief: a mixture with the " + what + ", expected " + expected);
    }
  }

  static double[] logLikelihood(Belief.GaussianMixture belief, Tensor targets) {
    requireFit(belief, targets);
    Tensor means = belief.means().detach();
    Tensor variances = belief.variances().detach();
    Tensor y = targets.detach();
    // In pieces, as thousands of components in F64 take much memory.
    return new Evaluator().map(means.shape().size(1), 0, (from, to) -> logLikelihood(means.slice(1, from, to),
        variances.slice(1, from, to).to(DType.F64), y.slice(0, from, to))).toDoubles();
  }

  private static Tensor logLikelihood(Tensor means, Tensor variances, Tensor targets) {
    Tensor squares = targets.to(DType.F64).sub(means.to(DType.F64)).square();
    Tensor elements = squares.div(variances).add(variances.log()).add(LOG_TWO_PI).mul(-0.5);
    Tensor components = elements.shape().rank() == 3 ? elements.sum(2) : elements;
    return components.logsumexp(0).sub(StrictMath.log(means.shape().size(0)));
  }

  static Tensor cumulative(Belief.GaussianMixture belief, Tensor targets) {
    requireFit(belief, targets);
    Components below = Components.of(belief, 1);
    double[] y = numbers(targets);
    return each(belief, COST, i -> below.cumulative(i, y[i]));
  }

  static Tensor quantile(Belief.GaussianMixture belief, double probability) {
    if (!(probability > 0 && probability < 1)) {
      throw new IllegalArgumentException("quantile: probability " + probability + ", expected a number in (0, 1)");
    }
    return probability <= 0.5 ? lower(belief, probability) : upper(belief, 1 - probability);
  }

  static Belief.Interval interval(Belief.GaussianMixture belief, double level) {
    double tail = tail(level);
    return new Belief.Interval(lower(belief, tail), upper(belief, tail));
  }

  /// Whether each target lies in its central interval.
  static boolean[] covers(Belief.GaussianMixture belief, Tensor targets, double level) {
    requireFit(belief, targets);
    double tail = tail(level);
    Components below = Components.of(belief, 1);
    Components above = Components.of(belief, -1);
    double[] y = numbers(targets);
    boolean[] result = new boolean[y.length];
    for (int i = 0; i < y.length; i++) {
      result[i] = below.cumulative(i, y[i]) >= tail && above.cumulative(i, -y[i]) >= tail;
    }
    return result;
  }

  /// The number that a standard normal one exceeds with half the probability that is not the level: 1.96 for 0.95.
  static double normalBound(double level) {
    Components standard = new Components(1, 1, new double[1], new double[] {1});
    return -standard.quantile(0, tail(level));
  }

  static void requireFit(Belief.GaussianMixture belief, Tensor targets) {
    Shape expected = belief.means().shape().without(0);
    if (!targets.dtype().isFloating() || !targets.shape().equals(expected)) {
      throw new IllegalArgumentException("mixture: targets " + targets.dtype() + targets.shape()
          + " for the means " + belief.means().shape() + ", expected floating-point " + expected);
    }
  }

  private static double tail(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("interval: level " + level + ", expected a number in (0, 1)");
    }
    return (1 - level) / 2;
  }

  private static Tensor lower(Belief.GaussianMixture belief, double tail) {
    Components below = Components.of(belief, 1);
    return each(belief, COST * STEPS, i -> below.quantile(i, tail));
  }

  private static Tensor upper(Belief.GaussianMixture belief, double tail) {
    Components above = Components.of(belief, -1);
    return each(belief, COST * STEPS, i -> -above.quantile(i, tail));
  }

  /// A number for each target, side by side.
  private static Tensor each(Belief.GaussianMixture belief, int cost, IntToDoubleFunction function) {
    Shape shape = belief.means().shape().without(0);
    double[] result = new double[shape.count()];
    Backend.current().forEach(result.length, (long) cost * belief.means().shape().size(0), (from, to) -> {
      for (int i = from; i < to; i++) {
        result[i] = function.applyAsDouble(i);
      }
    });
    return Tensor.of(NdArray.wrap(result, shape));
  }

  private static double[] numbers(Tensor x) {
    return x.detach().to(DType.F64).toDoubles();
  }

  /// The components of a mixture, or of the mirrored one: those of target `i` are `i`, `rows + i`, `2 rows + i`, …
  private record Components(int count, int rows, double[] means, double[] deviations) {
    static Components of(Belief.GaussianMixture belief, int sign) {
      double[] means = numbers(belief.means());
      double[] deviations = numbers(belief.variances());
      for (int i = 0; i < means.length; i++) {
        means[i] *= sign;
        deviations[i] = Math.sqrt(deviations[i]);
      }
      int count = belief.means().shape().size(0);
      return new Components(count, means.length / count, means, deviations);
    }

    double cumulative(int row, double y) {
      double sum = 0;
      for (int at = row; at < means.length; at += rows) {
        sum += 0.5 * Erfc.value((means[at] - y) / deviations[at] * ROOT_HALF);
      }
      return sum / count;
    }

    /// The smallest number with this cumulative probability, within the last bit of the narrowest deviation.
    double quantile(int row, double probability) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      double narrowest = Double.POSITIVE_INFINITY;
      for (int at = row; at < means.length; at += rows) {
        low = Math.min(low, means[at] - REACH * deviations[at]);
        high = Math.max(high, means[at] + REACH * deviations[at]);
        narrowest = Math.min(narrowest, deviations[at]);
      }
      double middle = low + (high - low) / 2;
      while (middle > low && middle < high && high - low > Math.ulp(narrowest)) {
        if (cumulative(row, middle) >= probability) {
          high = middle;
        } else {
          low = middle;
        }
        middle = low + (high - low) / 2;
      }
      return high;
    }
  }
}
