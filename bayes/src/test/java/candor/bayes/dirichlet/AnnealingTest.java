package candor.bayes.dirichlet;

import static org.assertj.core.api.Assertions.assertThat;

import candor.bayes.dirichlet.EvidentialLoss.Fit;
import candor.nn.data.DataLoader;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Sgd;
import candor.nn.train.Trainer;
import candor.nn.train.TrainingListener;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnealingTest {
  private final Linear model = new Linear(2, 3);
  private final Annealing annealing = new Annealing(4);
  private final EvidentialLoss whole = new EvidentialLoss(Fit.SQUARED).klWeight(2);
  private final Loss loss = annealing.of(whole);
  private final List<Double> factors = new ArrayList<>();

  private Trainer trainer() {
    model.initialise(1);
    TensorDataset data = new TensorDataset(Numbers.normal(1, 6, 2).to(DType.F32),
        Tensor.of(new int[] {0, 1, 2, 0, 1, 2}, 6));
    return Trainer.builder(model, loss, new Sgd(model.parameters(), 0.01, 0, 0), new DataLoader(data, 3, 1))
        .listen(annealing, new TrainingListener() {
          @Override
          public void onStep(Step step) {
            factors.add(annealing.factor());
          }
        }).build();
  }

  @Test
  void theWeightGrowsFromEpochToEpoch() {
    trainer().fit(6);
    assertThat(factors).containsExactly(0.0, 0.0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75, 1.0, 1.0, 1.0, 1.0);
  }

  @Test
  void trainingThatBeginsLaterHasTheWeightOfItsEpoch() {
    trainer().epoch(3);
    assertThat(factors).containsExactly(0.75, 0.75);
  }

  @Test
  void theFactorIsThatOfTheDivergence() {
    Tensor x = Numbers.normal(2, 4, 3);
    Tensor labels = Tensor.of(new int[] {0, 1, 2, 0}, 4);
    assertThat(loss.of(x, labels).hasSameBits(whole.klWeight(0).of(x, labels))).isTrue();
    annealing.onEpoch(new TrainingListener.Epoch(1, 0, 0));
    assertThat(loss.of(x, labels).hasSameBits(whole.klWeight(1).of(x, labels))).isTrue();
  }
}
