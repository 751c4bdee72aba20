package candor.examples.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A record of results as a JSON file. The record's components, in their order and in snake case, are the fields.
public final class ResultsFile {
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
      .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
      .enable(SerializationFeature.INDENT_OUTPUT)
      // The line ending of the machine must not make equal results different.
      .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
      .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
          DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
          DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .build();

  private ResultsFile() {
  }

  /// A duration as files tell it, to the millisecond.
  ///
  /// @param seconds seconds
  /// @return rounded seconds
  public static double duration(double seconds) {
    return Math.rint(seconds * 1e3) / 1e3;
  }

  /// Writes a file, which appears whole or not at all.
  ///
  /// @param file where to write
  /// @param results numbers, texts, lists and records of these
  /// @throws IOException if it cannot be written
  public static void write(Path file, Record results) throws IOException {
    replace(file, MAPPER.writeValueAsString(results) + "\n");
  }

  /// Reads a file.
  ///
  /// @param file what to read
  /// @param type type of the results
  /// @param <R> type of the results
  /// @return the results
  /// @throws IOException if it cannot be read, or its fields are not the components of the record
  public static <R extends Record> R read(Path file, Class<R> type) throws IOException {
    try {
      return MAPPER.readValue(Files.readString(file), type);
    } catch (JacksonException e) {
      throw new IOException(
          "results: " + file + " does not hold a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }

  /// Writes a text to a file, which appears whole or not at all.
  ///
  /// @param file where to write
  /// @param text what to write
  /// @throws IOException if it cannot be written
  public static void replace(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, text);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
