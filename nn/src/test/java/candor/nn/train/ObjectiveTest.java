package candor.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Context;
import candor.nn.Parameter;
import candor.nn.Sequential;
import candor.nn.data.Batch;
import candor.nn.data.DataLoader;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Activation;
import candor.nn.layer.Dropout;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Sgd;
import candor.random.RandomStream;
import candor.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectiveTest {
  private static final Objective TWO_PASSES = (model, batch, context) -> Loss.mse()
      .of(model.apply(batch.input(), context), batch.target())
      .add(Loss.mse().of(model.apply(batch.input(), context), batch.target()));

  @Test
  void aLossOfTheOutputTrainsToTheSameBits() {
    Sequential first = network();
    new Trainer(first, Loss.mse(), optimizer(first), loader(1), 3).fit(2);
    Sequential second = network();
    Trainer.builder(second, Objective.of(Loss.mse()), optimizer(second), loader(1)).seed(3).build().fit(2);
    List<Parameter> expected = first.parameters();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(second.parameters().get(i).value().hasSameBits(expected.get(i).value())).isTrue();
    }
  }

  @Test
  void theSecondPassOfAStepDrawsOtherMasks() {
    Sequential model = network();
    Batch batch = data(1).all();
    double once = Loss.mse().of(model.apply(batch.input(), Context.train(1, 0, batch.ids())), batch.target()).item();
    assertThat(TWO_PASSES.of(model, batch, Context.train(1, 0, batch.ids())).item()).isNotEqualTo(2 * once)
        .isBetween(once, 5 * once);
  }

  @Test
  void aDivergenceNamesTheLayerAllTheSame() {
    Sequential model = network();
    Trainer trainer = Trainer.builder(model, TWO_PASSES, optimizer(model), loader(1e30f)).build();
    assertThatThrownBy(() -> trainer.fit(1)).isInstanceOf(DivergenceException.class)
        .hasMessage("training: the loss is Infinity in epoch 0, batch 0; input, parameters and outputs are finite, "
            + "the loss of them is not");
  }

  private static Sgd optimizer(Sequential model) {
    return new Sgd(model.parameters(), 0.01, 0.9, 0);
  }

  private static TensorDataset data(float scale) {
    float[] numbers = new float[60];
    RandomStream.of(1).child("objective").normal(0, numbers);
    Tensor x = Tensor.of(numbers, 20, 3).mul(scale);
    return new TensorDataset(x, x.slice(1, 0, 1));
  }

  private static DataLoader loader(float scale) {
    return new DataLoader(data(scale), 5, 2);
  }

  private static Sequential network() {
    Sequential model = Sequential.of(new Linear(3, 30), Activation.relu(), new Dropout(0.5), new Linear(30, 1));
    model.initialise(1);
    return model;
  }
}
