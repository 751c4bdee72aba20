package candor.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Numbers;
import candor.nn.data.DataLoader;
import candor.nn.io.Checkpoint;
import candor.nn.io.Weights;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Sgd;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

  private static final int BATCHES = 4;

  @TempDir
  private Path parent;
  /// A clock may start anywhere; every step takes a minute.
  private long nanos = Long.MAX_VALUE - 3;

  private Path directory() {
    return parent.resolve("a").resolve("b");
  }

  private Trainer trainer(UnaryOperator<Checkpoints> plan, double... script) {
    Linear model = new Linear(4, 3);
    model.initialise(1);
    Batches data = new Batches(Numbers.normal32(1, 5 * BATCHES, 4), Tensor.of(new int[5 * BATCHES], 5 * BATCHES));
    return Trainer.builder(model, Loss.crossEntropy(), new Sgd(model.parameters(), 0.1, 0.9, 0),
        new DataLoader(data, 5, 1)).validate(data).listen(new TrainingListener() {
          @Override
          public void onStep(Step step) {
            nanos += 60_000_000_000L;
          }
        }).metric("score", new Metric() {
          private int calls;

          @Override
          public double of(Tensor outputs, Tensor targets) {
            return script.length == 0 ? 0 : script[calls++];
          }
        }).checkpoints(plan.apply(Checkpoints.in(directory(), () -> nanos))).build();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theLastEpochIsKeptInADirectoryThatIsMade() throws IOException {
    assertThat(Checkpoints.latest(directory())).isEmpty();
    trainer(plan -> plan).fit(3);
    assertThat(files()).containsExactly("step-0000000012.safetensors");
    assertThat(Checkpoints.latest(directory())).contains(directory().resolve("step-0000000012.safetensors"));
  }

  @Test
  void everySoManyEpochsAndTheEndAreWrittenAndSomeAreKept() throws IOException {
    trainer(plan -> plan.everyEpochs(2).keep(3)).fit(9);
    assertThat(files()).containsExactly("step-0000000024.safetensors", "step-0000000032.safetensors",
        "step-0000000036.safetensors");
    assertThat(Checkpoint.read(directory().resolve("step-0000000024.safetensors")).progress().epoch()).isEqualTo(6);
  }

  @Test
  void minutesAreCountedBetweenSteps() throws IOException {
    trainer(plan -> plan.everyEpochs(0).everyMinutes(3).keep(100)).fit(2);
    assertThat(files()).containsExactly("step-0000000003.safetensors", "step-0000000006.safetensors",
        "step-0000000008.safetensors");
    assertThat(Checkpoint.read(directory().resolve("step-0000000006.safetensors")).progress().batch()).isEqualTo(2);
  }

  @Test
  void theBestEpochIsKeptBesideTheLast() throws IOException {
    Trainer trainer = trainer(plan -> plan.best(Goal.highest("score")), 1, 5, 3, 5);
    trainer.fit(4);
    assertThat(files()).containsExactly("best.safetensors", "step-0000000016.safetensors");
    assertThat(Checkpoint.read(directory().resolve("best.safetensors")).progress().epoch()).isEqualTo(2);
    Linear best = new Linear(4, 3);
    Weights.load(best, directory().resolve("best.safetensors"));
    Trainer two = trainer(plan -> plan, 1, 5);
    assertThatThrownBy(() -> two.fit(2)).as("the directory has an owner").isInstanceOf(IllegalStateException.class);
    Files.delete(directory().resolve("step-0000000016.safetensors"));
    two.fit(2);
    assertThat(Numbers.bits(best)).containsExactly(Numbers.bits(two.model()));
  }

  @Test
  void theBestOfAResumedTrainingIsTheBestOfAll() throws IOException {
    UnaryOperator<Checkpoints> plan = start -> start.best(Goal.highest("score"));
    trainer(plan, 1, 5, 3, 9).fit(3);
    Trainer resumed = trainer(plan, 4, 6);
    resumed.resume(Checkpoints.latest(directory()).orElseThrow());
    resumed.fit(4);
    assertThat(Checkpoint.read(directory().resolve("best.safetensors")).progress().epoch()).isEqualTo(2);
    resumed.fit(5);
    assertThat(Checkpoint.read(directory().resolve("best.safetensors")).progress().epoch()).isEqualTo(5);
    assertThat(files()).containsExactly("best.safetensors", "step-0000000020.safetensors");
  }

  @Test
  void stoppedTrainingIsWrittenWhereItStands() throws IOException {
    Linear model = new Linear(4, 3);
    model.initialise(1);
    Trainer trainer = Trainer.builder(model, Loss.crossEntropy(), new Sgd(model.parameters(), 0.1, 0, 0),
        new DataLoader(new Batches(Numbers.normal32(1, 20, 4), Tensor.of(new int[20], 20)), 5, 1))
        .listen(new TrainingListener() {
          @Override
          public void onStep(Step step, Trainer by) {
            if (step.epoch() == 1 && step.batch() == 1) {
              by.stop();
            }
          }
        }).checkpoints(Checkpoints.in(directory())).build();
    trainer.fit(10);
    assertThat(files()).containsExactly("step-0000000006.safetensors");
  }

  @Test
  void checkpointsHoldWhatEveryOtherListenerMadeOfTheEpoch() throws IOException {
    Linear model = new Linear(4, 3);
    model.initialise(1);
    Batches data = new Batches(Numbers.normal32(1, 20, 4), Tensor.of(new int[20], 20));
    Trainer.builder(model, Loss.crossEntropy(), new Sgd(model.parameters(), 0.1, 0, 0), new DataLoader(data, 5, 1))
        .checkpoints(Checkpoints.in(directory())).listen(new EarlyStopping(model, Goal.highest("loss"), 3, 0)).build()
        .fit(3);
    Checkpoint last = Checkpoint.read(Checkpoints.latest(directory()).orElseThrow());
    assertThat(last.listeners().get("EarlyStopping.waited").item()).isEqualTo(2);
  }

  @Test
  void aDirectoryWithLaterStepsIsRefused() throws IOException {
    trainer(plan -> plan).fit(2);
    assertThatThrownBy(() -> trainer(plan -> plan).fit(1)).isInstanceOf(IllegalStateException.class)
        .hasMessage("checkpoints: " + directory() + " holds step-0000000008.safetensors, but training begins after "
            + "step 0; resume from that file, or take another directory");
    assertThat(files()).containsExactly("step-0000000008.safetensors");
  }

  @Test
  void otherFilesAreLeftAlone() throws IOException {
    Files.createDirectories(directory());
    for (String other : List.of("step-1.safetensors", "other.part", "notes")) {
      Files.writeString(directory().resolve(other), "mine");
    }
    trainer(plan -> plan).fit(2);
    assertThat(files()).containsExactly("notes", "other.part", "step-0000000008.safetensors", "step-1.safetensors");
  }

  @Test
  void whatAKilledProcessLeftBehindIsRemoved() throws IOException {
    Files.createDirectories(directory());
    Files.writeString(directory().resolve("step-0000000007.safetensors.part"), "half of it");
    trainer(plan -> plan).fit(2);
    assertThat(files()).containsExactly("step-0000000008.safetensors");
  }

  @Test
  void wrongNumbersAreRefused() {
    Checkpoints plan = Checkpoints.in(directory());
    assertThatThrownBy(() -> plan.everyEpochs(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("checkpoints: every -1 epochs, expected 0 or more");
    for (double minutes : new double[] {0, -1, Double.NaN}) {
      assertThatThrownBy(() -> plan.everyMinutes(minutes)).isInstanceOf(IllegalArgumentException.class)
          .hasMessage("checkpoints: every " + minutes + " minutes, expected more than 0");
    }
    assertThatThrownBy(() -> plan.keep(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("checkpoints: keep 0, expected 1 or more");
  }
}
