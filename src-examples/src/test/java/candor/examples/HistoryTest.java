package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.train.TrainingListener.Epoch;
import candor.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HistoryTest {
  private static final String ACCURACY = "accuracy";

  private static History ofTwoEpochs() {
    History history = new History(ACCURACY, 3);
    history.onEpoch(new Epoch(0, 2.5, 1, Map.of(ACCURACY, 0.25)));
    history.onEpoch(new Epoch(1, 1.5, 1, Map.of(ACCURACY, 0.5)));
    return history;
  }

  @Test
  void itComesBackFromItsState() {
    History history = ofTwoEpochs();
    History other = new History(ACCURACY, 3);
    other.restore(history.state());
    assertThat(other.losses()).containsExactly(2.5, 1.5);
    assertThat(other.measured()).containsExactly(0.25, 0.5);
    assertThat(other.resumed()).isEmpty();
    assertThat(other.seconds()).isEqualTo(history.seconds()).isPositive();
  }

  @Test
  void aStateOfSomethingElseChangesNothing() {
    History history = ofTwoEpochs();
    Map<String, Tensor> state = new HashMap<>(ofTwoEpochs().state());
    state.put("losses", Tensor.of(new float[] {1}, 1));
    assertThatThrownBy(() -> history.restore(state)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("history: state losses f32[1], measured f64[2], resumed f64[0], seconds f64[1], expected losses"
            + " f64[E], measured f64[E], resumed f64[R], seconds f64[1]");
    state.put("losses", Tensor.of(new double[] {1, 2, 3}, 3));
    assertThatThrownBy(() -> history.restore(state)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("history: state losses f64[3], measured f64[2], resumed");
    state.remove("losses");
    assertThatThrownBy(() -> history.restore(state)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("history: state measured f64[2], resumed f64[0], seconds f64[1], expected");
    assertThat(history.losses()).containsExactly(2.5, 1.5);
  }

  @Test
  void withoutAMetricOnlyLossesAreRemembered() {
    History history = new History(null, 3);
    history.onEpoch(new Epoch(0, 2.5, 1, Map.of()));
    History other = new History(null, 3);
    other.restore(history.state());
    assertThat(other.losses()).containsExactly(2.5);
    assertThat(other.measured()).isEmpty();
    Map<String, Tensor> measured = ofTwoEpochs().state();
    assertThatThrownBy(() -> other.restore(measured)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("expected losses f64[E], measured f64[0], resumed f64[R], seconds f64[1]");
  }
}
