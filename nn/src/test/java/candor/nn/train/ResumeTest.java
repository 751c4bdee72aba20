package candor.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Numbers;
import candor.nn.Parameter;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.data.TensorDataset;
import candor.nn.io.Checkpoint;
import candor.nn.io.FileFormatException;
import candor.nn.io.Progress;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Adam;
import candor.nn.optim.AdamW;
import candor.nn.optim.ClippedOptimizer;
import candor.nn.optim.Ema;
import candor.nn.optim.Optimizer;
import candor.nn.optim.Plateau;
import candor.nn.optim.Sgd;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Training that was interrupted goes on with the bits of one that ran through: with batch normalisation, dropout at two
/// places, a schedule, and validation.
class ResumeTest {

  private static final int EPOCHS = 3;
  private static final int BATCHES = 4;

  private static final Map<String, Function<List<Parameter>, Optimizer>> OPTIMIZERS = new LinkedHashMap<>();

  static {
    OPTIMIZERS.put("sgd", p -> new Sgd(p, 0.05, 0, 1e-4));
    OPTIMIZERS.put("momentum", p -> new Sgd(p, 0.05, 0.9, 1e-4));
    OPTIMIZERS.put("clipped", p -> new ClippedOptimizer(new Sgd(p, 0.05, 0.9, 0), 0.5));
    OPTIMIZERS.put("adam", p -> new Adam(p, 0.001));
    OPTIMIZERS.put("adamw", p -> new AdamW(p, 0.001, 0.01));
  }

  @TempDir
  private Path directory;

  private Path file() {
    return directory.resolve("training.safetensors");
  }

  /// One training, and what was heard of it.
  private static final class Run implements TrainingListener {
    private final Sequential model = SmallTraining.model();
    private final List<String> heard = new ArrayList<>();
    private final Optimizer optimizer;
    private final Trainer trainer;
    private int stopAfter = Integer.MAX_VALUE;

    Run(Function<List<Parameter>, Optimizer> optimizer, long seed) {
      // The weights come from the checkpoint, and must not come from here.
      model.initialise(seed);
      this.optimizer = optimizer.apply(model.parameters());
      trainer = Trainer.builder(model, Loss.crossEntropy(), this.optimizer,
          new DataLoader(SmallTraining.images(), 64, 2)).seed(3).schedule(step -> 0.001 + 0.01 / (step + 1))
          .validate(SmallTraining.images().first(50)).metric("accuracy", Metric.accuracy())
          .metric("validation_loss", Metric.of(Loss.crossEntropy())).listen(this).build();
    }

    @Override
    public void onStep(Step step, Trainer by) {
      heard.add(step.toString());
      if (by.progress().step() == stopAfter) {
        by.stop();
      }
    }

    @Override
    public void onEpoch(Epoch epoch) {
      heard.add(epoch.epoch() + " " + epoch.loss() + " " + epoch.metrics());
    }

    /// Everything that must be the same.
    private List<Object> result() {
      List<Object> result = new ArrayList<>();
      for (float number : Numbers.bits(model)) {
        result.add(Float.floatToIntBits(number));
      }
      optimizer.state().forEach((name, tensor) -> result.add(name + " " + tensor + " " + tensor.square().sum().item()));
      return result;
    }
  }

  static Stream<Arguments> interruptions() {
    return OPTIMIZERS.keySet().stream().flatMap(optimizer -> IntStream.rangeClosed(0, EPOCHS * BATCHES)
        .filter(step -> optimizer.equals("adam") || step % 5 == 2 || step == BATCHES)
        .mapToObj(step -> Arguments.of(optimizer, step)));
  }

  @ParameterizedTest
  @MethodSource("interruptions")
  void trainingGoesOnFromAnyStepToTheSameBits(String optimizer, int steps) throws IOException {
    Run whole = new Run(OPTIMIZERS.get(optimizer), 1);
    whole.trainer.fit(EPOCHS);
    Run first = new Run(OPTIMIZERS.get(optimizer), 1);
    if (steps > 0) {
      first.stopAfter = steps;
      first.trainer.fit(EPOCHS);
    }
    assertThat(first.trainer.progress().step()).isEqualTo(steps);
    first.trainer.save(file());
    Run second = new Run(OPTIMIZERS.get(optimizer), 99);
    second.trainer.resume(file());
    second.trainer.fit(EPOCHS);
    assertThat(second.result()).isEqualTo(whole.result());
    assertThat(Stream.concat(first.heard.stream(), second.heard.stream()).toList()).isEqualTo(whole.heard);
  }

