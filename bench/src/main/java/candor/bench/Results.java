package candor.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What a suite found, as it lies in a JSON file.
///
/// @param host where it ran
/// @param ceilings what the machine can do, measured at the start and at the end of every run
/// @param outcomes rows
record Results(Host host, List<Ceiling> ceilings, List<Outcome> outcomes) {
  private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT)
      .changeDefaultPropertyInclusion(i -> i.withValueInclusion(JsonInclude.Include.NON_NULL)).build();

  Results {
    ceilings = List.copyOf(ceilings);
    outcomes = List.copyOf(outcomes);
  }

  /// What one thread or several can do at most.
  ///
  /// @param run start of the run
  /// @param name `fma`, or `add` or `copy` and the size of the arrays
  /// @param threads threads
  /// @param rate 10⁹ operations or bytes a second
  record Ceiling(String run, String name, int threads, double rate) {
  }

  /// A row, measured.
  ///
  /// @param run start of the run
  /// @param row name of the row
  /// @param table table of the row
  /// @param threads threads
  /// @param work what one call computes
  /// @param goals what the first side should reach
  /// @param sides what was found, the subject first
  record Outcome(String run, String row, String table, int threads, Work work, List<Goal> goals,
      List<Measurement> sides) {
    boolean isOf(Row other, int count) {
      return row.equals(other.name()) && threads == count;
    }
  }

  /// One side of a row.
  ///
  /// @param label who it is
  /// @param benchmark class and method
  /// @param params parameters
  /// @param times how often the benchmark's work makes the row's; it is in the scores already
  /// @param jvmArguments flags of the forks
  /// @param unit unit of the scores
  /// @param mean mean of the forks
  /// @param forks score of every fork
  /// @param allocation bytes allocated by a call on the Java heap, for Candor
  /// @param rate 10⁹ operations or bytes a second by the median fork, where they are counted
  /// @param share the rate by the ceiling of the same run
  record Measurement(String label, String benchmark, Map<String, String> params, int times, List<String> jvmArguments,
      String unit, double mean, List<Double> forks, @Nullable Double allocation, @Nullable Double rate,
      @Nullable Double share) {
    /// What the tables show: a fork that was disturbed, or compiled badly, moves the mean but not the middle.
    double median() {
      double[] sorted = forks.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /// The slowest fork by the fastest.
    double spread() {
      return Collections.max(forks) / Collections.min(forks);
    }

    Measurement withRate(double found) {
      return new Measurement(label, benchmark, params, times, jvmArguments, unit, mean, forks, allocation, found,
          share);
    }

    Measurement withShare(double ceiling) {
      return new Measurement(label, benchmark, params, times, jvmArguments, unit, mean, forks, allocation, rate,
          rate == null || ceiling == 0 ? null : Double.valueOf(Numbers.round(rate / ceiling)));
    }
  }

  static Results read(Path file) {
    return JSON.readValue(file.toFile(), Results.class);
  }

  /// Replaces the file in one step, so that an interrupted run leaves a whole one.
  void write(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("results: " + file + " is no file");
    }
    Files.createDirectories(parent);
    Path part = parent.resolve(file.getFileName() + ".part");
    Files.writeString(part, JSON.writeValueAsString(this) + "\n");
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  boolean has(Row row, int threads) {
    return outcomes.stream().anyMatch(o -> o.isOf(row, threads));
  }

  /// These and more ceilings; the shares of their run are computed again.
  Results with(List<Ceiling> more) {
    List<Ceiling> all = new ArrayList<>(ceilings);
    all.addAll(more);
    return new Results(host, all, outcomes).withShares();
  }

  /// These with a row, whose old outcome, if any, is dropped.
  Results with(Outcome outcome) {
    List<Outcome> all = new ArrayList<>(outcomes);
    all.removeIf(o -> o.row().equals(outcome.row()) && o.threads() == outcome.threads());
    all.add(outcome);
    return new Results(host, ceilings, all).withShares();
  }

  private Results withShares() {
    return new Results(host, ceilings, outcomes.stream().map(this::withShares).toList());
  }

  private Outcome withShares(Outcome o) {
    return new Outcome(o.run(), o.row(), o.table(), o.threads(), o.work(), o.goals(),
        o.sides().stream().map(side -> side.withShare(ceiling(o, side))).toList());
  }

  /// The highest ceiling of the run with that many threads or fewer, 0 if there is none: two threads need not be faster.
  private double ceiling(Outcome o, Measurement side) {
    int most = Integer.parseInt(side.params().getOrDefault("threads", "1"));
    return IntStream.rangeClosed(1, most).mapToDouble(threads -> ceiling(o.run(), o.work().ceiling(), threads)).max()
        .orElse(0);
  }

  private double ceiling(String run, String name, int threads) {
    return ceilings.stream().filter(c -> c.run().equals(run) && c.name().equals(name) && c.threads() == threads)
        .mapToDouble(Ceiling::rate).average().orElse(0);
  }
}
