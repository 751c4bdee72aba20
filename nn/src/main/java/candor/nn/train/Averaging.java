package candor.nn.train;

import candor.nn.optim.WeightAverage;
import candor.tensor.Tensor;
import java.util.Map;

/// Takes the weights of every step into an average, which goes into checkpoints.
public final class Averaging implements TrainingListener {
  private final WeightAverage average;

  /// Makes the listener.
  ///
  /// @param average average of the weights of the model that is trained
  public Averaging(WeightAverage average) {
    this.average = average;
  }

  @Override
  public void onStep(Step step) {
    average.update();
  }

  @Override
  public Map<String, Tensor> state() {
    return average.state();
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    average.restore(state);
  }
}
