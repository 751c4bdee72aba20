package candor.bench.peer;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import candor.bench.Fixtures;

/// DJL's training step on one batch: forward, backward and update through its trainer, without the evaluators and
/// listeners that `EasyTrain` adds.
final class TrainingStep implements AutoCloseable {
  private final Model model = Model.newInstance("network", "PyTorch");
  private final Trainer trainer;
  private final NDArray input;
  private final NDArray classes;

  TrainingStep(Block network, Optimizer optimizer, NDArray input) {
    this.input = input;
    int n = (int) input.getShape().get(0);
    classes = input.getManager().create(Fixtures.classes(n));
    model.setBlock(network);
    trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optOptimizer(optimizer));
    trainer.initialize(input.getShape());
  }

  /// One step.
  float run() {
    try (NDManager batch = input.getManager().newSubManager();
        GradientCollector gradients =
            trainer.newGradientCollector()) {
      NDList x = new NDList(input);
      x.tempAttach(batch);
      NDList logits = trainer.forward(x);
      logits.attach(batch);
      NDArray loss = trainer.getLoss().evaluate(new NDList(classes), logits);
      loss.attach(batch);
      gradients.backward(loss);
      trainer.step();
      return loss.getFloat();
    }
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
