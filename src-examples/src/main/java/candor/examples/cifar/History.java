package candor.examples.cifar;

import candor.nn.train.Trainer;
import candor.nn.train.TrainingListener;
import candor.tensor.DType;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What the epochs gave, how long training took in all, and where it went on after a stop; checkpoints remember it.
final class History implements TrainingListener {
  /// The metric that is remembered.
  static final String ACCURACY = "accuracy";

  private static final String LOSSES = "losses";
  private static final String ACCURACIES = "accuracies";
  private static final String RESUMED = "resumed";
  private static final String SECONDS = "seconds";

  private final List<Double> losses = new ArrayList<>();
  private final List<Double> accuracies = new ArrayList<>();
  private final List<Double> resumed = new ArrayList<>();
  private final int epochs;
  private double seconds;
  private long last;

  /// @param epochs epochs of the whole training
  History(int epochs) {
    this.epochs = epochs;
  }

  /// Mean training loss of each epoch.
  List<Double> losses() {
    return List.copyOf(losses);
  }

  /// Accuracy on the validation images after each epoch.
  List<Double> accuracies() {
    return List.copyOf(accuracies);
  }

  /// Numbers of the steps at which training went on after a stop.
  List<Integer> resumed() {
    return resumed.stream().map(Double::intValue).toList();
  }

  /// Duration of all steps and validations that count, without what a stop made undone.
  double seconds() {
    return seconds;
  }

  @Override
  public void onStart(Trainer trainer) {
    last = System.nanoTime();
    if (trainer.progress().step() > 0 && trainer.progress().epoch() < epochs) {
      resumed.add((double) trainer.progress().step());
    }
  }

  @Override
  public void onStep(Step step) {
    tick();
  }

  private void tick() {
    long now = System.nanoTime();
    seconds += (now - last) / 1e9;
    last = now;
  }

  @Override
  public void onEpoch(Epoch epoch) {
    tick();
    losses.add(epoch.loss());
    accuracies.add(epoch.metrics().get(ACCURACY));
  }

  @Override
  public Map<String, Tensor> state() {
    return Map.of(LOSSES, tensor(losses), ACCURACIES, tensor(accuracies), RESUMED, tensor(resumed), SECONDS,
        tensor(List.of(seconds)));
  }

  private static Tensor tensor(List<Double> numbers) {
    return Workspace.outside(
        () -> Tensor.of(numbers.stream().mapToDouble(Double::doubleValue).toArray(), numbers.size()));
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    double[] savedLosses = numbers(state, LOSSES);
    double[] savedAccuracies = numbers(state, ACCURACIES);
    double[] savedResumed = numbers(state, RESUMED);
    double[] savedSeconds = numbers(state, SECONDS);
    if (state.size() != state().size() || savedSeconds.length != 1) {
      throw new IllegalArgumentException("history: state " + state.keySet() + " with " + savedSeconds.length
          + " numbers of seconds, expected " + state().keySet() + " with 1");
    }
    replace(losses, savedLosses);
    replace(accuracies, savedAccuracies);
    replace(resumed, savedResumed);
    seconds = savedSeconds[0];
  }

  private static double[] numbers(Map<String, Tensor> state, String name) {
    Tensor tensor = state.get(name);
    if (tensor == null || tensor.dtype() != DType.F64 || tensor.shape().rank() != 1) {
      throw new IllegalArgumentException("history: " + name + " of the state is "
          + (tensor == null ? "missing" : tensor.dtype() + "" + tensor.shape()) + ", expected f64 along one axis");
    }
    return tensor.toDoubles();
  }

  private static void replace(List<Double> list, double[] numbers) {
    list.clear();
    Arrays.stream(numbers).forEach(list::add);
  }
}
