package candor.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class AxisTest {
  private static List<String> texts(Axis axis) {
    return axis.ticks().stream().map(Axis.Tick::text).toList();
  }

  @Test
  void ticksAreRoundNumbers() {
    assertThat(texts(Axis.linear("x", 0, 1))).containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1");
    assertThat(texts(Axis.linear("x", -8, 17))).containsExactly("-5", "0", "5", "10", "15");
    assertThat(texts(Axis.percent("x", 0.987, 1))).containsExactly("99 %", "99.5 %", "100 %");
  }

  @Test
  void countsAreMarkedAtPowersOfTen() {
    assertThat(texts(Axis.counts("n", 9504))).containsExactly("1", "10", "100", "1000", "10000");
    assertThat(texts(Axis.counts("n", 1))).containsExactly("1");
    assertThat(texts(Axis.counts("n", 0))).containsExactly("1");
  }

  @Property
  void ticksLieOnTheAxisAndAreFew(@ForAll @DoubleRange(min = -1e6, max = 1e6) double low,
      @ForAll @DoubleRange(min = 0.01, max = 1e6) double length) {
    Axis axis = Axis.linear("x", low, low + length);
    assertThat(axis.ticks()).hasSizeBetween(2, 8);
    assertThat(axis.ticks())
        .allSatisfy(t -> assertThat(t.at()).isBetween(low - 1e-6 * length, low + length * (1 + 1e-6)));
  }

  @Property
  void everyCountFits(@ForAll @IntRange(max = 1_000_000_000) int largest) {
    Axis axis = Axis.counts("n", largest);
    assertThat(axis.high()).isGreaterThanOrEqualTo(largest);
    assertThat(axis.share(1)).isBetween(0.01, 0.6);
  }

  @Test
  void placesAreSharesOfTheAxis() {
    Axis linear = Axis.linear("x", 2, 6);
    assertThat(linear.share(3)).isEqualTo(0.25);
    assertThat(linear.share(99)).isOne();
    assertThat(linear.share(-99)).isZero();
    Axis log = Axis.counts("n", 1000);
    assertThat(log.share(100) - log.share(10)).isCloseTo(log.share(10) - log.share(1), within(1e-12));
    assertThat(log.share(0)).isZero();
    assertThat(Axis.names("class", List.of("a", "b")).share(0)).isEqualTo(0.25);
  }

  @Test
  void anEmptyRangeIsRefused() {
    assertThatThrownBy(() -> Axis.linear("x", 1, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("axis: range 1.0 to 1.0 of x");
    assertThatThrownBy(() -> Axis.linear("x", 0, Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Axis.linear("x", 0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Axis("x", 0, 1, true, List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
