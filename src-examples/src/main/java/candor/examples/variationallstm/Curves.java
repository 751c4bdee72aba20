package candor.examples.variationallstm;

import candor.examples.Progress;
import candor.examples.variationallstm.VariationalLstmResults.Candidate;
import candor.nn.train.Goal;
import candor.nn.train.Trainer;
import candor.nn.train.TrainingListener;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Remembers the losses of all epochs, and how long these took.
final class Curves implements TrainingListener {
  /// The metric that is the validation loss.
  static final String HELD = "held";

  private static final String TRAINING = "training";
  private static final String SECONDS = "seconds";

  private final int epochs;
  private final Progress progress;
  private final List<Double> training = new ArrayList<>();
  private final List<Double> held = new ArrayList<>();
  private double seconds;
  private long last;

  /// Starts with no epoch.
  Curves(int epochs, Progress progress) {
    this.epochs = epochs;
    this.progress = progress;
  }

  @Override
  public void onStart(Trainer trainer) {
    last = System.nanoTime();
  }

  @Override
  public void onEpoch(Epoch epoch) {
    long now = System.nanoTime();
    seconds += (now - last) / 1e9;
    last = now;
    training.add(epoch.loss());
    held.add(Goal.lowest(HELD).of(epoch));
    progress.part("epochs", training.size(), epochs);
  }

  @Override
  public void onEnd(Trainer trainer) {
    progress.part("epochs", epochs, epochs);
  }

  double seconds() {
    return seconds;
  }

  /// What was remembered of a network with one epoch or more.
  Candidate candidate(double rate) {
    int best = 0;
    for (int epoch = 1; epoch < held.size(); epoch++) {
      best = held.get(epoch) < held.get(best) ? epoch : best;
    }
    return new Candidate(rate, best + 1, held.get(best), List.copyOf(training), List.copyOf(held));
  }

  @Override
  public Map<String, Tensor> state() {
    return Map.of(TRAINING, vector(training), HELD, vector(held), SECONDS, vector(List.of(seconds)));
  }

  private static Tensor vector(List<Double> numbers) {
    return Tensor.of(numbers.stream().mapToDouble(x -> x).toArray(), numbers.size());
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    Set<String> names = Set.of(TRAINING, HELD, SECONDS);
    boolean isSound = state.keySet().equals(names)
        && state.values().stream().allMatch(x -> x.dtype() == DType.F64 && x.shape().rank() == 1)
        && numbers(state, TRAINING).size() == numbers(state, HELD).size() && numbers(state, SECONDS).size() == 1;
    if (!isSound) {
      throw new IllegalArgumentException("curves: state " + state.entrySet().stream()
          .map(e -> e.getKey() + " " + e.getValue().dtype() + e.getValue().shape()).sorted()
          .collect(Collectors.joining(", ")) + ", expected held f64[E], seconds f64[1], training f64[E]");
    }
    training.clear();
    training.addAll(numbers(state, TRAINING));
    held.clear();
    held.addAll(numbers(state, HELD));
    seconds = numbers(state, SECONDS).getFirst();
  }

  private static List<Double> numbers(Map<String, Tensor> state, String name) {
    return Arrays.stream(Objects.requireNonNull(state.get(name)).toDoubles()).boxed().toList();
  }
}
