package candor.examples.dropoutvariants;

import candor.bayes.Belief;
import candor.bayes.Deterministic;
import candor.bayes.McDropout;
import candor.bayes.Scores;
import candor.bayes.calibration.CalibrationError;
import candor.examples.Progress;
import candor.examples.report.Text;
import candor.nn.Module;
import candor.nn.data.Batch;
import candor.nn.train.Trainer;
import candor.nn.train.TrainingListener;
import candor.tensor.DType;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/// Tests a network after chosen epochs of its training, with nothing dropped and, if it has dropout, by the mean over many
/// stochastic passes. What it found is part of the training's checkpoints, so that no test is made twice.
final class TestCurve implements TrainingListener {
  private static final String STANDARD = "standard";
  private static final String MC = "mc";
  private static final String SECONDS = "seconds";

  /// How good predictions are.
  ///
  /// @param error share of wrong ones
  /// @param loss negative log-likelihood, in nats
  /// @param calibration expected calibration error
  record Score(double error, double loss, double calibration) {
    private static final int NUMBERS = 3;

    static Score of(Belief.OfClasses belief, int... labels) {
      return new Score(Scores.errorRate(belief, labels), Scores.negativeLogLikelihood(belief, labels),
          CalibrationError.EXPECTED.of(belief, labels));
    }
  }

  /// What the curves of one run have in common.
  ///
  /// @param images what to test on
  /// @param epochs numbers of epochs after which to test
  /// @param passes stochastic passes `T`
  /// @param progress where to say what was found
  record Plan(Batch images, List<Integer> epochs, int passes, Progress progress) {
  }

  private final String network;
  private final Plan plan;
  private final long seed;
  private final List<Score> standard = new ArrayList<>();
  private final List<Score> mc = new ArrayList<>();
  private double seconds;

  /// Starts with no test.
  ///
  /// @param network name of the network, for whoever waits
  /// @param plan what to test on, and when
  /// @param seed seed of the passes
  TestCurve(String network, Plan plan, long seed) {
    this.network = network;
    this.plan = plan;
    this.seed = seed;
  }

  /// Scores with nothing dropped, by tested epoch.
  List<Score> standard() {
    return List.copyOf(standard);
  }

  /// Scores of the mean over the passes, by tested epoch; none without dropout.
  List<Score> mc() {
    return List.copyOf(mc);
  }

  /// Duration of the tests.
  double seconds() {
    return seconds;
  }

  @Override
  public void onEpoch(Epoch epoch, Trainer trainer) {
    int done = epoch.epoch() + 1;
    if (plan.epochs.contains(done)) {
      long start = System.nanoTime();
      test(trainer.model());
      seconds += (System.nanoTime() - start) / 1e9;
      plan.progress.stage(network + ": after " + Text.count(done, "epoch") + " wrong on "
          + Text.percent(standard.getLast().error)
          + (mc.isEmpty() ? "" : ", on " + Text.percent(mc.getLast().error) + " with MC dropout"));
    }
  }

  private void test(Module model) {
    int[] labels = plan.images.target().toInts();
    standard.add(Score.of(new Deterministic(model).predict(plan.images.input(), plan.images.ids()), labels));
    if (model.isStochastic()) {
      mc.add(Score.of(new McDropout(model, plan.passes, seed).summarised().predict(plan.images.input(),
          plan.images.ids()), labels));
    }
  }

  @Override
  public Map<String, Tensor> state() {
    return Map.of(STANDARD, tensor(standard), MC, tensor(mc), SECONDS, tensor(DoubleStream.of(seconds)));
  }

  private static Tensor tensor(List<Score> scores) {
    return tensor(scores.stream().flatMapToDouble(s -> DoubleStream.of(s.error, s.loss, s.calibration)));
  }

  private static Tensor tensor(DoubleStream numbers) {
    double[] all = numbers.toArray();
    return Workspace.outside(() -> Tensor.of(all, all.length));
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    boolean isSound = state.keySet().equals(state().keySet())
        && state.values().stream().allMatch(x -> x.dtype() == DType.F64 && x.shape().rank() == 1)
        && numbers(state, STANDARD).length % Score.NUMBERS == 0
        && (numbers(state, MC).length == 0 || numbers(state, MC).length == numbers(state, STANDARD).length)
        && numbers(state, SECONDS).length == 1;
    if (!isSound) {
      throw new IllegalArgumentException("test curve: state " + state.entrySet().stream()
          .map(e -> e.getKey() + " " + e.getValue().dtype() + e.getValue().shape()).sorted()
          .collect(Collectors.joining(", "))
          + ", expected mc f64[3 E] or f64[0], seconds f64[1], standard f64[3 E]");
    }
    replace(standard, numbers(state, STANDARD));
    replace(mc, numbers(state, MC));
    seconds = numbers(state, SECONDS)[0];
  }

  private static double[] numbers(Map<String, Tensor> state, String name) {
    return Objects.requireNonNull(state.get(name)).toDoubles();
  }

  private static void replace(List<Score> scores, double[] numbers) {
    scores.clear();
    for (int i = 0; i < numbers.length; i += Score.NUMBERS) {
      scores.add(new Score(numbers[i], numbers[i + 1], numbers[i + 2]));
    }
  }
}
