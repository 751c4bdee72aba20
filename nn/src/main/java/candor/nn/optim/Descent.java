package candor.nn.optim;

import candor.kernel.Update;
import candor.nn.Parameter;
import candor.tensor.Backend;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the optimisers that change each number by its own gradient and memory share: learning rate, number of steps,
/// memories, and how these are saved.
abstract sealed class Descent implements Optimizer permits Sgd, Moments, RmsProp, Adagrad {
  private static final String RATE = "rate";
  private static final String STEPS = "steps";

  private final String name;
  private final Slots slots;
  private double rate;
  private int steps;

  /// Makes the memories.
  ///
  /// @param name name, for messages
  /// @param groups what to change, with values
  /// @param rate learning rate
  /// @param memories names of what is remembered of each parameter, at least one
  Descent(String name, ParameterGroups groups, double rate, String... memories) {
    this.name = name;
    this.slots = new Slots(name, groups, memories);
    this.rate = rate;
  }

  static boolean isPositive(double x) {
    return x > 0 && x < Double.POSITIVE_INFINITY;
  }

  static boolean isNotNegative(double x) {
    return x >= 0 && x < Double.POSITIVE_INFINITY;
  }

  static boolean isShare(double x) {
    return x >= 0 && x < 1;
  }

  /// Scalar steps that the update of one number costs.
  abstract int cost();

  /// The change of a parameter in the coming step.
  ///
  /// @param kernel loops
  /// @param learningRate learning rate of the parameter
  /// @param decay its weight decay
  /// @param step number of the step, from 1
  abstract Slots.Rule rule(Update kernel, double learningRate, double decay, int step);

  @Override
  public final List<Parameter> parameters() {
    return slots.parameters();
  }

  @Override
  public final double rate() {
    return rate;
  }

  @Override
  public final void rate(double newRate) {
    if (!isNotNegative(newRate)) {
      throw new IllegalArgumentException(name + ": rate " + newRate + ", expected a finite number of 0 or more");
    }
    rate = newRate;
  }

  @Override
  public final void step(List<Tensor> gradients) {
    Update kernel = Backend.current().kernels().update();
    slots.step(gradients, cost(), (factor, decay) -> rule(kernel, rate * factor, decay, steps + 1));
    steps++;
  }

  @Override
  public final Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put(RATE, SavedState.scalar(rate));
    state.put(STEPS, SavedState.scalar(steps));
    slots.forEach((memory, numbers) -> state.put(memory, SavedState.copy(numbers)));
    return state;
  }

  @Override
  public final void restore(Map<String, Tensor> state) {
    SavedState saved = new SavedState(name, state);
    double savedRate = saved.number(RATE, "a finite number of 0 or more", Descent::isNotNegative);
    int savedSteps = saved.count(STEPS);
    Map<NdArray, NdArray> numbers = new LinkedHashMap<>();
    slots.forEach((memory, own) -> numbers.put(own, saved.array(memory, own)));
    saved.requireAllRead();
    numbers.forEach(NdArray::assign);
    rate = savedRate;
    steps = savedSteps;
  }
}
