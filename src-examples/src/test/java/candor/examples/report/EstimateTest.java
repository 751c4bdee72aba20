package candor.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

final class EstimateTest {
  @Test
  void threeSeedsHaveTheIntervalOfStudent() {
    Estimate estimate = Estimate.of(List.of(1.0, 2.0, 3.0));
    assertThat(estimate.mean()).isEqualTo(2);
    assertThat(estimate.deviation()).isEqualTo(1);
    // scipy.stats.t.interval(0.95, 2, loc=2, scale=1/sqrt(3))
    assertThat(estimate.interval().getFirst().low()).isCloseTo(-0.4841377118, within(1e-9));
    assertThat(estimate.interval().getFirst().high()).isCloseTo(4.4841377118, within(1e-9));
    assertThat(estimate.half()).isCloseTo(2.4841377118, within(1e-9));
    assertThat(estimate.text(2)).isEqualTo("2.00 (-0.48 to 4.48)");
    assertThat(estimate.percent()).isEqualTo("200.00 % (-48.41 to 448.41)");
  }

  @Test
  void oneSeedHasNoInterval() {
    Estimate estimate = Estimate.of(List.of(0.25));
    assertThat(estimate.interval()).isEmpty();
    assertThatThrownBy(estimate::half).isInstanceOf(NoSuchElementException.class);
    assertThat(estimate.deviation()).isZero();
    assertThat(estimate.text(3)).isEqualTo("0.250");
    assertThat(estimate.percent()).isEqualTo("25.00 %");
  }

  @Test
  void differencesArePairedBySeed() {
    Estimate estimate = Estimate.ofDifferences(List.of(5.0, 9.0), List.of(4.0, 8.0));
    assertThat(estimate.each()).containsExactly(1.0, 1.0);
    assertThat(estimate.interval()).containsExactly(new Interval(1, 1));
  }
}
