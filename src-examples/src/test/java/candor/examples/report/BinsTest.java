package candor.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BinsTest {
  @Test
  void whatLiesBeyondAnEndIsCountedThere() {
    Bins bins = new Bins(-1, 1, 4);
    assertThat(bins.width()).isEqualTo(0.5);
    assertThat(bins.counts(-7, -1, -0.5, 0, 0.49, 0.5, 1, Double.POSITIVE_INFINITY)).containsExactly(2, 1, 2, 3);
    assertThat(bins.counts()).containsExactly(0, 0, 0, 0);
  }

  @Test
  void aShareOfTheNumbersMayLieBeyond() {
    double[] hundred = IntStream.range(0, 100).mapToDouble(i -> i).toArray();
    assertThat(Bins.around(List.of(hundred), 0, 3)).isEqualTo(new Bins(0, 99, 3));
    assertThat(Bins.around(List.of(hundred, new double[] {1e9, -1e9}), 0.01, 3)).isEqualTo(new Bins(0, 99, 3));
    assertThat(Bins.around(List.of(new double[] {2, 2}), 0, 2)).isEqualTo(new Bins(1.5, 2.5, 2));
  }

  @Test
  void binsHaveARange() {
    assertThatThrownBy(() -> new Bins(1, 1, 2)).hasMessage("bins: 2 bins from 1.0 to 1.0");
    assertThatThrownBy(() -> new Bins(0, 1, 0)).hasMessage("bins: 0 bins from 0.0 to 1.0");
  }
}
