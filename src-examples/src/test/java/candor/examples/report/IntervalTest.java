package candor.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class IntervalTest {
  @Test
  void theIntervalOfAShareIsThatOfWilson() {
    // the formula in double precision, by hand
    Interval interval = Interval.ofShare(0.9, 10);
    assertThat(interval.low()).isCloseTo(0.595850, within(1e-6));
    assertThat(interval.high()).isCloseTo(0.982124, within(1e-6));
  }

  @Test
  void noFailureInTenTrialsProvesLittle() {
    Interval interval = Interval.ofShare(1, 10);
    assertThat(interval.low()).isCloseTo(0.722467, within(1e-6));
    assertThat(interval.high()).isCloseTo(1, within(1e-12));
  }
}
