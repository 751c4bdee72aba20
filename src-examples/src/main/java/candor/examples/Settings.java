package candor.examples;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a run of an experiment was asked to do.
///
/// @param data directory of data files, null for those that travel with the program
/// @param output directory of the results and the report
/// @param values value of every option that was given
public record Settings(@Nullable Path data, Path output, Map<Option<?>, Object> values) {
  /// Seed of everything random; every experiment has this option.
  public static final Option<Long> SEED = Option.seed("seed", 1, "seed of everything random");
  /// Number of threads; every experiment has this option, and no result depends on it.
  public static final Option<Integer> THREADS =
      Option.whole("threads", Runtime.getRuntime().availableProcessors(), 1, 1024,
          "threads to compute with");

  /// Copies the values.
  public Settings {
    values = Map.copyOf(values);
  }

  /// The value of an option.
  ///
  /// @param option option
  /// @param <T> type of its value
  /// @return what was given, or its initial value
  public <T> T get(Option<T> option) {
    Object value = values.get(option);
    return value == null ? option.initial() : option.type().cast(value);
  }
}
