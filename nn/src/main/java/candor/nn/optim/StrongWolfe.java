package candor.nn.optim;

import java.util.function.DoubleFunction;

/// Searches along a line for a step that satisfies the strong Wolfe conditions `φ(α) ≤ φ(0) + c₁ α φ'(0)` and `|φ'(α)|
/// ≤ c₂ |φ'(0)|` (Nocedal & Wright 2006, eq. 3.7, Alg. 3.5 and 3.6, with cubic interpolation by eq. 3.59).
///
/// Losses that differ by less than their rounding error count as equal, so near a minimum the slopes decide. A point
/// where the loss is not finite counts as infinitely high.
final class StrongWolfe {
  private static final double C1 = 1e-4;
  private static final double C2 = 0.9;
  private static final int TRIALS = 30;
  /// An interpolated step that is nearer to an end of the interval is replaced by its middle, so that the interval
  /// shrinks.
  private static final double MARGIN = 0.1;
  private static final double LEAST_GROWTH = 2;
  private static final double MOST_GROWTH = 10;

  private final DoubleFunction<Point> line;
  private final Point start;
  private final double rounding;
  private int trials;

  /// A point of the line.
  ///
  /// @param at `α`
  /// @param loss `φ(α)`, infinite where the loss is not finite
  /// @param slope `φ'(α)`
  /// @param x the parameters there
  /// @param gradient the gradient there
  record Point(double at, double loss, double slope, double[] x, double[] gradient) {
  }

  /// Joins a line and its begin.
  ///
  /// @param line evaluates a step
  /// @param start the point at 0, whose slope is negative
  /// @param rounding error of losses
  StrongWolfe(DoubleFunction<Point> line, Point start, double rounding) {
    this.line = line;
    this.start = start;
    this.rounding = rounding;
  }

  /// Searches.
  ///
  /// @param first first step
  /// @return a point that satisfies the conditions; after many trials, or when the interval vanishes, the lowest one
  ///     that satisfies the first, which may be the start
  Point search(double first) {
    Point before = start;
    double at = first;
    while (trials < TRIALS) {
      Point p = trial(at);
      if (!isLow(p) || before.at > 0 && isAbove(p, before)) {
        return zoom(before, p);
      }
      if (isFlat(p)) {
        return p;
      }
      if (p.slope >= 0) {
        return zoom(p, before);
      }
      double lowest = lowest(before, p);
      // Comparisons with NaN are false.
      double growth = lowest > LEAST_GROWTH * at ? lowest / at : LEAST_GROWTH;
      before = p;
      at *= Math.min(growth, MOST_GROWTH);
    }
    return before;
  }

  /// `low` is the lowest point so far, and its slope leads towards `high`.
  private Point zoom(Point from, Point to) {
    Point low = from;
    Point high = to;
    while (trials < TRIALS) {
      double at = between(low, high);
      if (at == low.at || at == high.at) {
        return low;
      }
      Point p = trial(at);
      if (!isLow(p) || isAbove(p, low)) {
        high = p;
        continue;
      }
      if (isFlat(p)) {
        return p;
      }
      if (p.slope * (high.at - low.at) >= 0) {
        high = low;
      }
      low = p;
    }
    return low;
  }

  private Point trial(double at) {
    trials++;
    return line.apply(at);
  }

  private boolean isLow(Point p) {
    return p.loss <= start.loss + C1 * p.at * start.slope + rounding;
  }

  private boolean isAbove(Point p, Point other) {
    return p.loss > other.loss + rounding;
  }

  private boolean isFlat(Point p) {
    return Math.abs(p.slope) <= -C2 * start.slope;
  }

  private static double between(Point low, Point high) {
    double width = high.at - low.at;
    double share = (lowest(low, high) - low.at) / width;
    return share >= MARGIN && share <= 1 - MARGIN ? low.at + share * width : low.at + width / 2;
  }

  /// The minimum of the cubic with the losses and slopes of two points; NaN if there is none.
  private static double lowest(Point a, Point b) {
    double d1 = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.at - b.at);
    double d2 = Math.copySign(Math.sqrt(d1 * d1 - a.slope * b.slope), b.at - a.at);
    return b.at - (b.at - a.at) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2));
  }
}
