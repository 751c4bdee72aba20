package candor.bayes.dirichlet;

import candor.nn.loss.Loss;
import candor.nn.train.Trainer;
import candor.nn.train.TrainingListener;

/// Raises the divergence of an evidential loss from 0 in the first epoch to its whole weight, by the factor `min(1,
/// epoch / epochs)` (Sensoy et al. 2018, section 4).
///
/// ```java
/// Annealing annealing = new Annealing(10);
/// Loss loss = annealing.of(new EvidentialLoss(EvidentialLoss.Fit.SQUARED));
/// Trainer trainer = Trainer.builder(model, loss, optimizer, loader).listen(annealing).build();
/// ```
///
/// It follows the trainer that it listens to, also when training goes on from a checkpoint. One that listens to none
/// stays at 0.
public final class Annealing implements TrainingListener {
  private final int epochs;
  private volatile double factor;

  /// Begins at 0.
  ///
  /// @param epochs number of epochs until the whole weight, at least 1
  /// @throws IllegalArgumentException if it is below 1
  public Annealing(int epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException("annealing: " + epochs + " epochs, expected 1 or more");
    }
    this.epochs = epochs;
  }

  /// The present factor.
  ///
  /// @return a number in `[0, 1]`
  public double factor() {
    return factor;
  }

  /// A loss whose divergence is weighted by the present factor.
  ///
  /// @param loss the loss in the end
  /// @return the loss that changes
  public Loss of(EvidentialLoss loss) {
    return (output, target) -> loss.klWeight(loss.klWeight() * factor).of(output, target);
  }

  @Override
  public void onStart(Trainer trainer) {
    factor = at(trainer.progress().epoch());
  }

  @Override
  public void onEpoch(Epoch epoch) {
    factor = at(epoch.epoch() + 1);
  }

  private double at(int epoch) {
    return Math.min(1, (double) epoch / epochs);
  }
}