  @Test
  void trainingGoesOnInTheSameTrainerToo() {
    Run whole = new Run(OPTIMIZERS.get("adam"), 1);
    whole.trainer.fit(EPOCHS);
    Run stopped = new Run(OPTIMIZERS.get("adam"), 1);
    stopped.stopAfter = 6;
    stopped.trainer.fit(EPOCHS);
    assertThat(stopped.heard).hasSizeLessThan(whole.heard.size());
    stopped.trainer.fit(EPOCHS);
    assertThat(stopped.result()).isEqualTo(whole.result());
    assertThat(stopped.heard).isEqualTo(whole.heard);
    stopped.trainer.fit(EPOCHS);
    assertThat(stopped.heard).as("all epochs are made").isEqualTo(whole.heard);
  }

  @Test
  void aCheckpointSaysHowFarTrainingIsAndWhatItWas() throws IOException {
    Sequential model = SmallTraining.model();
    Trainer trainer = Trainer.builder(model, Loss.crossEntropy(), new Adam(model.parameters(), 0.01),
        new DataLoader(SmallTraining.images(), 100, 2)).seed(7).configuration(Map.of("data", "bright \"rows\""))
        .build();
    trainer.fit(2);
    trainer.save(file());
    Checkpoint checkpoint = Checkpoint.read(file());
    assertThat(checkpoint.progress()).isEqualTo(new Progress(2, 0, 3, 0, 0, 7, 2));
    assertThat(checkpoint.progress().step()).isEqualTo(6);
    assertThat(checkpoint.configuration()).isEqualTo(Map.of("data", "bright \"rows\""));
    assertThat(checkpoint.structure()).containsExactlyEntriesOf(model.structure());
    assertThat(checkpoint.optimizer().get("steps").item()).isEqualTo(6);
  }

  @Test
  void aCheckpointOfOtherTrainingIsRefusedAndNothingChanges() throws IOException {
    Run run = new Run(OPTIMIZERS.get("adam"), 1);
    run.trainer.epoch(0);
    run.trainer.save(file());
    String setting = "checkpoint: " + file() + " is of training with 4 batches in an epoch, seed 3 and seed 2 of the "
        + "data, here are ";
    refuse(linear(20, 3, 2), setting + "20 batches in an epoch, seed 3 and seed 2 of the data");
    refuse(linear(64, 4, 2), setting + "4 batches in an epoch, seed 4 and seed 2 of the data");
    refuse(linear(64, 3, 9), setting + "4 batches in an epoch, seed 3 and seed 9 of the data");
    refuse(linear(64, 3, 2), "checkpoint: " + file() + " is of another model: the whole is "
        + "Linear here and Sequential there; weight is parameter [3,4] here and missing there; bias is parameter [3] "
        + "here and missing there; conv1 is missing here and Conv2d there; ");
    Trainer sgd = new Run(OPTIMIZERS.get("sgd"), 5).trainer;
    refuse(sgd, "checkpoint: " + file() + " does not fit: sgd: ");
  }

  private static Trainer linear(int batchSize, long seed, long dataSeed) {
    Linear model = new Linear(4, 3);
    model.initialise(1);
    int samples = batchSize == 64 ? 256 : 400;
    Batches data = new Batches(Numbers.normal32(1, samples, 4), Tensor.of(new int[samples], samples));
    return new Trainer(model, Loss.crossEntropy(), new Sgd(model.parameters(), 0.1, 0, 0),
        new DataLoader(data, batchSize, dataSeed), seed);
  }

  private void refuse(Trainer trainer, String message) {
    float[] before = Numbers.bits(trainer.model());
    String state = trainer.optimizer().state().toString();
    Progress progress = trainer.progress();
    assertThatThrownBy(() -> trainer.resume(file())).isExactlyInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(message);
    assertThat(Numbers.bits(trainer.model())).containsExactly(before);
    assertThat(trainer.optimizer().state()).hasToString(state);
    assertThat(trainer.progress()).isEqualTo(progress);
  }

