package candor.bench;

import candor.bench.Results.Ceiling;
import candor.bench.Results.Measurement;
import candor.bench.Results.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// Writes the tables of the README files from the results: whatever stands between `<!-- table: name -->` and
/// `<!-- /table -->` is replaced. The names are those of the rows' tables, `summary` for all of them in short, `missed` for
/// the targets that were not reached, and `ceilings`.
public final class Tables {
  private static final Pattern MARKED =
      Pattern.compile("<!-- table: ([a-z]+) -->\n.*?<!-- /table -->", Pattern.DOTALL);

  private Tables() {
  }

  /// Rewrites `README.md` and `bench/README.md`.
  ///
  /// @param args the project's directory, else the current one
  /// @throws IOException if a file cannot be read or written
  public static void main(String... args) throws IOException {
    Path root = Path.of(args.length == 0 ? "" : args[0]);
    List<Results> results = results(root);
    for (Path file : files(root)) {
      Files.writeString(file, render(Files.readString(file), results));
    }
  }

  /// The files with tables.
  static List<Path> files(Path root) {
    return List.of(root.resolve("README.md"), root.resolve("bench/README.md"));
  }

  /// The committed results, in the order of their files' names, each with its rows in the order of [Rows].
  static List<Results> results(Path root) throws IOException {
    Path directory = root.resolve("bench/results");
    if (Files.notExists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().map(Results::read).map(Tables::inOrder)
          .toList();
    }
  }

  private static Results inOrder(Results results) {
    List<String> rows = Rows.all().stream().map(Row::name).toList();
    return new Results(results.host(), results.ceilings(), results.outcomes().stream()
        .sorted(Comparator.<Outcome>comparingInt(o -> rows.indexOf(o.row())).thenComparingInt(Outcome::threads))
        .toList());
  }

  /// A text with its tables made anew.
  static String render(String text, List<Results> results) {
    return MARKED.matcher(text).replaceAll(match -> Matcher.quoteReplacement(replacement(match, results)));
  }

  private static String replacement(MatchResult match, List<Results> results) {
    String name = match.group(1);
    String tables = results.stream().map(r -> table(name, r)).filter(t -> !t.isEmpty())
        .collect(Collectors.joining("\n"));
    String nothing = name.equals("missed") && !results.isEmpty() ? "None.\n" : "Not measured yet.\n";
    return "<!-- table: " + name + " -->\n" + (tables.isEmpty() ? nothing : tables) + "<!-- /table -->";
  }

  /// One table with a line on where it was measured; empty if there is nothing to show.
  private static String table(String name, Results results) {
    List<List<String>> lines = switch (name) {
      case "summary" -> summary(results);
      case "missed" -> missed(results);
      case "ceilings" -> ceilings(results);
      default -> rows(results.outcomes().stream().filter(o -> o.table().equals(name)).toList());
    };
    return lines.size() < 2 ? "" : "Measured on " + results.host().describe() + ".\n\n" + markdown(lines);
  }

  private static String markdown(List<List<String>> lines) {
    List<String> rule = lines.getFirst().stream().map(cell -> "---").toList();
    return Stream.concat(Stream.of(lines.getFirst(), rule), lines.stream().skip(1))
        .map(cells -> "| " + String.join(" | ", cells) + " |\n").collect(Collectors.joining());
  }

