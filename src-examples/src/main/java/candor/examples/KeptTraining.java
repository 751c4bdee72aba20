package candor.examples;

import candor.nn.io.Checkpoint;
import candor.nn.train.Checkpoints;
import candor.nn.train.Trainer;
import candor.nn.train.TrainerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A training that is kept in a directory: stopped at any moment, the same command goes on with it, to the same numbers as
/// one that ran through; one that is complete is taken up as it is.
///
/// A checkpoint is written every minute and after every epoch.
///
/// @param experiment name of the experiment, for messages
/// @param directory where the checkpoints are, of this training only
/// @param configuration what a training must have in common with the one that it continues
public record KeptTraining(String experiment, Path directory, Map<String, String> configuration) {
  /// Trains until so many epochs are done, those of earlier runs included.
  ///
  /// @param builder the training, without checkpoints
  /// @param epochs epochs of the whole training
  /// @param progress where to say that an earlier training goes on
  /// @throws IOException if a file cannot be read or written, or the directory is of a training with another configuration
  public void fit(TrainerBuilder builder, int epochs, Progress progress) throws IOException {
    Trainer trainer =
        builder.configuration(configuration).checkpoints(Checkpoints.in(directory).everyMinutes(1)).build();
    check();
    Optional<Path> latest = Checkpoints.latest(directory);
    if (latest.isPresent()) {
      trainer.resume(latest.get());
      progress.stage(directory.getFileName() + ": going on after step " + trainer.progress().step());
    }
    trainer.fit(epochs);
  }

  /// Refuses the directory of another training, as [#fit] does; who has several trainings to make knows before the first.
  ///
  /// @throws IOException if a file cannot be read, or the directory is of a training with another configuration
  public void check() throws IOException {
    Optional<Path> latest = Checkpoints.latest(directory);
    if (latest.isEmpty()) {
      return;
    }
    Map<String, String> earlier = Checkpoint.read(latest.get()).configuration();
    if (!earlier.equals(configuration)) {
      throw new IOException(experiment + ": " + directory + " is of a training with " + earlier
          + ", this one has " + configuration + "; use another --output, or delete the directory");
    }
  }
}
