package candor.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.bench.Results.Ceiling;
import candor.bench.Results.Measurement;
import candor.bench.Results.Outcome;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Benchmark;

/// What the suite does around the measurements.
class SuiteTest {
  private static final Host HOST = new Host("processor", 2, 24, "Linux", "jvm", List.of("-Xmx1g"));
  private static final Row ROW = Rows.all().getFirst();

  @TempDir
  private Path directory;

  static Outcome outcome(String run, Row row, int threads, double candor, double torch) {
    return new Outcome(run, row.name(), row.table(), threads, row.work(), row.goals(),
        List.of(side("Candor", threads, row, candor, 2048.0), side("PyTorch", threads, row, torch, null)));
  }

  private static Measurement side(String label, int threads, Row row, double mean, Double allocation) {
    return new Measurement(label, "X.y", Map.of("threads", "" + threads), 1, List.of("-Xa"), "us/op", mean,
        List.of(mean, mean), allocation, row.work().amount() / mean / 1e3, null);
  }

  @Test
  void selectsRowsByAPartOfTheirNames() {
    var rows = Suite.Arguments.of("--rows", "^tanh|^LeNet.*batch 64$").select(Rows.all());
    assertThat(rows).extracting(Row::name).containsExactly("tanh 1000", "tanh 100000", "tanh 4000000",
        "LeNet step, batch 64");
    assertThat(Suite.Arguments.of().select(Rows.all())).isEqualTo(Rows.all());
  }

  @Test
  void readsEveryOption() {
    var arguments = Suite.Arguments.of("--rounds", "3", "--out", "x.json", "--fresh");
    assertThat(arguments.rounds()).isEqualTo(3);
    assertThat(arguments.out()).isEqualTo(Path.of("x.json"));
    assertThat(arguments.fresh()).isTrue();
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> Suite.Arguments.of("--row", "x")).hasMessageContaining("suite: --row, expected");
    assertThatThrownBy(() -> Suite.Arguments.of("--rows")).hasMessageContaining("--rows lacks its value");
    assertThatThrownBy(() -> Suite.Arguments.of("--rounds", "0")).hasMessageContaining("0 rounds");
  }

  @Test
  void rowsHaveDistinctNamesAndGoalsNameSides() {
    assertThat(Rows.all()).extracting(Row::name).doesNotHaveDuplicates();
    for (Row row : Rows.all()) {
      assertThat(row.sides()).extracting(Side::label).doesNotHaveDuplicates();
      assertThat(row.goals()).allSatisfy(goal -> assertThat(goal.against().isEmpty()
          || row.sides().stream().skip(1).anyMatch(side -> side.label().equals(goal.against()))).isTrue());
    }
  }

  @Test
  void everyBenchmarkOfCandorThatARowNamesExists() throws ClassNotFoundException {
    var names = new HashSet<String>();
    Rows.all().stream().flatMap(row -> row.sides().stream()).map(Side::benchmark).filter(b -> !b.startsWith("peer."))
        .forEach(names::add);
    for (String name : names) {
      int dot = name.lastIndexOf('.');
      Method[] methods = Class.forName("candor.bench." + name.substring(0, dot)).getMethods();
      assertThat(Arrays.stream(methods).filter(m -> m.isAnnotationPresent(Benchmark.class)).map(Method::getName))
          .contains(name.substring(dot + 1));
    }
  }

  @Test
  void aPeerWithoutItsLibraryIsNotAvailable() {
    assertThat(Side.candor("MatMulBenchmark.product").isAvailable()).isTrue();
    assertThat(Side.of("?", "peer.Nobody.product").isAvailable()).isFalse();
  }

  @Test
  void theFileHoldsAllThatWasMeasured() throws IOException {
    Path file = directory.resolve("sub/r.json");
    Results results = new Results(HOST, List.of(), List.of())
        .with(List.of(new Ceiling("t", "fma", 1, 100))).with(outcome("t", ROW, 1, 10, 12));
    results.write(file);
    assertThat(Results.read(file)).isEqualTo(results);
    assertThat(directory.resolve("sub")).isDirectoryContaining("glob:**r.json").isDirectoryNotContaining("glob:**part");
  }

  @Test
  void aShareIsMeasuredAgainstTheMeanCeilingOfItsOwnRunAndThreads() {
    Results results = new Results(HOST, List.of(), List.of()).with(outcome("t", ROW, 1, 10, 12))
        .with(List.of(new Ceiling("t", "fma", 1, 90), new Ceiling("t", "fma", 1, 110),
            new Ceiling("u", "fma", 1, 1), new Ceiling("t", "fma", 2, 2), new Ceiling("t", "add 1000", 1, 3)));
    double rate = 2 * 64 * 64 * 64 / 10.0 / 1e3;
    assertThat(results.outcomes().getFirst().sides().getFirst().share()).isEqualTo(Numbers.round(rate / 100));
  }

  @Test
  void twoThreadsHaveTheCeilingOfOneWhenThatIsHigher() {
    Results results = new Results(HOST, List.of(), List.of()).with(outcome("t", ROW, 2, 10, 12))
        .with(List.of(new Ceiling("t", "fma", 1, 100), new Ceiling("t", "fma", 2, 50)));
    double rate = 2 * 64 * 64 * 64 / 10.0 / 1e3;
    assertThat(results.outcomes().getFirst().sides().getFirst().share()).isEqualTo(Numbers.round(rate / 100));
  }

  @Test
  void oneDisturbedForkDoesNotMoveTheMedian() {
    Measurement side = new Measurement("x", "X.y", Map.of(), 1, List.of(), "us/op", 37, List.of(100.0, 5.0, 6.0), null,
        null, null);
    assertThat(side.median()).isEqualTo(6);
    assertThat(side.spread()).isEqualTo(20);
    assertThat(new Measurement("x", "X.y", Map.of(), 1, List.of(), "us/op", 5.5, List.of(6.0, 5.0), null, null, null)
        .median()).isEqualTo(5.5);
  }

  @Test
  void aRowMeasuredAgainTakesThePlaceOfTheOldOne() {
    Results results = new Results(HOST, List.of(), List.of()).with(outcome("t", ROW, 1, 10, 12))
        .with(outcome("t", ROW, 2, 6, 7)).with(outcome("u", ROW, 1, 9, 12));
    assertThat(results.outcomes()).extracting(Outcome::run).containsExactlyInAnyOrder("t", "u");
    assertThat(results.has(ROW, 1)).isTrue();
    assertThat(results.has(Rows.all().get(1), 1)).isFalse();
  }

  @Test
  void goesOnWithTheFileOfTheSameMachineOnly() throws IOException {
    Path file = directory.resolve("r.json");
    Results old = new Results(HOST, List.of(), List.of()).with(outcome("t", ROW, 1, 10, 12));
    Host other = new Host("another", 4, 8, "Linux", "jvm", List.of());
    var resume = Suite.Arguments.of("--out", file.toString());
    assertThat(Suite.start(HOST, resume).outcomes()).isEmpty();
    old.write(file);
    assertThat(Suite.start(HOST, resume)).isEqualTo(old);
    assertThatThrownBy(() -> Suite.start(other, resume)).hasMessageContaining("another");
    var fresh = Suite.Arguments.of("--out", file.toString(), "--fresh");
    assertThat(Suite.start(other, fresh)).isEqualTo(new Results(other, List.of(), List.of()));
    assertThat(Files.exists(file)).isTrue();
  }
}
