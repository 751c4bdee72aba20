package candor.examples.variationallstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.examples.Progress;
import candor.examples.variationallstm.VariationalLstmResults.Candidate;
import candor.nn.train.TrainingListener.Epoch;
import candor.tensor.Tensor;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CurvesTest {
  private final Curves curves = curves();

  private static Curves curves() {
    return new Curves(9,
        new Progress(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), false));
  }

  private void hear(double training, double held) {
    curves.onEpoch(new Epoch(0, training, 0, Map.of(Curves.HELD, held)));
  }

  @Test
  void theFirstOfTheLowestValidationLossesIsTheBest() {
    hear(4, 3);
    hear(3, 2);
    hear(1, 2);
    hear(0, 5);
    assertThat(curves.candidate(0.3)).isEqualTo(
        new Candidate(0.3, 2, 2, List.of(4.0, 3.0, 1.0, 0.0), List.of(3.0, 2.0, 2.0, 5.0)));
  }

  @Test
  void whatWasHeardComesBack() {
    hear(4, 3);
    hear(3, 2);
    Curves again = curves();
    again.restore(curves.state());
    assertThat(again.candidate(0)).isEqualTo(curves.candidate(0));
    assertThat(again.seconds()).isEqualTo(curves.seconds()).isPositive();
  }

  @Test
  void anotherStateIsRefused() {
    hear(4, 3);
    Map<String, Tensor> state = new HashMap<>(curves.state());
    state.put("held", Tensor.of(new double[] {1, 2}, 2));
    assertThatThrownBy(() -> curves.restore(state)).isInstanceOf(IllegalArgumentException.class).hasMessage(
        "curves: state held f64[2], seconds f64[1], training f64[1], expected held f64[E], seconds f64[1],"
            + " training f64[E]");
    state.remove("held");
    assertThatThrownBy(() -> curves.restore(state)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("curves: state seconds f64[1], training f64[1], expected");
    assertThat(curves.candidate(0).validation()).containsExactly(3.0);
  }
}
