package candor.examples;

import candor.nn.train.Goal;
import candor.nn.train.Trainer;
import candor.nn.train.TrainingListener;
import candor.tensor.DType;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the epochs gave, how long training took in all, and where it went on after a stop; checkpoints remember it.
public final class History implements TrainingListener {
  private static final String LOSSES = "losses";
  private static final String MEASURED = "measured";
  private static final String RESUMED = "resumed";
  private static final String SECONDS = "seconds";

  private final List<Double> losses = new ArrayList<>();
  private final List<Double> measured = new ArrayList<>();
  private final List<Double> resumed = new ArrayList<>();
  private final @Nullable String metric;
  private final int epochs;
  private double seconds;
  private long last;

  /// Starts with no epoch.
  ///
  /// @param metric name of the metric of the validation data that is remembered, null for none
  /// @param epochs epochs of the whole training
  public History(@Nullable String metric, int epochs) {
    this.metric = metric;
    this.epochs = epochs;
  }

  /// The training losses.
  ///
  /// @return mean loss of each epoch
  public List<Double> losses() {
    return List.copyOf(losses);
  }

  /// The metric of the validation data.
  ///
  /// @return number after each epoch; none without a metric
  public List<Double> measured() {
    return List.copyOf(measured);
  }

  /// Where training went on after a stop.
  ///
  /// @return numbers of steps
  public List<Integer> resumed() {
    return resumed.stream().map(Double::intValue).toList();
  }

  /// Duration of all steps and validations that count, without what a stop made undone.
  ///
  /// @return seconds
  public double seconds() {
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
    if (metric != null) {
      measured.add(Goal.lowest(metric).of(epoch));
    }
  }

  @Override
  public Map<String, Tensor> state() {
    return Map.of(LOSSES, tensor(losses), MEASURED, tensor(measured), RESUMED, tensor(resumed), SECONDS,
        tensor(List.of(seconds)));
  }

  private static Tensor tensor(List<Double> numbers) {
    return Workspace.outside(
        () -> Tensor.of(numbers.stream().mapToDouble(Double::doubleValue).toArray(), numbers.size()));
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    boolean isSound = state.keySet().equals(state().keySet())
        && state.values().stream().allMatch(x -> x.dtype() == DType.F64 && x.shape().rank() == 1)
        && numbers(state, MEASURED).size() == (metric == null ? 0 : numbers(state, LOSSES).size())
        && numbers(state, SECONDS).size() == 1;
    if (!isSound) {
      throw new IllegalArgumentException("history: state " + state.entrySet().stream()
          .map(e -> e.getKey() + " " + e.getValue().dtype() + e.getValue().shape()).sorted()
          .collect(Collectors.joining(", "))
          + ", expected losses f64[E], measured f64[" + (metric == null ? "0" : "E")
          + "], resumed f64[R], seconds f64[1]");
    }
    replace(losses, numbers(state, LOSSES));
    replace(measured, numbers(state, MEASURED));
    replace(resumed, numbers(state, RESUMED));
    seconds = numbers(state, SECONDS).getFirst();
  }

  private static List<Double> numbers(Map<String, Tensor> state, String name) {
    return Arrays.stream(Objects.requireNonNull(state.get(name)).toDoubles()).boxed().toList();
  }

  private static void replace(List<Double> list, List<Double> numbers) {
    list.clear();
    list.addAll(numbers);
  }
}
