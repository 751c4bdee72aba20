package candor.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import candor.nn.io.Checkpoint;
import candor.nn.io.Weights;
import candor.random.RandomStream;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a training many times while it writes. Every checkpoint that is there must be whole and hold the bits of the
/// training that ran through, and the next process goes on from it. `-Dcandor.kills=200` kills more often.
class KilledTrainingTest {

  private static final int KILLS = Integer.getInteger("candor.kills", 20);
  private static final int LONGEST_MILLIS = 40;

  @TempDir
  private Path directory;

  @Test
  void aKilledProcessLeavesWholeCheckpointsOnly() throws IOException, InterruptedException {
    int[] delays = new int[KILLS];
    RandomStream.of(1).child("delays").bounded(LONGEST_MILLIS * 1000, 0, delays);
    Replay replay = new Replay();
    int torn = 0;
    int last = 0;
    for (int delay : delays) {
      killAfter(delay);
      for (Path file : files(".safetensors")) {
        Checkpoint checkpoint = Checkpoint.read(file);
        replay.assertHolds(checkpoint);
      }
      Optional<Path> latest = Checkpoints.latest(directory);
      int step = latest.isPresent() ? Checkpoint.read(latest.get()).progress().step() : 0;
      assertThat(step).as("nothing is lost").isGreaterThanOrEqualTo(last);
      last = step;
      List<Path> parts = files(".part");
      assertThat(parts).as("the next process tidies up").hasSizeLessThan(2);
      torn += parts.size();
    }
    System.out.printf("%d kills, %d of them while a file was written, %d steps%n", KILLS, torn, last);
    assertThat(torn).as("kills that hit").isPositive();
    assertThat(last).as("steps that were made").isPositive();
  }

  private void killAfter(int micros) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dcandor.threads=1", "-cp",
        System.getProperty("java.class.path"), EndlessTraining.class.getName(), directory.toString()));
    Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      assertThat(process.getInputStream().read()).as("a checkpoint of %s", command).isEqualTo('!');
      TimeUnit.MICROSECONDS.sleep(micros);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /// The same training, never killed.
  private static final class Replay implements TrainingListener {
    private final Trainer trainer = EndlessTraining.builder().listen(this).build();
    private int until;

    @Override
    public void onStep(Step step, Trainer by) {
      if (by.progress().step() >= until) {
        by.stop();
      }
    }

    void assertHolds(Checkpoint checkpoint) throws IOException {
      until = checkpoint.progress().step();
      Trainer whole = trainer;
      if (whole.progress().step() > until) {
        return;
      }
      if (whole.progress().step() < until) {
        whole.fit(Integer.MAX_VALUE);
      }
      assertThat(whole.progress().step()).isEqualTo(until);
      assertSame(checkpoint.weights(), Weights.of(whole.model()));
      assertSame(checkpoint.optimizer(), whole.optimizer().state());
    }

    private static void assertSame(Map<String, Tensor> actual, Map<String, Tensor> expected) {
      assertThat(actual.keySet()).isEqualTo(expected.keySet());
      expected.forEach((name, tensor) -> assertThat(Objects.requireNonNull(actual.get(name)).hasSameBits(tensor))
          .as(name).isTrue());
    }
  }
}