  /// A line for each outcome; columns in which nobody has anything are left out.
  private static List<List<String>> rows(List<Outcome> outcomes) {
    Map<String, Function<Outcome, String>> columns = new LinkedHashMap<>();
    columns.put("work", Outcome::row);
    columns.put("threads", o -> String.valueOf(o.threads()));
    outcomes.stream().flatMap(o -> o.sides().stream()).map(Measurement::label).distinct()
        .forEach(label -> columns.put(label, o -> side(o, label)));
    columns.put("spread", Tables::spread);
    columns.put("rate", o -> rate(o.sides().getFirst(), o.work()));
    columns.put("of the ceiling", o -> share(o.sides().getFirst()));
    columns.put("allocated", o -> allocated(o.sides().getFirst()));
    columns.put("reached", o -> verdicts(o).map(Verdict::reached).collect(Collectors.joining(", ")));
    columns.put("target", o -> verdicts(o).map(Verdict::target).collect(Collectors.joining(", ")));
    columns.put("met", o -> verdicts(o).map(v -> v.isMet() ? "yes" : "no").collect(Collectors.joining(", ")));
    columns.values().removeIf(column -> outcomes.stream().map(column).allMatch(String::isEmpty));
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.copyOf(columns.keySet()));
    for (Outcome o : outcomes) {
      lines.add(columns.values().stream().map(column -> column.apply(o)).toList());
    }
    return lines;
  }

  private static Stream<Verdict> verdicts(Outcome o) {
    return o.goals().stream().flatMap(goal -> Verdict.of(goal, o).stream());
  }

  private static String side(Outcome o, String label) {
    return o.sides().stream().filter(side -> side.label().equals(label)).findFirst()
        .map(side -> Numbers.time(side.median())).orElse("");
  }

  /// The largest ratio of two forks of one side: where it is far from 1, the line says little.
  private static String spread(Outcome o) {
    return Numbers.brief(o.sides().stream().mapToDouble(Measurement::spread).max().orElse(1)) + " ×";
  }

  private static String rate(Measurement side, Work work) {
    return side.rate() == null ? "" : Numbers.brief(side.rate()) + " " + work.unit();
  }

  private static String share(Measurement side) {
    return side.share() == null ? "" : percent(side.share());
  }

  private static String allocated(Measurement side) {
    return side.allocation() == null ? "" : Numbers.bytes(side.allocation());
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  /// For each table the range of the speed-ups and the number of targets that are met.
  private static List<List<String>> summary(Results results) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("work", "faster than PyTorch, 1 thread", "2 threads", "targets met"));
    outcomesBy(Outcome::table, results).forEach((name, outcomes) -> {
      List<Verdict> all = outcomes.stream().flatMap(Tables::verdicts).toList();
      if (!all.isEmpty()) {
        lines.add(List.of(name, range(outcomes, 1), range(outcomes, 2),
            all.stream().filter(Verdict::isMet).count() + " of " + all.size()));
      }
    });
    return lines;
  }

  /// For each row with a target that is not met what was reached instead.
  private static List<List<String>> missed(Results results) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("work", "1 thread", "2 threads", "target"));
    outcomesBy(Outcome::row, results).forEach((name, outcomes) -> {
      String targets = misses(outcomes).map(Verdict::target).distinct().collect(Collectors.joining(", "));
      if (!targets.isEmpty()) {
        lines.add(List.of(name, missed(outcomes, 1), missed(outcomes, 2), targets));
      }
    });
    return lines;
  }

  private static String missed(List<Outcome> outcomes, int threads) {
    return misses(outcomes.stream().filter(o -> o.threads() == threads).toList()).map(Verdict::missed)
        .collect(Collectors.joining(", "));
  }

  private static Stream<Verdict> misses(List<Outcome> outcomes) {
    return outcomes.stream().flatMap(Tables::verdicts).filter(v -> !v.isMet());
  }

  private static Map<String, List<Outcome>> outcomesBy(Function<Outcome, String> name, Results results) {
    return results.outcomes().stream().collect(Collectors.groupingBy(name, LinkedHashMap::new, Collectors.toList()));
  }

  private static String range(List<Outcome> outcomes, int threads) {
    double[] speedups = outcomes.stream().filter(o -> o.threads() == threads).flatMap(Tables::verdicts)
        .filter(v -> v.goal().against().startsWith("PyTorch")).mapToDouble(Verdict::value).toArray();
    return speedups.length == 0
        ? ""
        : Numbers.brief(DoubleStream.of(speedups).min().orElseThrow()) + " to "
            + Numbers.brief(DoubleStream.of(speedups).max().orElseThrow()) + " ×";
  }

  /// A line for each ceiling: the rates of all runs with one thread and with two.
  private static List<List<String>> ceilings(Results results) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("ceiling", "1 thread", "2 threads"));
    for (String name : results.ceilings().stream().map(Ceiling::name).distinct().toList()) {
      String unit = new Work(1, name).unit();
      lines.add(List.of(name, mean(results, name, 1) + " " + unit, mean(results, name, 2) + " " + unit));
    }
    return lines;
  }

  private static String mean(Results results, String name, int threads) {
    return Numbers.brief(results.ceilings().stream().filter(c -> c.name().equals(name) && c.threads() == threads)
        .mapToDouble(Ceiling::rate).average().orElse(0));
  }
}
