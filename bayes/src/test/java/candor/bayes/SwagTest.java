package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.nn.Context;
import candor.nn.FlatParameters;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.nn.Sequential;
import candor.nn.data.Batch;
import candor.nn.data.DataLoader;
import candor.nn.data.TensorDataset;
import candor.nn.layer.BatchNorm1d;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Sgd;
import candor.nn.train.Trainer;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SwagTest {
  private static final int RANK = 3;
  private static final GaussianHead HEAD = new GaussianHead.Precision(1);

  /// Algorithm 1 of the paper, from all weights.
  @Property(tries = 50)
  void theMomentsAreThoseOfTheWeights(@ForAll @IntRange(min = 2, max = 12) int updates, @ForAll long seed) {
    Sequential model = linear();
    Swag swag = new Swag(model, SwagTest::linear, RANK, 0);
    Tensor weights = Numbers.normal(seed, updates, 3);
    for (int i = 0; i < updates; i++) {
      place(model, weights.select(0, i));
      swag.update();
    }
    Map<String, Tensor> state = swag.state();
    assertThat(state.get("mean").isClose(weights.mean(0), 1e-14, 0)).isTrue();
    assertThat(state.get("squares").div(updates).isClose(weights.variance(0, 0), 1e-13, 0)).isTrue();
    int kept = Math.min(RANK, updates);
    assertThat(state.get("deviations").shape()).isEqualTo(Shape.of(kept, 3));
    for (int k = 0; k < kept; k++) {
      int i = updates - kept + k;
      Tensor deviation = weights.select(0, i).sub(weights.slice(0, 0, i + 1).mean(0));
      assertThat(state.get("deviations").select(0, k).isClose(deviation, 1e-13, 0)).isTrue();
    }
  }

  /// The output of `w · x + b` has the mean of the weights' output and the variance `xᵀ C x` with
  /// `C = ½ diag(v) + D̂ D̂ᵀ / (2 (K − 1))`; bounds are five standard errors.
  @Test
  void drawsHaveTheCovarianceOfThePaper() {
    Sequential model = linear();
    Swag swag = new Swag(model, SwagTest::linear, RANK, 0);
    for (int i = 0; i < 5; i++) {
      place(model, Numbers.normal(i, 3));
      swag.update();
    }
    int draws = 4000;
    Tensor x = Numbers.normal(9, 4, 2);
    Belief.GaussianMixture belief = swag.draw(draws, 1).numbers(HEAD).predict(x);
    Map<String, Tensor> state = swag.state();
    Tensor extended = Tensor.concat(1, List.of(x, Tensor.ones(DType.F64, 4, 1)));
    Tensor centre = extended.matmul(state.get("mean").unsqueeze(1)).squeeze(1);
    Tensor diagonal = extended.square().matmul(state.get("squares").unsqueeze(1)).squeeze(1).div(5 * 2);
    Tensor low = extended.matmul(state.get("deviations").transpose()).square().sum(1).div(2 * (RANK - 1));
    for (int i = 0; i < 4; i++) {
      double variance = diagonal.at(i) + low.at(i);
      assertThat(belief.mean().at(i, 0)).isCloseTo(centre.at(i), within(5 * Math.sqrt(variance / draws)));
      assertThat(belief.epistemic().at(i, 0) / variance).isCloseTo(1, within(5 * Math.sqrt(2.0 / draws)));
    }
  }

  /// Descent on the quadratic `(b − t)²` with targets `t` of variance 1 is `b ← (1 − 2η) b + 2η t`, whose stationary
  /// variance is `η / (1 − η)`. It forgets by `1 − 2η` a step, so the variance of 40 000 steps has the standard error
  /// `√(2 / 40 000 · (1 + ρ²) / (1 − ρ²))` of its value, `ρ = 1 − 2η`.
  @Test
  void descentOnAQuadraticHasTheStationaryVariance() {
    double rate = 0.1;
    int steps = 40_000;
    Sequential model = Sequential.of(new Linear(1, 1));
    model.initialise(1, DType.F64);
    Swag swag = new Swag(model, () -> Sequential.of(new Linear(1, 1)), 2, 0);
    Parameter bias = model.parameters().getLast();
    double[] targets = Numbers.normal(4, steps).toDoubles();
    for (int i = 0; i < steps; i++) {
      double b = bias.value().item();
      bias.assign(Tensor.of(new double[] {b - rate * 2 * (b - targets[i])}, 1));
      swag.update();
    }
    double rho = 1 - 2 * rate;
    double error = Math.sqrt(2.0 / steps * (1 + rho * rho) / (1 - rho * rho));
    double expected = rate / (1 - rate);
    assertThat(swag.state().get("squares").at(1) / steps / expected).isCloseTo(1, within(5 * error));
    assertThat(swag.state().get("mean").at(1))
        .isCloseTo(0, within(5 * Math.sqrt(expected / steps * (1 + rho) / (1 - rho))));
  }

  @Test
  void trainingCollectsAtTheEndsOfEpochs() {
    Sequential model = classifier();
    model.initialise(1);
    Swag swag = new Swag(model, SwagTest::classifier, RANK, 2);
    Tensor x = Numbers.normal32(1, 30, 4);
    TensorDataset data = new TensorDataset(x, x.slice(1, 0, 3).argmax(1));
    DataLoader loader = new DataLoader(data, 10, 1);
    Trainer.builder(model, Loss.crossEntropy(), new Sgd(model.parameters(), 0.05, 0.9, 0), loader).listen(swag).build()
        .fit(6);
    assertThat(swag.updates()).isEqualTo(4);
    DrawnNetworks networks = swag.draw(5, 1);
    assertThatThrownBy(() -> networks.classes().predict(x)).isInstanceOf(IllegalStateException.class)
        .hasMessage("swag: the network has the buffers [1.running_mean, 1.running_var], which other weights do not "
            + "share; call estimatingBuffers with training data");
    Predictive<Belief.Samples> predictor = networks.estimatingBuffers(loader.inOrder()).classes();
    Belief.Samples belief = predictor.predict(x);
    assertThat(belief.probabilities().shape()).isEqualTo(Shape.of(5, 30, 3));
    assertThat(belief.probabilities().select(0, 0).hasSameBits(belief.probabilities().select(0, 1))).isFalse();
    assertThat(predictor.predict(x).probabilities().hasSameBits(belief.probabilities())).isTrue();
    assertThat(predictor.predict(x.slice(0, 7, 8), 7).probabilities()
        .hasSameBits(belief.probabilities().slice(1, 7, 8))).isTrue();
  }

  /// The buffers of a draw are those that training passes of its own weights see.
  @Test
  void everyDrawHasItsOwnStatistics() {
    Sequential model = Sequential.of(new Linear(2, 1), new BatchNorm1d(1));
    model.initialise(1, DType.F64);
    Swag swag = new Swag(model, () -> Sequential.of(new Linear(2, 1), new BatchNorm1d(1)), 2, 0);
    swag.update();
    model.parameters().getFirst().assign(Tensor.of(new double[] {3, -1}, 1, 2));
    swag.update();
    Tensor x = Numbers.normal(1, 8, 2);
    Batch batch = new Batch(x, x, new int[8]);
    Belief.GaussianMixture belief =
        swag.draw(20, 1).estimatingBuffers(List.of(batch)).numbers(HEAD).predict(x);
    // Whatever the weights are, outputs that are normalised by their own statistics have the mean 0 and nearly the
    // corrected variance 1.
    for (int t = 0; t < 20; t++) {
      Tensor output = belief.means().select(0, t);
      assertThat(output.mean().item()).isCloseTo(0, within(1e-12));
      assertThat(output.variance(1, 0).item()).isCloseTo(1, within(1e-2));
    }
    assertThatThrownBy(() -> swag.draw(1, 1).estimatingBuffers(List.of()).numbers(HEAD).predict(x))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("swag: no batches to estimate the buffers from");
  }

  @Test
  void theModelIsLeftAlone() {
    Sequential model = linear();
    Swag swag = new Swag(model, SwagTest::linear, RANK, 0);
    for (int i = 0; i < 3; i++) {
      place(model, Numbers.normal(i, 3));
      swag.update();
    }
    Tensor x = Numbers.normal(9, 4, 2);
    Tensor before = model.apply(x, Context.evaluate()).detach();
    Belief.GaussianMixture belief = swag.draw(3, 1).numbers(HEAD).predict(x);
    assertThat(model.apply(x, Context.evaluate()).hasSameBits(before)).isTrue();
    Swag other = new Swag(model, SwagTest::linear, RANK, 0);
    other.restore(swag.state());
    assertThat(other.draw(3, 1).numbers(HEAD).predict(x).means().hasSameBits(belief.means())).isTrue();
    assertThat(other.draw(3, 2).numbers(HEAD).predict(x).means().hasSameBits(belief.means())).isFalse();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Sequential model = linear();
    assertThatThrownBy(() -> new Swag(model, SwagTest::linear, 1, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("swag: rank 1, first epoch 0, expected 2 or more and 0 or more");
    Swag swag = new Swag(model, SwagTest::linear, RANK, 0);
    swag.update();
    assertThatThrownBy(() -> swag.draw(3, 1)).isInstanceOf(IllegalStateException.class)
        .hasMessage("swag: 1 updates, expected 2 or more to have a variance");
    swag.update();
    assertThatThrownBy(() -> swag.draw(0, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("swag: 0 draws, expected 1 or more");
    assertThatThrownBy(() -> swag.draw(3, 1).classes().predict(Numbers.normal(1, 4, 2), 1))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("swag: 1 identities for 4 samples");
    Map<String, Tensor> state = swag.state();
    state.put("mean", Tensor.zeros(DType.F64, 2));
    assertThatThrownBy(() -> swag.restore(state)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("swag: mean of the state is f64[2], expected f64[3]");
  }

  private static void place(Module model, Tensor weights) {
    FlatParameters.of(model.parameters()).write(weights.toDoubles());
  }

  /// Two weights and a bias.
  private static Sequential linear() {
    Sequential model = Sequential.of(new Linear(2, 1));
    model.initialise(1, DType.F64);
    return model;
  }

  private static Sequential classifier() {
    return Sequential.of(new Linear(4, 8), new BatchNorm1d(8), new Linear(8, 3));
  }
}
