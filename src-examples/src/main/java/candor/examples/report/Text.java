package candor.examples.report;

import java.math.BigDecimal;
import java.util.Locale;

/// Numbers and words as pages and terminals show them, the same in every locale.
public final class Text {
  private Text() {
  }

  /// A number with a fixed number of decimals.
  ///
  /// @param value number
  /// @param decimals decimals
  /// @return such as `0.0285`
  public static String decimal(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /// A fraction in per cent with two decimals.
  ///
  /// @param fraction fraction
  /// @return such as `0.63 %`
  public static String percent(double fraction) {
    return decimal(100 * fraction, 2) + " %";
  }

  /// A number without superfluous digits.
  ///
  /// @param value number
  /// @return such as `0.05` or `20`
  public static String plain(double value) {
    return new BigDecimal(decimal(value, 9)).stripTrailingZeros().toPlainString();
  }

  /// A whole number with its digits in groups of three.
  ///
  /// @param value number
  /// @return such as `10 000`, with narrow spaces that do not break
  public static String whole(int value) {
    return String.format(Locale.ROOT, "%,d", value).replace(',', '\u202f');
  }

  /// A number of things.
  ///
  /// @param count how many
  /// @param thing what, in the singular, of a word that forms its plural with an s
  /// @return such as `1 epoch` or `3 epochs`
  public static String count(int count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }

  /// Text that can stand between tags and in attributes.
  ///
  /// @param text any text
  /// @return the text with `&`, `<`, `>` and `"` written as entities
  public static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }
}
