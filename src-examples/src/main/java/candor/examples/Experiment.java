package candor.examples;

import candor.examples.report.Report;
import java.io.IOException;
import java.util.List;

/// Something to find out, by a command of its own name.
///
/// To add one, implement this interface and add it to the list in [Main]. An experiment only computes and explains:
/// options, threads, files, and the order of things belong to the program.
///
/// @param <R> its results: a record of numbers, texts, lists and records of these, which becomes `results.json`
public interface Experiment<R extends Record> {
  /// Name on the command line, in lower case with hyphens.
  ///
  /// @return the name
  String name();

  /// What it does.
  ///
  /// @return one line
  String summary();

  /// The options that it has beside those of every experiment.
  ///
  /// @return the options
  List<Option<?>> options();

  /// Type of the results.
  ///
  /// @return the record's class
  Class<R> type();

  /// Computes the results, which depend on the settings only: equal settings give equal results on every machine, apart
  /// from durations and what names the machine.
  ///
  /// @param settings what was asked for
  /// @param progress where to say how far it is
  /// @return the results
  /// @throws IOException if data is missing or damaged
  R run(Settings settings, Progress progress) throws IOException;

  /// A few lines that tell the results to somebody at a terminal.
  ///
  /// @param results results
  /// @return lines
  List<String> digest(R results);

  /// Makes the report. All its numbers come from the results; the settings are for finding images again.
  ///
  /// @param results results, as read back from their file
  /// @param settings what was asked for
  /// @return the report
  /// @throws IOException if data is missing or damaged
  Report report(R results, Settings settings) throws IOException;
}
