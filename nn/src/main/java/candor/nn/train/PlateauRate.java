package candor.nn.train;

import candor.nn.optim.Plateau;
import candor.tensor.Tensor;
import java.util.Map;

/// Sets the optimiser's learning rate after every epoch, by a [Plateau]. Not to be used together with a schedule.
public final class PlateauRate implements TrainingListener {
  private final Plateau plateau;
  private final Goal goal;

  /// Joins the parts.
  ///
  /// @param plateau learning rate by the values of a metric
  /// @param goal which metric; the plateau's settings say which direction is good
  public PlateauRate(Plateau plateau, Goal goal) {
    this.plateau = plateau;
    this.goal = goal;
  }

  @Override
  public void onStart(Trainer trainer) {
    trainer.optimizer().rate(plateau.rate());
  }

  @Override
  public void onEpoch(Epoch epoch, Trainer trainer) {
    trainer.optimizer().rate(plateau.next(goal.of(epoch)));
  }

  @Override
  public Map<String, Tensor> state() {
    return plateau.state();
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    plateau.restore(state);
  }
}
