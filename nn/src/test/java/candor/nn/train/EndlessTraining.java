package candor.nn.train;

import candor.nn.Numbers;
import candor.nn.data.DataLoader;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Sgd;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Training that writes a checkpoint after every step until it is killed, and goes on from the last one when it is
/// started again. Writing takes most of its time.
final class EndlessTraining {
  private static final int FEATURES = 400;
  private static final int CLASSES = 300;
  private static final int SAMPLES = 8;

  private EndlessTraining() {
  }

  /// Trains in the directory that is named, and says so as soon as a checkpoint is written.
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    Trainer trainer = builder().listen(new TrainingListener() {
      private int steps;

      @Override
      public void onStep(Step step) {
        if (++steps == 2) {
          System.out.print("!");
          System.out.flush();
        }
      }
    }).checkpoints(Checkpoints.in(directory).everyEpochs(0).everyMinutes(1e-9).keep(2)).build();
    Optional<Path> latest = Checkpoints.latest(directory);
    if (latest.isPresent()) {
      trainer.resume(latest.get());
    }
    trainer.fit(Integer.MAX_VALUE / SAMPLES);
  }

  /// The training without its checkpoints.
  static TrainerBuilder builder() {
    Linear model = new Linear(FEATURES, CLASSES);
    model.initialise(1);
    Batches data = new Batches(Numbers.normal32(1, SAMPLES, FEATURES),
        Tensor.range(DType.I32, SAMPLES));
    return Trainer.builder(model, Loss.crossEntropy(), new Sgd(model.parameters(), 1e-3, 0.9, 0),
        new DataLoader(data, 2, 1));
  }
}
