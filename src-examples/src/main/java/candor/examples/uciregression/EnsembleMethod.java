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
import candor.nn.train.DivergenceException;
import candor.nn.train.Objective;
import candor.nn.train.Trainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Deep ensembles (Lakshminarayanan et al. 2017, section 3.3): networks that learn mean and variance by their likelihood,
/// with or without adversarial training. Learning rate and whether are those under which held-out samples are likeliest.
///
/// @param members number of networks
/// @param epochs passes over the training samples
record EnsembleMethod(int members, int epochs) implements Method {
  static final List<Double> LEARNING_RATES = List.of(0.1, 0.03, 0.01, 0.003);
  static final int BATCH = 100;
  /// How far adversarial inputs are moved, as a share of the range of each feature.
  static final double MOVE = 0.01;

  private static final GaussianNll LOSS = Loss.gaussianNll();

  /// How members learn.
  ///
  /// @param learningRate learning rate of Adam
  /// @param isAdversarial whether adversarial inputs are learned too
  record Setting(double learningRate, boolean isAdversarial) {
    /// What tables call it.
    String name() {
      return "learning rate " + Text.plain(learningRate) + (isAdversarial ? ", adversarial" : "");
    }
  }

  /// What was chosen.
  ///
  /// @param setting how members learn
  /// @param nll mean negative log-likelihood of the held-out targets, in their own unit; infinite if training diverged
  record Choice(Setting setting, double nll) {
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

  private GaussianNetwork member(TensorDataset data, Setting setting, long seed) {
    Sequential network = network(data.inputs().shape().size(1));
    network.initialise(seed);
    Objective objective =
        setting.isAdversarial ? AdversarialTraining.ofRange(LOSS, MOVE, data.inputs()) : Objective.of(LOSS);
    Adam adam = new Adam(network.parameters(), setting.learningRate);
    Trainer.builder(network, objective, adam, new DataLoader(data, BATCH, seed)).seed(seed).build().fit(epochs);
    return new GaussianNetwork(network, new GaussianHead.Learned(LOSS));
  }

  @Override
  public Learned learn(List<Fold> folds, Fold test, long seed) {
    Choice choice = choose(folds, seed);
    return new Learned(choice.setting.name(), List.of(), choice.nll, train(test.train(), choice.setting, seed));
  }

  /// Chooses by the held-out samples of some folds.
  Choice choose(List<Fold> folds, long seed) {
    List<Choice> choices = new ArrayList<>();
    for (double rate : LEARNING_RATES) {
      for (boolean isAdversarial : new boolean[] {false, true}) {
        Setting setting = new Setting(rate, isAdversarial);
        choices.add(new Choice(setting, held(folds, setting, seed)));
      }
    }
    return choices.stream().min(Comparator.comparingDouble(Choice::nll)).orElseThrow();
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
