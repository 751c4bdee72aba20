package candor.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Numbers;
import candor.nn.data.DataLoader;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Sgd;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlyStoppingTest {

  /// A training whose metric is written down beforehand.
  private static final class Run implements TrainingListener {
    private final Linear model = new Linear(4, 3);
    private final List<float[]> weights = new ArrayList<>();
    private final EarlyStopping stopping;
    private final Trainer trainer;

    Run(double[] script, Goal goal, int patience, double margin) {
      model.initialise(1);
      stopping = new EarlyStopping(model, goal, patience, margin);
      Batches data = new Batches(Numbers.normal32(1, 20, 4), Tensor.of(new int[20], 20));
      trainer = Trainer.builder(model, Loss.crossEntropy(), new Sgd(model.parameters(), 0.1, 0.9, 0),
          new DataLoader(data, 5, 1)).validate(data).metric("score", (outputs, targets) -> script[weights.size()])
          .listen(this, stopping).build();
    }

    @Override
    public void onEpoch(Epoch epoch) {
      weights.add(Numbers.bits(model));
    }
  }

  @Test
  void trainingEndsAfterThePatienceWithTheBestWeights() {
    Run run = new Run(new double[] {1, 3, 2, 3, 2.9, 9}, Goal.highest("score"), 3, 0);
    run.trainer.fit(100);
    assertThat(run.weights).hasSize(5);
    assertThat(run.stopping.best()).isEqualTo(3);
    assertThat(Numbers.bits(run.model)).containsExactly(run.weights.get(1)).isNotEqualTo(run.weights.get(4));
  }

  @Test
  void whatIsLowIsGoodForOtherGoals() {
    Run run = new Run(new double[] {1, 3, 0.5, 2, 2, 2}, Goal.lowest("score"), 2, 0);
    run.trainer.fit(100);
    assertThat(run.weights).hasSize(5);
    assertThat(Numbers.bits(run.model)).containsExactly(run.weights.get(2));
  }

  @Test
  void theMarginMustBeExceeded() {
    Run run = new Run(new double[] {1, 1.5, 1.4, 9}, Goal.highest("score"), 2, 0.5);
    run.trainer.fit(100);
    assertThat(run.weights).hasSize(3);
    assertThat(run.stopping.best()).isEqualTo(1);
  }

  @Test
  void theLossOfTrainingIsAGoalToo() {
    Run run = new Run(new double[10], Goal.lowest("loss"), 1, 0);
    run.trainer.fit(5);
    assertThat(run.weights).as("one class is learnt better and better").hasSize(5);
  }

  @Test
  void aMetricThatIsNaNIsNeverBest() {
    Run run = new Run(new double[] {Double.NaN, Double.NaN, 5, Double.NaN, 6, Double.NaN, Double.NaN, 7},
        Goal.highest("score"), 2, 0);
    run.trainer.fit(1);
    assertThat(run.stopping.best()).isNaN();
    run.stopping.restoreBest();
    assertThat(Numbers.bits(run.model)).as("no best, no change").containsExactly(run.weights.getFirst());
    run.trainer.fit(100);
    assertThat(run.weights).as("twice nothing").hasSize(2);
  }

  @Test
  void trainingThatEndsWithoutItKeepsItsWeightsUntilTheBestAreAskedFor() {
    Run run = new Run(new double[] {5, 4, 3}, Goal.highest("score"), 9, 0);
    run.trainer.fit(3);
    assertThat(Numbers.bits(run.model)).containsExactly(run.weights.get(2));
    run.stopping.restoreBest();
    assertThat(Numbers.bits(run.model)).containsExactly(run.weights.get(0));
  }

  @Test
  void aResumedTrainingWaitsAsOneThatRanThrough(@TempDir Path directory) throws IOException {
    double[] script = {1, 3, 2, 2.9, 2.5, 9};
    Run whole = new Run(script, Goal.highest("score"), 3, 0);
    whole.trainer.fit(100);
    assertThat(whole.weights).hasSize(5);
    Path file = directory.resolve("training.safetensors");
    for (int epochs = 0; epochs <= 5; epochs++) {
      Run first = new Run(script, Goal.highest("score"), 3, 0);
      first.trainer.fit(epochs);
      first.trainer.save(file);
      Run second = new Run(script, Goal.highest("score"), 3, 0);
      second.weights.addAll(first.weights);
      second.trainer.resume(file);
      second.trainer.fit(100);
      assertThat(second.weights).as("interrupted after %d epochs", epochs).hasSize(5);
      assertThat(Numbers.bits(second.model)).containsExactly(Numbers.bits(whole.model));
    }
  }

  @Test
  void aStateThatFitsNoModelIsRefusedAndNothingChanges() {
    Run run = new Run(new double[] {5}, Goal.highest("score"), 3, 0);
    run.trainer.fit(1);
    Map<String, Tensor> good = run.stopping.state();
    assertThat(good).containsOnlyKeys("best", "waited", "weights.weight", "weights.bias");
    refuse(run, good, "best", null, "early stopping: best of the state is missing, expected f64[]");
    refuse(run, good, "best", Tensor.ones(DType.F32, 1),
        "early stopping: best of the state is f32[1], expected f64[]");
    refuse(run, good, "waited", Tensor.scalar(DType.F64, 1.5),
        "early stopping: waited 1.5, expected a whole number of 0 or more");
    refuse(run, good, "waited", Tensor.scalar(DType.F64, -1),
        "early stopping: waited -1.0, expected a whole number of 0 or more");
    refuse(run, good, "weights.bias", null,
        "weights: early stopping does not fit the model: bias is missing");
    refuse(run, good, "weights.bias", Tensor.ones(DType.F32, 9),
        "weights: early stopping does not fit the model: bias has the shape [9], expected [3]");
    refuse(run, good, "more", Tensor.ones(DType.F32, 9),
        "weights: early stopping does not fit the model: state more is unexpected");
  }

  private static void refuse(Run run, Map<String, Tensor> good, String name, Tensor tensor, String message) {
    Map<String, Tensor> bad = new HashMap<>(good);
    if (tensor == null) {
      bad.remove(name);
    } else {
      bad.put(name, tensor);
    }
    assertThatThrownBy(() -> run.stopping.restore(bad)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThat(run.stopping.state().toString()).isEqualTo(good.toString());
  }

  @Test
  void aMetricThatNobodyMeasuresIsNamed() {
    Run run = new Run(new double[] {5}, Goal.highest("acuracy"), 3, 0);
    assertThatThrownBy(() -> run.trainer.fit(1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("goal: no metric acuracy was measured, expected one of [loss, score]");
  }

  @Test
  void wrongNumbersAreRefused() {
    for (double[] numbers : new double[][] {{0, 0}, {-1, 0}, {1, -1}, {1, Double.NaN},
      {1, Double.POSITIVE_INFINITY}}) {
      assertThatThrownBy(() -> new EarlyStopping(new Linear(1, 1), Goal.lowest("loss"), (int) numbers[0], numbers[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("early stopping: patience " + (int) numbers[0] + ", margin " + numbers[1]
              + ", expected patience of 1 or more and a finite margin of 0 or more");
    }
  }
}
