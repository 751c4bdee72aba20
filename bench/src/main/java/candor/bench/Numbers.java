package candor.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/// Numbers for files and for readers.
final class Numbers {
  private Numbers() {
  }

  /// Five significant digits: more would be noise.
  static double round(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(new MathContext(5)).doubleValue() : value;
  }

  /// Three significant digits, without an exponent.
  static String brief(double value) {
    return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  /// A time in the unit that suits it.
  static String time(double microseconds) {
    if (microseconds < 1e3) {
      return brief(microseconds) + " µs";
    }
    return microseconds < 1e6 ? brief(microseconds / 1e3) + " ms" : brief(microseconds / 1e6) + " s";
  }

  /// Bytes in the unit that suits them.
  static String bytes(double count) {
    if (count < 1024) {
      return String.format(Locale.ROOT, "%.0f B", count);
    }
    return count < 1024 * 1024 ? brief(count / 1024) + " KB" : brief(count / 1024 / 1024) + " MB";
  }
}
