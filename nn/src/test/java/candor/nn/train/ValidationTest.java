package candor.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Context;
import candor.nn.Numbers;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.layer.Dropout;
import candor.nn.layer.Linear;
import candor.nn.loss.CrossEntropy;
import candor.nn.loss.Loss;
import candor.nn.loss.Reduction;
import candor.nn.optim.Sgd;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ValidationTest {

  @Test
  void accuracyIsTheShareOfHits() {
    Tensor logits = Tensor.of(new float[] {1, 2, 3, 3, 2, 1, 0, 5, 0, 1, 0, 0}, 4, 3);
    assertThat(Metric.accuracy().of(logits, Tensor.of(new int[] {2, 0, 0, 0}, 4))).isEqualTo(0.75);
    assertThat(Metric.accuracy().of(Tensor.zeros(DType.F32, 0, 3), Tensor.of(new int[0], 0))).isNaN();
  }

  @Test
  void theMeanLossIsThatOfAllSamples() {
    Tensor logits = Numbers.normal32(1, 7, 3);
    Tensor classes = Tensor.of(new int[] {0, 1, 2, 0, 1, 2, 0}, 7);
    assertThat(Metric.of(Loss.crossEntropy()).of(logits, classes))
        .isEqualTo(logits.crossEntropy(classes).mean().item());
  }

  @Test
  void moreSamplesThanAPieceAreMeasuredTogetherInEvaluation() {
    Sequential model = Sequential.of(new Linear(4, 8), new Dropout(0.9), new Linear(8, 3));
    model.initialise(1);
    Tensor inputs = Numbers.normal32(2, 2500, 4);
    Tensor targets = inputs.slice(1, 0, 3).argmax(1);
    Map<String, Double> measured = new Validation(new Batches(inputs, targets),
        Map.of("accuracy", Metric.accuracy(), "loss", Metric.of(Loss.crossEntropy()))).of(model);
    Tensor outputs = model.apply(inputs, Context.evaluate());
    assertThat(measured.get("accuracy")).isEqualTo(Metric.accuracy().of(outputs, targets));
    assertThat(measured.get("loss")).isCloseTo(outputs.crossEntropy(targets).mean().item(), Offset.offset(1e-6));
  }

  /// Pieces of 3, 1 and 4 samples against all eight.
  private static void assertPiecesAreTheWhole(Metric metric, Tensor outputs, Tensor targets) {
    Metric.Running running = metric.begin();
    assertThat(running.value()).satisfiesAnyOf(value -> assertThat(value).isNaN(), value -> assertThat(value).isZero());
    for (int[] piece : new int[][] {{0, 3}, {3, 4}, {4, 8}}) {
      running.add(outputs.slice(0, piece[0], piece[1]), targets.slice(0, piece[0], piece[1]));
    }
    double whole = metric.of(outputs, targets);
    assertThat(whole).isFinite();
    assertThat(running.value()).isCloseTo(whole, Offset.offset(1e-14 * Math.max(1, Math.abs(whole))));
  }

  @Test
  void piecesAddUpToTheWhole() {
    Tensor logits = Numbers.normal(1, 8, 3);
    Tensor classes = Tensor.of(new int[] {0, 0, 0, 1, 2, 0, 1, 2}, 8);
    CrossEntropy loss = Loss.crossEntropy();
    assertPiecesAreTheWhole(Metric.accuracy(), logits, classes);
    assertPiecesAreTheWhole((o, t) -> o.max().item(), logits, classes);
    assertPiecesAreTheWhole(Metric.of(loss), logits, classes);
    assertPiecesAreTheWhole(Metric.of(loss.weights(Tensor.of(new double[] {1, 5, 0.5}, 3)).smoothing(0.1)), logits,
        classes);
    // The second piece counts nothing.
    assertPiecesAreTheWhole(Metric.of(loss.ignoring(1)), logits, classes);
    assertPiecesAreTheWhole(Metric.of(loss.reduction(Reduction.SUM)), logits, classes);
    assertPiecesAreTheWhole(Metric.of(loss.weights(Tensor.of(new double[] {1, 5, 0.5}, 3))), logits,
        Numbers.normal(2, 8, 3).softmax(1));
    assertPiecesAreTheWhole(Metric.of(Loss.mse()), logits, Numbers.normal(2, 8, 3));
    assertPiecesAreTheWhole(Metric.mean((o, t) -> o.sub(t).abs()), logits, Numbers.normal(2, 8, 3));
    Tensor images = Numbers.normal(3, 8, 3, 2, 2);
    assertPiecesAreTheWhole(Metric.accuracy(), images, images.neg().argmax(1).slice(1, 0, 2));
  }

  @Test
  void accuracyRefusesClassesOfAnotherShape() {
    assertThatThrownBy(
        () -> Metric.accuracy().of(Tensor.zeros(DType.F32, 4, 3), Tensor.of(new int[4], 4, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("accuracy: logits have shape [4,3] and classes [4,1], expected [N,K,…] and [N,…]");
  }

  private static TrainerBuilder builder() {
    Linear model = new Linear(4, 3);
    model.initialise(1);
    return Trainer.builder(model, Loss.crossEntropy(), new Sgd(model.parameters(), 0.1, 0, 0),
        new DataLoader(data(), 5, 1));
  }

  private static Batches data() {
    return new Batches(Numbers.normal32(1, 20, 4), Tensor.of(new int[20], 20));
  }

  @Test
  void everyEpochTellsItsMetricsInTheOrderInWhichTheyWereAskedFor() {
    List<TrainingListener.Epoch> heard = new ArrayList<>();
    builder().validate(data()).metric("zeta", (o, t) -> o.count()).metric("alpha", (o, t) -> t.count())
        .metric("mu", Metric.accuracy()).listen(new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            heard.add(epoch);
          }
        }).build().fit(2);
    assertThat(heard).hasSize(2).allSatisfy(epoch -> {
      assertThat(epoch.metrics().keySet()).containsExactly("zeta", "alpha", "mu");
      assertThat(epoch.metrics()).containsEntry("zeta", 60.0).containsEntry("alpha", 20.0);
      assertThat(Goal.highest("mu").of(epoch)).isBetween(0.0, 1.0);
      assertThat(Goal.lowest("loss").of(epoch)).isEqualTo(epoch.loss());
    });
  }

  @Test
  void theScheduleSetsTheRateOfEveryStep() {
    List<Double> rates = new ArrayList<>();
    builder().schedule(step -> 0.1 / (1 + step)).listen(new TrainingListener() {
      @Override
      public void onStep(Step step, Trainer trainer) {
        rates.add(trainer.optimizer().rate());
      }
    }).build().fit(2);
    assertThat(rates).hasSize(8);
    for (int step = 0; step < 8; step++) {
      assertThat(rates.get(step)).isEqualTo(0.1 / (1 + step));
    }
  }

  @Test
  void metricsAndDataBelongTogether() {
    assertThatThrownBy(() -> builder().metric("a", Metric.accuracy()).build())
        .isInstanceOf(IllegalArgumentException.class).hasMessage("trainer: metrics [a] without validation data");
    assertThatThrownBy(() -> builder().validate(data()).build()).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trainer: validation data without metrics");
  }

  @Test
  void aMetricHasANameOfItsOwn() {
    for (String name : List.of("", "a,b", "\"", "a\nb", "loss", "epoch", "rate", "seconds")) {
      assertThatThrownBy(() -> builder().metric(name, Metric.accuracy())).isInstanceOf(IllegalArgumentException.class)
          .hasMessage("trainer: a metric cannot be called \"" + name + "\"");
    }
    assertThatThrownBy(() -> builder().metric("a", Metric.accuracy()).metric("a", Metric.accuracy()))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("trainer: there is a metric a already");
  }
}
