package candor.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
  private static final Offset<Double> ROUNDING = Offset.offset(1e-15);

  static Stream<Schedule> all() {
    return Stream.of(Schedule.constant(0.1), Schedule.steps(0.1, 0.5, 3), Schedule.multiStep(0.1, 0.5, 2, 4),
        Schedule.exponential(0.1, 0.9), Schedule.linear(0, 1, 5), Schedule.polynomial(1, 0, 5, 2),
        Schedule.cosine(1, 0, 5), Schedule.cosineRestarts(1, 0, 5, 2), Schedule.oneCycle(1, 10),
        Schedule.rampUp(1, 5), Schedule.linear(0, 1, 5).then(5, Schedule.cosine(1, 0, 5)),
        Schedule.linear(0, 1, 5).every(3), Schedule.linear(0, 1, 5).times(2));
  }

  /// The schedulers of PyTorch in `schedules.csv`, which `src/test/python/schedules.py` wrote; without plateaus.
  static Stream<List<String>> torch() throws IOException {
    return rows().filter(row -> !row.get(0).startsWith("plateau"));
  }

  static Stream<List<String>> rows() throws IOException {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(ScheduleTest.class.getResourceAsStream("schedules.csv")), StandardCharsets.UTF_8))) {
      List<List<String>> rows = in.lines().skip(1).map(line -> List.of(line.split(","))).toList();
      return rows.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("torch")
  void theValuesAreThoseOfPyTorch(List<String> row) {
    Schedule schedule = switch (row.get(0)) {
      case "steps" -> Schedule.steps(0.1, 0.3, 7);
      case "multiStep" -> Schedule.multiStep(0.1, 0.2, 5, 11, 30);
      case "exponential" -> Schedule.exponential(0.1, 0.93);
      case "linear" -> Schedule.linear(0.01, 0.1, 8);
      case "polynomial" -> Schedule.polynomial(0.1, 0, 20, 2);
      case "cosine" -> Schedule.cosine(0.1, 0.003, 40);
      case "restarts" -> Schedule.cosineRestarts(0.1, 0.003, 5, 1);
      case "growing restarts" -> Schedule.cosineRestarts(0.1, 0.003, 5, 2);
      case "oneCycle" -> Schedule.oneCycle(0.5, 41);
      case "oneCycle numbers" -> Schedule.oneCycle(0.05, 0.5, 0.0005, 41, 0.45);
      case "warm-up" -> Schedule.linear(0.01, 0.1, 8).then(8, Schedule.cosine(0.1, 0, 32));
      default -> throw new AssertionError(row.get(0));
    };
    double[] expected = Stream.of(row.get(1).split(" ")).mapToDouble(Double::parseDouble).toArray();
    double[] actual = IntStream.range(0, expected.length).mapToDouble(schedule::at).toArray();
    assertThat(actual).as(row.get(0)).containsExactly(expected, ROUNDING);
  }

  @Test
  void theEndsAreExact() {
    assertThat(Schedule.linear(0.1, 0.7, 7).at(0)).isEqualTo(0.1, ROUNDING);
    for (int step : new int[] {7, 8, 1000, Integer.MAX_VALUE}) {
      assertThat(Schedule.linear(0.1, 0.7, 7).at(step)).isEqualTo(0.7);
      assertThat(Schedule.polynomial(0.1, 0.7, 7, 3).at(step)).isEqualTo(0.7);
      assertThat(Schedule.cosine(0.1, 0.7, 7).at(step)).isEqualTo(0.7);
      assertThat(Schedule.rampUp(0.7, 7).at(step)).isEqualTo(0.7);
      assertThat(Schedule.oneCycle(0.1, 1, 0.7, 7, 0.5).at(step)).isEqualTo(0.7);
    }
    assertThat(Schedule.oneCycle(0.1, 1, 0.7, 8, 0.5).at(3)).isEqualTo(1);
    assertThat(Schedule.oneCycle(0.1, 1, 0.7, 8, 0.5).at(0)).isCloseTo(0.1, ROUNDING);
  }

  @Test
  void theRampBeginsWithTheFifthPowerOfE() {
    Schedule ramp = Schedule.rampUp(3, 80);
    assertThat(ramp.at(0)).isCloseTo(3 * StrictMath.exp(-5), ROUNDING);
    assertThat(ramp.at(40)).isCloseTo(3 * StrictMath.exp(-1.25), ROUNDING);
    assertThat(ramp.at(80)).isEqualTo(3);
  }

  @Test
  void restartsBeginAtTheTop() {
    Schedule same = Schedule.cosineRestarts(1, 0, 4, 1);
    Schedule growing = Schedule.cosineRestarts(1, 0, 4, 3);
    assertThat(same.at(2_000_000_000)).isEqualTo(1);
    assertThat(same.at(2_000_000_002)).isCloseTo(0.5, ROUNDING);
    for (int begin : new int[] {0, 4, 16, 52, 160}) {
      assertThat(growing.at(begin)).isEqualTo(1);
    }
    assertThat(growing.at(10)).isCloseTo(0.5, ROUNDING);
    assertThat(growing.at(Integer.MAX_VALUE)).isBetween(0.0, 1.0);
  }

  @Test
  void schedulesAreComposed() {
    Schedule epochs = Schedule.steps(1, 0.5, 2);
    assertThat(IntStream.range(0, 12).mapToDouble(epochs.every(3)::at).toArray()).containsExactly(1, 1, 1, 1, 1, 1, 0.5,
        0.5, 0.5,
        0.5, 0.5, 0.5);
    Schedule three = Schedule.constant(3).then(2, Schedule.constant(5).then(1, Schedule.exponential(1, 2)));
    assertThat(IntStream.range(0, 6).mapToDouble(three.times(10)::at).toArray()).containsExactly(30, 30, 50, 10, 20,
        40);
    assertThat(Schedule.constant(3).then(0, Schedule.constant(5)).at(0)).isEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("all")
  void stepsBeforeTheFirstAreRefused(Schedule schedule) {
    assertThat(schedule.at(0)).isBetween(0.0, 2.0);
    assertRefused(() -> schedule.at(-1), "schedule: step -1, expected 0 or more");
  }

  @Test
  void numbersOutsideTheirRangeAreRefused() {
    assertRefused(() -> Schedule.steps(1, 0.5, 0), "schedule: every 0, expected 1 or more");
    assertRefused(() -> Schedule.multiStep(1, 0.5, 3, 3), "schedule: milestones [3, 3], expected ascending numbers");
    assertRefused(() -> Schedule.linear(0, 1, 0), "schedule: steps 0, expected 1 or more");
    assertRefused(() -> Schedule.polynomial(0, 1, 5, 0), "schedule: power 0.0, expected a positive number");
    assertRefused(() -> Schedule.polynomial(0, 1, -5, 1), "schedule: steps -5, expected 1 or more");
    assertRefused(() -> Schedule.cosine(0, 1, 0), "schedule: steps 0, expected 1 or more");
    assertRefused(() -> Schedule.rampUp(1, 0), "schedule: steps 0, expected 1 or more");
    assertRefused(() -> Schedule.cosineRestarts(0, 1, 0, 1), "schedule: first 0, expected 1 or more");
    assertRefused(() -> Schedule.cosineRestarts(0, 1, 1, 0), "schedule: growth 0, expected 1 or more");
    assertRefused(() -> Schedule.oneCycle(1, 3),
        "schedule: one cycle of 3 steps with a rise of 0.3, expected 1 < rise · steps < steps");
    assertRefused(() -> Schedule.oneCycle(0, 1, 0, 10, 1),
        "schedule: one cycle of 10 steps with a rise of 1.0, expected 1 < rise · steps < steps");
    assertRefused(() -> Schedule.oneCycle(0, 1, 0, 10, Double.NaN),
        "schedule: one cycle of 10 steps with a rise of NaN, expected 1 < rise · steps < steps");
    assertRefused(() -> Schedule.constant(1).then(-1, Schedule.constant(2)),
        "schedule: the next one after -1 steps, expected 0 or more");
    assertRefused(() -> Schedule.constant(1).every(0), "schedule: every 0, expected 1 or more");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
