package candor.examples.uciregression;

import candor.bayes.Belief;
import candor.bayes.GaussianHead;
import candor.bayes.McDropoutRegression;
import candor.bayes.Predictive;
import candor.examples.report.Text;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Activation;
import candor.nn.layer.Dropout;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Adam;
import candor.nn.optim.Schedule;
import candor.nn.train.Trainer;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/// MC dropout (Gal & Ghahramani 2016, section 5.1): dropout on the inputs and on the hidden units, and noise of one
/// precision. Rate and precision are those under which held-out samples are likeliest.
///
/// @param epochs passes over the training samples
/// @param passes stochastic passes T over every test sample
record DropoutMethod(int epochs, int passes) implements Method {
  static final List<Double> RATES = List.of(0.005, 0.01, 0.05, 0.1);
  static final int BATCH = 128;
  /// Learning rate at the start, which falls to 0 along half a wave of the cosine.
  static final double LEARNING_RATE = 1e-2;
  static final double LENGTH_SCALE = 1e-2;
  /// Passes over a sample that is held out to choose by.
  static final int HELD_PASSES = 200;
  /// Steps in which the precision doubles.
  private static final int STEPS = 4;

  /// What was chosen, for standardised targets.
  ///
  /// @param rate rate of dropout
  /// @param precision precision of the noise
  /// @param nll mean negative log-likelihood of the held-out targets, in their own unit
  record Choice(double rate, double precision, double nll) {
  }

  /// Means of all passes over the held-out samples of a fold.
  private record Passes(Fold fold, Tensor means) {
    double squares() {
      return means.mean(0).sub(fold.held().target()).square().sum().item();
    }

    double nll(double precision) {
      Tensor variances = Tensor.full(means.dtype(), 1 / precision, means.shape().toArray());
      return fold.nll(new Belief.GaussianMixture(means, variances));
    }
  }

  /// The network.
  static Sequential network(int features, double rate) {
    int units = UciRegressionExperiment.UNITS;
    return Sequential.builder().add("drop1", new Dropout(rate)).add("fc1", new Linear(features, units))
        .add("relu", Activation.relu()).add("drop2", new Dropout(rate)).add("fc2", new Linear(units, 1)).build();
  }

  /// A network that learned from some samples.
  ///
  /// The decay is that of a prior with the length scale on the weights, for noise of the precision 1, that is as large as
  /// the targets vary; it is too small to matter, and with less noise it would be smaller.
  Sequential train(TensorDataset data, double rate, long seed) {
    Sequential network = network(data.inputs().shape().size(1), rate);
    network.initialise(seed);
    double decay = 2 * LENGTH_SCALE * LENGTH_SCALE * (1 - rate) / data.size();
    Adam adam = new Adam(network.parameters(), LEARNING_RATE, 0.9, 0.999, 1e-8, decay);
    DataLoader loader = new DataLoader(data, BATCH, seed);
    Trainer.builder(network, Loss.mse(), adam, loader).seed(seed)
        .schedule(Schedule.cosine(LEARNING_RATE, 0, epochs * loader.batches())).build().fit(epochs);
    return network;
  }

  /// The predictor of a network.
  static Predictive<Belief.GaussianMixture> predictor(Sequential network, double precision, int passes, long seed) {
    return new McDropoutRegression(network, new GaussianHead.Precision(precision), passes, seed);
  }

  @Override
  public Learned learn(List<Fold> folds, Fold test, long seed) {
    Choice choice = choose(folds, seed);
    Sequential network = train(test.train(), choice.rate, seed);
    return new Learned("rate " + Text.plain(choice.rate), List.of(choice.precision / (test.scale() * test.scale())),
        choice.nll, predictor(network, choice.precision, passes, seed));
  }

  /// Chooses by the held-out samples of some folds.
  Choice choose(List<Fold> folds, long seed) {
    List<Choice> choices = new ArrayList<>();
    for (double rate : RATES) {
      List<Passes> passes = new ArrayList<>();
      for (Fold fold : folds) {
        Sequential network = train(fold.train(), rate, seed);
        passes.add(new Passes(fold, predictor(network, 1, HELD_PASSES, seed)
            .predict(fold.held().input(), fold.held().ids()).means()));
      }
      choices.add(precision(rate, passes));
    }
    return choices.stream().min(Comparator.comparingDouble(Choice::nll)).orElseThrow();
  }

  /// Climbs from the precision of the errors of the mean, in both directions as far as the likelihood rises.
  private static Choice precision(double rate, List<Passes> passes) {
    double size = passes.stream().mapToInt(p -> p.fold.held().size()).sum();
    double squares = passes.stream().mapToDouble(Passes::squares).sum();
    IntToDoubleFunction nll = k -> passes.stream().mapToDouble(p -> p.nll(power(k))).sum() / size;
    int best = (int) Math.rint(STEPS * StrictMath.log(size / squares) / StrictMath.log(2));
    double lowest = nll.applyAsDouble(best);
    for (int step : new int[] {1, -1}) {
      double next = nll.applyAsDouble(best + step);
      while (next < lowest) {
        best += step;
        lowest = next;
        next = nll.applyAsDouble(best + step);
      }
    }
    return new Choice(rate, power(best), lowest);
  }

  private static double power(int k) {
    return StrictMath.pow(2, (double) k / STEPS);
  }
}
