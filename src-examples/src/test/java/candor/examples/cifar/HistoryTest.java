package candor.examples.cifar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.train.TrainingListener.Epoch;
import candor.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HistoryTest {
  private static History ofTwoEpochs() {
    History history = new History(3);
    history.onEpoch(new Epoch(0, 2.5, 1, Map.of(History.ACCURACY, 0.25)));
    history.onEpoch(new Epoch(1, 1.5, 1, Map.of(History.ACCURACY, 0.5)));
    return history;
  }

  @Test
  void itComesBackFromItsState() {
    History history = ofTwoEpochs();
    History other = new History(3);
    other.restore(history.state());
    assertThat(other.losses()).containsExactly(2.5, 1.5);
    assertThat(other.accuracies()).containsExactly(0.25, 0.5);
    assertThat(other.resumed()).isEmpty();
    assertThat(other.seconds()).isEqualTo(history.seconds());
  }

  @Test
  void aStateOfSomethingElseChangesNothing() {
    History history = ofTwoEpochs();
    Map<String, Tensor> state = new HashMap<>(new History(3).state());
    state.put("losses", Tensor.of(new float[] {1}, 1));
    assertThatThrownBy(() -> history.restore(state)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("history: losses of the state is f32[1], expected f64 along one axis");
    state.remove("losses");
    assertThatThrownBy(() -> history.restore(state)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("history: losses of the state is missing, expected f64 along one axis");
    assertThat(history.losses()).containsExactly(2.5, 1.5);
  }
}
