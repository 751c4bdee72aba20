package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Sequential;
import candor.nn.data.Batch;
import candor.nn.data.DataLoader;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Activation;
import candor.nn.layer.Dropout;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Adam;
import candor.nn.train.Trainer;
import candor.tensor.DType;
import candor.tensor.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class AdversarialTrainingTest {

  /// The squared error of `w · x + b` grows along the sign of `2 (w · x + b − t) w`, and `w` sees the moved input as a
  /// constant.
  @Test
  void theWorseInputOfALinearModelIsKnown() {
    Sequential model = Sequential.of(new Linear(3, 1));
    model.initialise(1, DType.F64);
    model.parameters().get(0).assign(Tensor.of(new double[] {1, -2, 0.5}, 1, 3));
    Tensor x = Tensor.of(new double[] {1, 1, 1, 0, 2, 0}, 2, 3);
    Tensor t = Tensor.of(new double[] {2, -10}, 2, 1);
    Tensor epsilon = Tensor.of(new double[] {0.1, 0.2, 0.3}, 3);
    Tensor value = new AdversarialTraining(Loss.mse(), epsilon).of(model, batch(x, t), Context.train(1, 0, 0, 1));
    // Errors −2.5 and 6; a move costs 0.1 · 1 + 0.2 · 2 + 0.3 · 0.5 = 0.65 more.
    assertThat(value.item()).isCloseTo((2.5 * 2.5 + 36 + 3.15 * 3.15 + 6.65 * 6.65) / 2, within(1e-13));
    double[] gradient = Autograd.grad(value, model.parameters().get(0).value()).toDoubles();
    double[][] worse = {{0.9, 1.2, 0.7}, {0.1, 1.8, 0.3}};
    for (int j = 0; j < 3; j++) {
      double expected = -2.5 * x.at(0, j) + 6 * x.at(1, j) - 3.15 * worse[0][j] + 6.65 * worse[1][j];
      assertThat(gradient[j]).isCloseTo(expected, within(1e-13));
    }
  }

  @Property(tries = 50)
  void aConvexLossDoesNotFall(@ForAll @DoubleRange(max = 3) double share, @ForAll long seed) {
    Sequential model = Sequential.of(new Linear(4, 3));
    model.initialise(seed, DType.F64);
    Tensor x = Numbers.normal(seed, 6, 4);
    Batch batch = batch(x, Tensor.of(new int[] {0, 1, 2, 0, 1, 2}, 6));
    double once = Loss.crossEntropy().of(model.apply(x, Context.evaluate()), batch.target()).item();
    double both = AdversarialTraining.ofRange(Loss.crossEntropy(), share, x).of(model, batch, train(6)).item();
    assertThat(both).isGreaterThanOrEqualTo(2 * once - 1e-12);
  }

  @Test
  void withoutAMoveItIsTwiceTheLoss() {
    Sequential model = network();
    Tensor x = Numbers.normal32(1, 6, 4);
    Batch batch = batch(x, Tensor.of(new int[] {0, 1, 2, 0, 1, 2}, 6));
    double once = Loss.crossEntropy().of(model.apply(x, Context.evaluate()), batch.target()).item();
    assertThat(new AdversarialTraining(Loss.crossEntropy(), Tensor.scalar(DType.F32, 0))
        .of(model, batch, train(6)).item()).isCloseTo(2 * once, within(1e-6));
  }

  @Test
  void aShareOfTheRangeIsTakenByFeature() {
    Tensor x = Tensor.of(new double[] {0, -1, 10, 1, 5, 0}, 3, 2);
    assertThat(AdversarialTraining.ofRange(Loss.mse(), 0.01, x).epsilon().toDoubles())
        .containsExactly(new double[] {0.1, 0.02}, within(1e-15));
    assertThatThrownBy(() -> AdversarialTraining.ofRange(Loss.mse(), -1, x))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("adversarial training: share -1.0, expected 0 or more");
  }

  @Test
  void theTrainerMinimisesIt() {
    Sequential model = Sequential.of(new Linear(4, 16), Activation.relu(), new Dropout(0.2), new Linear(16, 3));
    model.initialise(1);
    Tensor x = Numbers.normal32(1, 60, 4);
    DataLoader loader = new DataLoader(new TensorDataset(x, x.slice(1, 0, 3).argmax(1)), 20, 1);
    Trainer trainer = Trainer.builder(model, AdversarialTraining.ofRange(Loss.crossEntropy(), 0.01, x),
        new Adam(model.parameters(), 1e-2), loader).seed(1).build();
    double first = trainer.epoch(0).loss();
    for (int epoch = 1; epoch < 20; epoch++) {
      trainer.epoch(epoch);
    }
    assertThat(trainer.epoch(20).loss()).isLessThan(first / 2);
  }

  private static Context train(int n) {
    return Context.train(1, 0, new int[n]);
  }

  private static Batch batch(Tensor x, Tensor target) {
    return new Batch(x, target, new int[x.shape().size(0)]);
  }

  private static Sequential network() {
    Sequential model = Sequential.of(new Linear(4, 16), Activation.relu(), new Linear(16, 3));
    model.initialise(1);
    return model;
  }
}
