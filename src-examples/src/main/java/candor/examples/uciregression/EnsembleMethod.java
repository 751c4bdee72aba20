package candor.examples.uciregression;

import candor.bayes.AdversarialTraining;
import candor.bayes.Belief;
import candor.bayes.Ensemble;
import candor.bayes.EnsembleTraining;
import candor.bayes.GaussianHead;
import candor.bayes.GaussianNetwork;
import candor.bayes.Predictive;
import candor.examples.report.Text;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Activation;
import candor.nn.layer.Linear;
import candor.nn.loss.GaussianNll;
import candor.nn.loss.Loss;
import candor.nn.optim.Adam;
import candor.nn.optim.Schedule;
import candor.nn.train.DivergenceException;
import candor.nn.train.Objective;
import candor.nn.train.Trainer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Deep ensembles (Lakshminarayanan et al. 2017, section 3.3): networks that learn mean and variance by their likelihood,
/// with or without adversarial training. How they learn is what makes held-out samples likeliest.
///
/// @param members number of networks
/// @param epochs passes over the training samples, but for settings that take longer
record EnsembleMethod(int members, int epochs) implements Method {
  /// Learning rates at the start, which fall to 0 along half a wave of the cosine.
  static final List<Double> LEARNING_RATES = List.of(0.1, 0.03);
  static final int BATCH = 100;
  /// How far adversarial inputs are moved, as a share of the range of each feature.
  static final double MOVE = 0.01;
  /// How many times as long those take that take longer.
  static final double LONGER = 2.5;

  private static final GaussianNll LOSS = Loss.gaussianNll();

  /// How members learn.
  ///
  /// @param learningRate learning rate of Adam at the start
  /// @param epochs passes over the training samples
  /// @param isAdversarial whether adversarial inputs are learned too
  record Setting(double learningRate, int epochs, boolean isAdversarial) {
    /// What tables call it.
    String name() {
      return "rate " + Text.plain(learningRate) + ", " + Text.count(epochs, "epoch")
          + (isAdversarial ? ", adversarial" : "");
    }
  }

  /// What was chosen.
  ///
  /// @param setting how members learn
  /// @param nll mean negative log-likelihood of the held-out targets, in their own unit; infinite if training diverged
  record Choice(Setting setting, double nll) {
  }

  /// What to choose from.
  List<Setting> settings() {
    return LEARNING_RATES.stream().flatMap(rate -> Stream.of(new Setting(rate, epochs, false),
        new Setting(rate, epochs, true), new Setting(rate, (int) (LONGER * epochs), false))).toList();
  }

  /// A network with two outputs, for mean and variance.
  static Sequential network(int features) {
    int units = UciRegressionExperiment.UNITS;
    return Sequential.builder().add("fc1", new Linear(features, units)).add("relu", Activation.relu())
        .add("fc2", new Linear(units, 2)).build();
  }

  /// An ensemble that learned from some samples.
  Predictive<Belief.GaussianMixture> train(TensorDataset data, Setting setting, long seed) {
    return Ensemble.ofMixtures(EnsembleTraining.train(members, seed, own -> member(data, setting, own)));
  }

  private static GaussianNetwork member(TensorDataset data, Setting setting, long seed) {
    Sequential network = network(data.inputs().shape().size(1));
    network.initialise(seed);
    Objective objective =
        setting.isAdversarial ? AdversarialTraining.ofRange(LOSS, MOVE, data.inputs()) : Objective.of(LOSS);
    Adam adam = new Adam(network.parameters(), setting.learningRate);
    DataLoader loader = new DataLoader(data, BATCH, seed);
    Trainer.builder(network, objective, adam, loader).seed(seed)
        .schedule(Schedule.cosine(setting.learningRate, 0, setting.epochs * loader.batches())).build()
        .fit(setting.epochs);
    return new GaussianNetwork(network, new GaussianHead.Learned(LOSS));
  }

  @Override
  public Learned learn(List<Fold> folds, Fold test, long seed) {
    Choice choice = choose(folds, seed);
    return new Learned(choice.setting.name(), List.of(), choice.nll, train(test.train(), choice.setting, seed));
  }

  /// Chooses by the held-out samples of some folds.
  Choice choose(List<Fold> folds, long seed) {
    return settings().stream().map(setting -> new Choice(setting, held(folds, setting, seed)))
        .min(Comparator.comparingDouble(Choice::nll)).orElseThrow();
  }

  private double held(List<Fold> folds, Setting setting, long seed) {
    double size = 0;
    double nll = 0;
    for (Fold fold : folds) {
      try {
        nll += fold.nll(train(fold.train(), setting, seed).predict(fold.held().input(), fold.held().ids()));
      } catch (DivergenceException e) {
        return Double.POSITIVE_INFINITY;
      }
      size += fold.held().size();
    }
    return nll / size;
  }
}