  /// Counts steps, and remembers the count.
  private static final class Counter implements TrainingListener {
    private double count;

    @Override
    public void onStep(Step step) {
      count++;
    }

    @Override
    public Map<String, Tensor> state() {
      return Map.of("count", State.scalar(count));
    }

    @Override
    public void restore(Map<String, Tensor> state) {
      count = State.number("counter", "count", new LinkedHashMap<>(state));
    }
  }

  private static Trainer counted(TrainingListener... listeners) {
    Linear model = new Linear(4, 3);
    model.initialise(1);
    Batches data = new Batches(Numbers.normal32(1, 20, 4), Tensor.of(new int[20], 20));
    return new Trainer(model, Loss.crossEntropy(), new Sgd(model.parameters(), 0.1, 0.9, 0),
        new DataLoader(data, 5, 1), 1, listeners);
  }

  @Test
  void anAverageOfWeightsAndARateThatFallsGoOnToo() throws IOException {
    Averaged whole = new Averaged();
    whole.trainer.fit(6);
    for (int epochs = 0; epochs < 6; epochs++) {
      Averaged first = new Averaged();
      first.trainer.fit(epochs);
      first.trainer.save(file());
      Averaged second = new Averaged();
      second.trainer.resume(file());
      second.trainer.fit(6);
      assertThat(second.trainer.optimizer().rate()).isEqualTo(whole.trainer.optimizer().rate()).isLessThan(0.1);
      second.ema.state().forEach(
          (name, tensor) -> assertThat(tensor.hasSameBits(whole.ema.state().get(name))).as(name).isTrue());
      assertThat(second.ema.updates()).isEqualTo(24);
      assertThat(Numbers.bits(second.trainer.model())).containsExactly(Numbers.bits(whole.trainer.model()));
    }
  }

  /// A training with a metric that never becomes better.
  private static final class Averaged {
    private final Linear model = new Linear(4, 3);
    private final Ema ema;
    private final Trainer trainer;

    Averaged() {
      model.initialise(1);
      ema = new Ema(model, 0.9, Ema.Start.WARM_UP, Ema.Buffers.COPY);
      TensorDataset data = new TensorDataset(Numbers.normal32(1, 20, 4), Tensor.of(new int[20], 20));
      Plateau plateau = new Plateau(0.1, Plateau.Settings.LOWER_IS_BETTER.patience(1).factor(0.5));
      trainer = Trainer.builder(model, Loss.crossEntropy(), new Sgd(model.parameters(), 1, 0.9, 0),
          new DataLoader(data, 5, 1)).validate(data).metric("flat", (outputs, targets) -> 1)
          .listen(new Averaging(ema), new PlateauRate(plateau, Goal.lowest("flat"))).build();
    }
  }

  @Test
  void listenersRememberToo() throws IOException {
    Counter first = new Counter();
    Counter second = new Counter();
    second.count = 100;
    Trainer trainer = counted(first, second);
    trainer.fit(2);
    trainer.save(file());
    assertThat(Checkpoint.read(file()).listeners()).containsOnlyKeys("Counter.count", "Counter2.count");
    Counter third = new Counter();
    Counter fourth = new Counter();
    Trainer resumed = counted(third, new TrainingListener() {
    }, fourth);
    resumed.resume(file());
    assertThat(List.of(third.count, fourth.count)).containsExactly(8.0, 108.0);
  }

  @Test
  void listenersThatRememberMustBeTheSame() throws IOException {
    Trainer trainer = counted(new Counter());
    trainer.fit(1);
    trainer.save(file());
    refuse(counted(), "checkpoint: " + file() + " does not fit: it has the state Counter.count of a listener that is "
        + "not here, which has []");
    Counter kept = new Counter();
    kept.count = 7;
    refuse(counted(kept, new Counter()),
        "checkpoint: " + file() + " does not fit: counter: count of the state is missing, expected f64[]");
    assertThat(kept.count).isEqualTo(7);
  }
}
