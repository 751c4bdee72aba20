package candor.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.optim.Plateau.Margin;
import candor.nn.optim.Plateau.Settings;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlateauTest {

  static Stream<List<String>> torch() throws IOException {
    return ScheduleTest.rows().filter(row -> row.get(0).startsWith("plateau"));
  }

  /// Compares with PyTorch's `ReduceLROnPlateau` in `schedules.csv`, which `src/test/python/schedules.py` wrote.
  @ParameterizedTest
  @MethodSource("torch")
  void theRatesAreThoseOfPyTorch(List<String> row) {
    Settings lower = Settings.LOWER_IS_BETTER;
    Settings settings = switch (row.get(0)) {
      case "plateau" -> lower.factor(0.5).patience(2);
      case "plateau default" -> lower;
      case "plateau absolute" -> lower.factor(0.5).patience(1).threshold(0.05, Margin.ABSOLUTE).coolDown(3);
      case "plateau higher" ->
        Settings.HIGHER_IS_BETTER.factor(0.5).patience(2).threshold(0.05, Margin.RELATIVE).least(0.004);
      default -> throw new AssertionError(row.get(0));
    };
    Plateau plateau = new Plateau(0.1, settings);
    double[] expected = numbers(row.get(2));
    double[] actual = Arrays.stream(numbers(row.get(1))).map(plateau::next).toArray();
    assertThat(actual).as(row.get(0)).containsExactly(expected, Offset.offset(1e-16));
    assertThat(Arrays.stream(expected).distinct().count()).isGreaterThan(2);
  }

  private static double[] numbers(String text) {
    return Stream.of(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void patienceIsHowManyValuesDoNotMatter() {
    Plateau plateau = new Plateau(1, Settings.LOWER_IS_BETTER.patience(1).factor(0.5));
    assertThat(plateau.rate()).isEqualTo(1);
    assertThat(plateau.next(3)).isEqualTo(1);
    assertThat(plateau.next(3)).isEqualTo(1);
    assertThat(plateau.next(2)).isEqualTo(1);
    assertThat(plateau.next(2)).isEqualTo(1);
    assertThat(plateau.next(Double.NaN)).isEqualTo(0.5);
    assertThat(plateau.next(2)).isEqualTo(0.5);
    assertThat(plateau.rate()).isEqualTo(0.5);
    assertThat(plateau.next(Double.POSITIVE_INFINITY)).isEqualTo(0.25);
  }

  @Test
  void theRateNeverRises() {
    Plateau plateau = new Plateau(0.001, Settings.LOWER_IS_BETTER.patience(0).least(0.01));
    plateau.next(1);
    assertThat(plateau.next(1)).isEqualTo(0.001);
  }

  @Property(tries = 100)
  void anInterruptionChangesNothing(@ForAll @Size(12) double @DoubleRange(min = -1, max = 1) [] metrics,
      @ForAll @IntRange(max = 12) int interruption, @ForAll boolean higher) {
    Settings settings = (higher ? Settings.HIGHER_IS_BETTER : Settings.LOWER_IS_BETTER).patience(1).coolDown(1);
    Plateau through = new Plateau(0.1, settings);
    double[] expected = Arrays.stream(metrics).map(through::next).toArray();
    Plateau before = new Plateau(0.1, settings);
    Arrays.stream(metrics, 0, interruption).forEach(before::next);
    Plateau after = new Plateau(7, settings);
    after.restore(before.state());
    assertThat(after.rate()).isEqualTo(before.rate());
    double[] rest = Arrays.stream(metrics, interruption, metrics.length).map(after::next).toArray();
    assertThat(rest).containsExactly(Arrays.copyOfRange(expected, interruption, expected.length));
  }

  @Test
  void statesThatDoNotFitAreRefused() {
    Plateau plateau = new Plateau(0.1, Settings.LOWER_IS_BETTER);
    plateau.next(3);
    String before = plateau.state().toString();
    assertThat(plateau.state().keySet()).containsExactly("rate", "best", "waited", "cooling");
    assertRefused(plateau, "best", Double.NaN, "plateau: best of the state is NaN, expected a number");
    assertRefused(plateau, "waited", 0.5, "plateau: waited of the state is 0.5, expected a whole number of 0 or more");
    assertRefused(plateau, "rate", -1, "plateau: rate of the state is -1.0, expected a finite number of 0 or more");
    assertRefused(plateau, "steps", 1, "plateau: the state has steps, which is not known here");
    assertThat(plateau.state()).hasToString(before);
  }

  private static void assertRefused(Plateau plateau, String name, double value, String message) {
    Map<String, Tensor> state = new HashMap<>(plateau.state());
    state.put(name, Tensor.scalar(DType.F64, value));
    assertThatThrownBy(() -> plateau.restore(state)).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void numbersOutsideTheirRangeAreRefused(double number) {
    assertThatThrownBy(() -> new Plateau(number, Settings.LOWER_IS_BETTER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("plateau: rate " + number + ", expected a finite number of 0 or more");
    String words = ", expected a factor in (0, 1), the others finite, 0 or more";
    assertThatThrownBy(() -> Settings.LOWER_IS_BETTER.factor(number)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("plateau: factor " + number + ", patience 10, threshold 1.0E-4, cool-down 0, least 0.0" + words);
    assertThatThrownBy(() -> Settings.LOWER_IS_BETTER.threshold(number, Margin.ABSOLUTE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("plateau: factor 0.1, patience 10, threshold " + number + ", cool-down 0, least 0.0" + words);
    assertThatThrownBy(() -> Settings.LOWER_IS_BETTER.least(number)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("plateau: factor 0.1, patience 10, threshold 1.0E-4, cool-down 0, least " + number + words);
    assertThatThrownBy(() -> Settings.LOWER_IS_BETTER.patience(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("plateau: factor 0.1, patience -1, threshold 1.0E-4, cool-down 0, least 0.0" + words);
    assertThatThrownBy(() -> Settings.LOWER_IS_BETTER.coolDown(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("plateau: factor 0.1, patience 10, threshold 1.0E-4, cool-down -1, least 0.0" + words);
  }
}
