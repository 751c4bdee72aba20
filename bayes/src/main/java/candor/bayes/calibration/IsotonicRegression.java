package candor.bayes.calibration;

import candor.bayes.Argsort;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/// Isotonic regression: the function that never falls and has the least squared error, by the pooling of adjacent
/// violators (Ayer et al. 1955; for probabilities Zadrozny & Elkan 2002).
///
/// Points of equal `x` count as one, with their mean and their number as weight. The minimum fixes the function at these
/// points; between them it is linear, and constant outside, as in scikit-learn.
public final class IsotonicRegression implements DoubleUnaryOperator {
  /// Both ends of every level, ascending, and the level there.
  private final double[] x;
  private final double[] y;

  private IsotonicRegression(double[] x, double[] y) {
    this.x = x;
    this.y = y;
  }

  /// Fits one map for each class to its probabilities.
  ///
  /// @param logits of `N` validation samples, 1 or more
  /// @param labels their `N` true classes
  /// @return the calibrator
  /// @throws IllegalArgumentException if there is no sample, or not one class of `[0, K)` for each
  public static OneVsRest fit(Logits logits, int... labels) {
    return OneVsRest.fit((probabilities, outcomes) -> {
      double[] y = new double[outcomes.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = outcomes[i] ? 1 : 0;
      }
      return of(probabilities, y);
    }, logits, labels);
  }

  /// Fits points of equal weight.
  ///
  /// @param x places
  /// @param y numbers there
  /// @return the function
  /// @throws IllegalArgumentException if the arrays differ in length or are empty, or a number is not finite
  public static IsotonicRegression of(double[] x, double[] y) {
    if (x.length != y.length || x.length == 0) {
      throw new IllegalArgumentException("isotonic regression: " + x.length + " places and " + y.length
          + " numbers, expected equally many, and 1 or more");
    }
    for (int i = 0; i < x.length; i++) {
      if (!Double.isFinite(x[i]) || !Double.isFinite(y[i])) {
        throw new IllegalArgumentException(
            "isotonic regression: point " + i + " is (" + x[i] + ", " + y[i] + "), expected finite numbers");
      }
    }
    return new Levels(x.length).of(x, y, Argsort.ascending(x));
  }

  /// Evaluates the function.
  ///
  /// @param at place
  /// @return its value there
  @Override
  public double applyAsDouble(double at) {
    int found = Arrays.binarySearch(x, at);
    int next = found < 0 ? -found - 1 : found;
    if (found >= 0 || next == 0) {
      return y[next];
    }
    if (next == x.length || y[next] == y[next - 1]) {
      return y[next - 1];
    }
    double share = (at - x[next - 1]) / (x[next] - x[next - 1]);
    return y[next - 1] + share * (y[next] - y[next - 1]);
  }

  /// Levels from left to right, each with its ends, its sum and its number of points.
  private static final class Levels {
    private final double[] first;
    private final double[] last;
    private final double[] sum;
    private final double[] weight;
    private int count;

    Levels(int most) {
      first = new double[most];
      last = new double[most];
      sum = new double[most];
      weight = new double[most];
    }

    IsotonicRegression of(double[] x, double[] y, int... order) {
      for (int i = 0; i < order.length;) {
        double at = x[order[i]];
        double total = 0;
        int from = i;
        while (i < order.length && x[order[i]] == at) {
          total += y[order[i++]];
        }
        add(at, total, i - from);
      }
      double[] ends = new double[2 * count];
      double[] levels = new double[2 * count];
      int knots = 0;
      for (int m = 0; m < count; m++) {
        // A level of one place is one knot.
        for (double end : first[m] == last[m] ? new double[] {first[m]} : new double[] {first[m], last[m]}) {
          ends[knots] = end;
          levels[knots++] = sum[m] / weight[m];
        }
      }
      return new IsotonicRegression(Arrays.copyOf(ends, knots), Arrays.copyOf(levels, knots));
    }

    /// Adds a level on the right, and pools it with those on its left that are not below it.
    private void add(double at, double total, int points) {
      first[count] = at;
      last[count] = at;
      sum[count] = total;
      weight[count++] = points;
      while (count > 1 && sum[count - 2] / weight[count - 2] >= sum[count - 1] / weight[count - 1]) {
        count--;
        last[count - 1] = last[count];
        sum[count - 1] += sum[count];
        weight[count - 1] += weight[count];
      }
    }
  }
}
