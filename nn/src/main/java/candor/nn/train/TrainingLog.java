package candor.nn.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes a line for every epoch to a file: its number from 0, mean loss in training, learning rate of the next step,
/// seconds, and the metrics.
///
/// The first epoch that is heard of begins the file. If that is a later one, because training goes on from a checkpoint,
/// lines of earlier epochs stay, and others, which training had written before it was interrupted, are dropped.
public final class TrainingLog implements TrainingListener {
  static final Set<String> COLUMNS = Set.of("epoch", "loss", "rate", "seconds");

  private final Path file;
  private final LogFormat format;
  private boolean begun;

  private TrainingLog(Path file, LogFormat format) {
    this.file = file;
    this.format = format;
  }

  /// Comma-separated values, with the names in the first line.
  ///
  /// @param file file
  /// @return the log
  public static TrainingLog csv(Path file) {
    return new TrainingLog(file, LogFormat.CSV);
  }

  /// A JSON object in each line; numbers that are not finite are `null`.
  ///
  /// @param file file
  /// @return the log
  public static TrainingLog jsonLines(Path file) {
    return new TrainingLog(file, LogFormat.JSON_LINES);
  }

  @Override
  public void onEpoch(Epoch epoch, Trainer trainer) {
    Map<String, Number> row = new LinkedHashMap<>();
    row.put("epoch", epoch.epoch());
    row.put("loss", epoch.loss());
    row.put("rate", trainer.optimizer().rate());
    row.put("seconds", epoch.seconds());
    row.putAll(epoch.metrics());
    try {
      if (!begun) {
        begin(format.header(row), epoch.epoch());
        begun = true;
      }
      Files.writeString(file, format.line(row) + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void begin(String header, int epoch) throws IOException {
    String old = epoch > 0 && Files.exists(file) ? Files.readString(file) : header;
    if (!old.startsWith(header)) {
      throw new IOException("training log: " + file + " begins with " + old.lines().findFirst().orElse("")
          + ", expected " + header.strip());
    }
    // What follows the last line break was not written to its end.
    String earlier = old.substring(header.length(), Math.max(header.length(), old.lastIndexOf('\n') + 1)).lines()
        .filter(line -> format.epoch(line) < epoch).map(line -> line + "\n").collect(Collectors.joining());
    Files.writeString(file, header + earlier);
  }
}
