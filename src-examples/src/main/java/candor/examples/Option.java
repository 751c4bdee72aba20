package candor.examples;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

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

  /// An option whose value is one of a few, known by what their `toString` gives.
  ///
  /// @param name name without the dashes
  /// @param type type of the values
  /// @param choices the values, of which the first one is that of an option that is not given
  /// @param description what it means
  /// @param <T> type of the values
  /// @return the option
  public static <T> Option<T> choice(String name, Class<T> type, List<T> choices, String description) {
    String texts = choices.stream().map(Object::toString).collect(Collectors.joining(" or "));
    return new Option<>(name, type, choices.getFirst(), description + ", " + texts,
        text -> choices.stream().filter(choice -> choice.toString().equals(text)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is not " + texts)));
  }

  /// What stands for the value where the command is explained.
  String placeholder() {
    return initial instanceof Number ? "N" : "NAME";
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not a whole number of at most 64 bits", e);
    }
  }
}
