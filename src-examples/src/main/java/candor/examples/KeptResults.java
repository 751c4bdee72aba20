package candor.examples;

import candor.examples.report.ResultsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Results of the parts of a long experiment, each kept in a file as soon as it is there: a run that was stopped loses the
/// parts that were under way only. Several threads may use it for different parts.
public final class KeptResults {
  private final Path directory;

  private KeptResults(Path directory) {
    this.directory = directory;
  }

  /// What all parts in a directory have in common.
  ///
  /// @param settings settings that the results depend on
  public record Configuration(Map<String, String> settings) {
  }

  /// Computes a part.
  ///
  /// @param <R> type of its results
  @FunctionalInterface
  public interface Part<R extends Record> {
    /// Computes it.
    ///
    /// @return results, the same at every call
    /// @throws IOException if data is missing or damaged
    R compute() throws IOException;
  }

  /// Opens a directory, or makes it.
  ///
  /// @param experiment name of the experiment, for messages
  /// @param directory where the files are, of this experiment only
  /// @param settings settings that the results depend on
  /// @return the results in the directory
  /// @throws IOException if a file cannot be read or written, or the directory is of a run with other settings
  public static KeptResults in(String experiment, Path directory, Map<String, String> settings) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve("configuration.json");
    if (Files.exists(file)) {
      Map<String, String> earlier = ResultsFile.read(file, Configuration.class).settings();
      if (!earlier.equals(settings)) {
        throw new IOException(experiment + ": " + directory + " is of a run with " + earlier + ", this one has "
            + settings + "; use another --output, or delete the directory");
      }
    } else {
      ResultsFile.write(file, new Configuration(settings));
    }
    return new KeptResults(directory);
  }

  /// Whether a part is there.
  ///
  /// @param name name of the part, which can be that of a file
  /// @return whether [#of] would only read it
  public boolean has(String name) {
    return Files.exists(file(name));
  }

  /// The results of a part, computed if they are not there.
  ///
  /// @param name name of the part, which can be that of a file
  /// @param type type of its results
  /// @param part computes them
  /// @param <R> type of its results
  /// @return the results, as read back from the file
  /// @throws IOException if the file cannot be read or written, or the part cannot be computed
  public <R extends Record> R of(String name, Class<R> type, Part<R> part) throws IOException {
    Path file = file(name);
    if (!Files.exists(file)) {
      ResultsFile.write(file, part.compute());
    }
    return ResultsFile.read(file, type);
  }

  private Path file(String name) {
    return directory.resolve(name + ".json");
  }
}
