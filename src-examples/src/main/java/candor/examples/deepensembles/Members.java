package candor.examples.deepensembles;

import candor.examples.History;
import candor.examples.KeptTraining;
import candor.examples.Progress;
import candor.examples.SideBySide;
import candor.examples.report.Text;
import candor.nn.Sequential;
import candor.nn.data.Dataset;
import candor.nn.loss.Loss;
import candor.nn.optim.Schedule;
import candor.nn.train.Trainer;
import candor.nn.train.TrainerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Trains the networks of ensembles, side by side, and keeps each in a directory of its own: whoever asks for the same one
/// again, for more ensembles or after a stop, gets it from there.
///
/// @param recipe what to train and how
/// @param train training images
/// @param epochs passes over them
/// @param batch images of a step
/// @param directory where the networks are kept
/// @param progress where to say how far it is
record Members(Recipe recipe, Dataset train, int epochs, int batch, Path directory, Progress progress) {
  static final String EXPERIMENT = "deep-ensembles";
  /// Seeds of networks between those of two ensembles, so that no network is in both.
  static final int MOST = 100;
  private static final int FEWEST_STEPS = 4;

  /// A trained network.
  ///
  /// @param network the network
  /// @param seconds how long its training took
  record Member(Sequential network, double seconds) {
  }

  /// The networks of an ensemble. Those of another seed are others, and the first ones of a larger ensemble are the same.
  ///
  /// @param count how many, at most [#MOST]
  /// @param seed seed of the ensemble
  /// @throws IOException if a file cannot be read or written, or the directory is of other trainings
  List<Member> of(int count, long seed) throws IOException {
    requireSteps();
    long first = MOST * seed;
    for (int m = 0; m < count; m++) {
      // Before any training, which ends only when all of them have.
      kept(first + m).check();
    }
    return SideBySide.run(count, m -> trained(first + m));
  }

  private void requireSteps() throws IOException {
    int steps = epochs * Math.ceilDiv(train.size(), batch);
    if (steps < FEWEST_STEPS) {
      throw new IOException(EXPERIMENT + ": training of " + Text.count(steps, "step") + ", expected " + FEWEST_STEPS
          + " or more; ask for more epochs or a smaller batch");
    }
  }

  private KeptTraining kept(long seed) {
    return new KeptTraining(EXPERIMENT, directory.resolve("network-" + seed),
        Map.of("recipe", recipe.text(), "images", Integer.toString(train.size()), "epochs", Integer.toString(epochs),
            "batch", Integer.toString(batch), "seed", Long.toString(seed)));
  }

  /// Trains one network, in the thread that is free for it.
  private Member trained(long seed) throws IOException {
    Sequential network = recipe.network();
    network.initialise(seed);
    History history = new History(null, epochs);
    TrainerBuilder training =
        Trainer.builder(network, Loss.crossEntropy(), recipe.optimizer(network), recipe.loader(train, batch, seed))
            .seed(seed).schedule(Schedule.oneCycle(recipe.peak(), epochs * Math.ceilDiv(train.size(), batch)))
            .listen(history);
    kept(seed).fit(training, epochs, progress);
    progress.stage("network " + seed + ": loss " + Text.decimal(history.losses().getLast(), 4) + " in "
        + Text.decimal(history.seconds(), 1) + " s");
    return new Member(network, history.seconds());
  }
}
