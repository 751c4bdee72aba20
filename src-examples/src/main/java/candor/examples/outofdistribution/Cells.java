package candor.examples.outofdistribution;

import candor.examples.report.Estimate;
import candor.examples.report.Interval;
import candor.examples.report.Text;

/// Estimates in narrow columns of a table.
final class Cells {
  private static final int DECIMALS = 4;

  private Cells() {
  }

  /// A number, and below it half the length of its interval, if it has one.
  static String of(Estimate estimate) {
    return Text.decimal(estimate.mean(), DECIMALS) + half(estimate, 1, DECIMALS);
  }

  /// A fraction in per cent in the same way.
  static String percent(Estimate estimate) {
    return Text.percent(estimate.mean()) + half(estimate, 100, 2);
  }

  private static String half(Estimate estimate, double factor, int decimals) {
    if (estimate.interval().isEmpty()) {
      return "";
    }
    Interval interval = estimate.interval().getFirst();
    return "<br/><small>± " + Text.decimal(factor * (interval.high() - interval.low()) / 2, decimals) + "</small>";
  }
}
