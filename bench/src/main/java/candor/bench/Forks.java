package candor.bench;

import candor.bench.Results.Ceiling;
import candor.bench.Results.Measurement;
import candor.bench.Results.Outcome;
import candor.bench.Row.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs benchmarks through JMH, one fork at a time, the sides of a row in turn: what disturbs the machine for longer than
/// a fork then disturbs all of them.
final class Forks {
  private static final String UNIT = "us/op";

  private final String run;
  private final int rounds;

  /// @param run start of the run, which names it
  /// @param rounds forks of every side
  Forks(String run, int rounds) {
    this.run = run;
    this.rounds = rounds;
  }

  /// Measures the sides that are on the class path.
  Outcome measure(Row row, int threads) throws RunnerException {
    List<Side> sides = row.sides().stream().filter(Side::isAvailable).toList();
    List<List<RunResult>> results = Stream.generate(() -> (List<RunResult>) new ArrayList<RunResult>())
        .limit(sides.size()).toList();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < sides.size(); i++) {
        results.get(i).add(fork(sides.get(i), threads, row.effort()));
      }
    }
    List<Measurement> measurements = new ArrayList<>();
    for (int i = 0; i < sides.size(); i++) {
      measurements.add(measurement(sides.get(i), threads, row.work(), results.get(i)));
    }
    return new Outcome(run, row.name(), row.table(), threads, row.work(), row.goals(), measurements);
  }

  /// Measures what the machine can do at most.
  List<Ceiling> ceilings() throws RunnerException {
    List<Ceiling> result = new ArrayList<>();
    for (int threads : new int[] {1, 2}) {
      double time = score(fork(Side.candor("CeilingBenchmark.fma", "size", "1000"), threads, Effort.LOOP));
      result.add(new Ceiling(run, Work.FMA, threads,
          Numbers.round((double) threads * CeilingBenchmark.OPERATIONS / time / 1e3)));
      for (int size : new int[] {1_000, 100_000, 4_000_000}) {
        result.add(bandwidth("add", 12, size, threads));
        result.add(bandwidth("copy", 8, size, threads));
      }
    }
    return result;
  }

  private Ceiling bandwidth(String loop, int bytes, int size, int threads) throws RunnerException {
    Side side = Side.candor("CeilingBenchmark." + loop, "size", String.valueOf(size));
    double time = score(fork(side, threads, Effort.LOOP));
    return new Ceiling(run, loop + " " + size, threads, Numbers.round((double) bytes * size / time / 1e3));
  }

  private static RunResult fork(Side side, int threads, Effort effort) throws RunnerException {
    var options = new OptionsBuilder().include("^candor\\.bench\\." + side.benchmark().replace(".", "\\.") + "$")
        .forks(1).jvmArgsPrepend("--sun-misc-unsafe-memory-access=allow").timeUnit(TimeUnit.MICROSECONDS)
        .warmupIterations(1).warmupTime(seconds(side.isPeer() ? effort.peers() : effort.warmup()))
        .measurementIterations(effort.iterations())
        .measurementTime(seconds(effort.seconds())).addProfiler(GCProfiler.class).shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
    for (Map.Entry<String, String> param : side.withThreads(threads).entrySet()) {
      options.param(param.getKey(), param.getValue());
    }
    return new Runner(options.build()).runSingle();
  }

  private static TimeValue seconds(double seconds) {
    return TimeValue.milliseconds(Math.round(seconds * 1000));
  }

  private static double score(RunResult result) {
    return result.getPrimaryResult().getScore();
  }

  private static Measurement measurement(Side side, int threads, Work work, List<RunResult> forks) {
    List<Double> scores = forks.stream().map(fork -> Numbers.round(side.times() * score(fork))).toList();
    double mean = scores.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    boolean isPeer = side.isPeer();
    RunResult last = forks.getLast();
    Measurement measurement = new Measurement(side.label(), side.benchmark(), side.withThreads(threads), side.times(),
        List.copyOf(last.getParams().getJvmArgs()), UNIT, Numbers.round(mean), scores,
        isPeer ? null : Double.valueOf(allocation(last)), null, null);
    return work.amount() == 0
        ? measurement
        : measurement.withRate(Numbers.round(work.amount() / measurement.median() / 1e3));
  }

  /// Bytes of a call, as the collector counted them.
  private static double allocation(RunResult fork) {
    return Numbers.round(Objects.requireNonNull(fork.getSecondaryResults().get("gc.alloc.rate.norm")).getScore());
  }
}
