package candor.examples.variationallstm;

import static org.assertj.core.api.Assertions.assertThat;

import candor.examples.History;
import candor.examples.variationallstm.VariationalLstmResults.Candidate;
import candor.nn.train.TrainingListener.Epoch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrainingTest {
  private final History history = new History(Training.HELD, 9);

  private void hear(double training, double held) {
    history.onEpoch(new Epoch(0, training, 0, Map.of(Training.HELD, held)));
  }

  @Test
  void theFirstOfTheLowestValidationLossesIsTheBest() {
    hear(4, 3);
    hear(3, 2);
    hear(1, 2);
    hear(0, 5);
    assertThat(Training.candidate(0.3, history)).isEqualTo(
        new Candidate(0.3, 2, 2, List.of(4.0, 3.0, 1.0, 0.0), List.of(3.0, 2.0, 2.0, 5.0)));
  }
}
