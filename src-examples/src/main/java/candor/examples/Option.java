package candor.examples;

import java.util.function.Function;

/// An option that an experiment takes on the command line, as `--name VALUE`.
///
/// @param name name without the dashes
/// @param type type of its value
/// @param initial value when the option is not given
/// @param description what it means, and what it may be
/// @param parser makes a value from a text, or throws an [IllegalArgumentException] that says what was expected
/// @param <T> type of its value
public record Option<T>(String name, Class<T> type, T initial, String description, Function<String, T> parser) {
  /// An option whose value is a whole number of a range.
  ///
  /// @param name name without the dashes
  /// @param initial value when the option is not given
  /// @param low lowest value
  /// @param high highest value
  /// @param description what it means
  /// @return the option
  public static Option<Integer> whole(String name, int initial, int low, int high, String description) {
    return new Option<>(name, Integer.class, initial, description + ", " + low + " to " + high, text -> {
      long value = number(text);
      if (value < low || value > high) {
        throw new IllegalArgumentException(text + " is out of range, expected " + low + " to " + high);
      }
      return (int) value;
    });
  }

  /// An option whose value is any whole number of 64 bits, as seeds are.
  ///
  /// @param name name without the dashes
  /// @param initial value when the option is not given
  /// @param description what it means
  /// @return the option
  public static Option<Long> seed(String name, long initial, String description) {
    return new Option<>(name, Long.class, initial, description, Option::number);
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not a whole number of at most 64 bits", e);
    }
  }
}
