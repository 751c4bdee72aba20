package candor.bench;

import candor.bench.Results.Measurement;
import candor.bench.Results.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.RunnerException;

/// Measures the rows of [Rows] and writes what it found to a JSON file, after every row. A row that the file has already,
/// from the same machine and JVM, is not measured again.
public final class Suite {
  private final Arguments arguments;
  private final Forks forks;
  private Results results;

  private Suite(Arguments arguments, Results results) {
    this.arguments = arguments;
    this.results = results;
    forks = new Forks(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), arguments.rounds());
  }

  /// What the command line says.
  ///
  /// @param rows which rows, by a part of their names
  /// @param rounds forks of every side
  /// @param out file
  /// @param fresh whether to measure again what the file has
  record Arguments(Pattern rows, int rounds, Path out, boolean fresh) {
    static Arguments of(String... args) {
      String rows = "";
      int rounds = 3;
      Path out = Path.of("bench/results/suite.json");
      boolean fresh = false;
      for (int i = 0; i < args.length; i++) {
        switch (args[i]) {
          case "--rows" -> rows = value(args, ++i);
          case "--rounds" -> rounds = Integer.parseInt(value(args, ++i));
          case "--out" -> out = Path.of(value(args, ++i));
          case "--fresh" -> fresh = true;
          default -> throw new IllegalArgumentException("suite: " + args[i]
              + ", expected --rows <regex>, --rounds <number>, --out <file> or --fresh");
        }
      }
      if (rounds < 1) {
        throw new IllegalArgumentException("suite: " + rounds + " rounds, expected 1 or more");
      }
      return new Arguments(Pattern.compile(rows), rounds, out, fresh);
    }

    private static String value(String[] args, int i) {
      if (i == args.length) {
        throw new IllegalArgumentException("suite: " + args[i - 1] + " lacks its value");
      }
      return args[i];
    }

    /// The rows whose name has the pattern.
    List<Row> select(List<Row> all) {
      Predicate<String> matches = rows.asPredicate();
      return all.stream().filter(row -> matches.test(row.name())).toList();
    }
  }

  /// Runs the suite.
  ///
  /// @param args `--rows` a regular expression that is looked for in the rows' names, `--rounds` forks of every side (3),
  ///   `--out` the file (`bench/results/suite.json`), `--fresh` to measure again what the file has
  /// @throws IOException if the file cannot be read or written
  /// @throws RunnerException if a benchmark fails
  public static void main(String... args) throws IOException, RunnerException {
    Arguments arguments = Arguments.of(args);
    new Suite(arguments, start(Host.current(), arguments)).run();
  }

  /// The results to go on with.
  static Results start(Host host, Arguments arguments) {
    Results empty = new Results(host, List.of(), List.of());
    if (Files.notExists(arguments.out())) {
      return empty;
    }
    Results old = Results.read(arguments.out());
    if (old.host().equals(host)) {
      return old;
    }
    if (arguments.fresh()) {
      return empty;
    }
    throw new IllegalArgumentException("suite: " + arguments.out() + " is from " + old.host() + ", this is " + host
        + "; name another file with --out, or begin again with --fresh");
  }

  private void run() throws IOException, RunnerException {
    List<Row> selected = arguments.select(Rows.all());
    System.out.println(selected.size() + " rows on " + results.host().describe());
    results = results.with(forks.ceilings());
    for (Row row : selected) {
      for (int threads : row.threads()) {
        if (arguments.fresh() || !results.has(row, threads)) {
          measure(row, threads);
        }
      }
    }
    results = results.with(forks.ceilings());
    results.write(arguments.out());
  }

  private void measure(Row row, int threads) throws IOException, RunnerException {
    Outcome outcome = forks.measure(row, threads);
    results = results.with(outcome);
    results.write(arguments.out());
    System.out.println(row.name() + ", " + threads + (threads == 1 ? " thread: " : " threads: ") + describe(outcome));
  }

  private static String describe(Outcome outcome) {
    double subject = outcome.sides().getFirst().median();
    return outcome.sides().stream().map(side -> describe(side, subject)).collect(Collectors.joining(", "));
  }

  private static String describe(Measurement side, double subject) {
    return side.label() + " " + Numbers.time(side.median()) + " (" + Numbers.brief(side.median() / subject) + ")";
  }
}
