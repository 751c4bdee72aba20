package candor.examples.outofdistribution;

import candor.bayes.detection.OutlierExposure;
import candor.bayes.dirichlet.PriorNetworkLoss;
import candor.bayes.dirichlet.PriorNetworkLoss.Direction;
import candor.examples.RectifiedLeNet;
import candor.nn.Sequential;
import candor.nn.loss.Loss;
import candor.nn.optim.Adam;
import candor.nn.optim.Momentum;
import candor.nn.optim.Optimizer;
import candor.nn.optim.ParameterGroups;
import candor.nn.optim.Schedule;
import candor.nn.optim.Sgd;

/// How a network is trained. The classifiers have the recipe of `deep-ensembles`, the prior networks that of
/// `prior-networks`.
enum Method {
  /// Cross-entropy, digits alone.
  PLAIN("plain", Loss.crossEntropy(), 0.1, 0.5),
  /// The same, and a uniform answer to images from outside.
  EXPOSED("outlier exposure", new OutlierExposure(), 0.1, 0.5),
  /// Divergence to a sharp Dirichlet distribution for digits, to a flat one for images from outside. Less dropout, as images
  /// from outside regularise already.
  PRIOR("prior network", new PriorNetworkLoss(Direction.REVERSE), 0, 0.05);

  /// Highest learning rate and weight decay of stochastic gradient descent.
  static final double PEAK = 0.05;
  static final double DECAY = 5e-4;
  /// Learning rate of Adam.
  static final double RATE = 1e-3;
  private static final double MOMENTUM = 0.9;

  private final String title;
  private final Loss loss;
  private final double ofConvolutions;
  private final double beforeLast;

  Method(String title, Loss loss, double ofConvolutions, double beforeLast) {
    this.title = title;
    this.loss = loss;
    this.ofConvolutions = ofConvolutions;
    this.beforeLast = beforeLast;
  }

  /// Name in results and report.
  String title() {
    return title;
  }

  Loss loss() {
    return loss;
  }

  /// A network without numbers.
  Sequential network() {
    return RectifiedLeNet.of(ofConvolutions, beforeLast);
  }

  Optimizer optimizer(Sequential network) {
    return this == PRIOR
        ? new Adam(network.parameters(), RATE)
        : new Sgd(ParameterGroups.decayingWeights(network.parameters(), DECAY), PEAK, Momentum.nesterov(MOMENTUM));
  }

  Schedule schedule(int steps) {
    return this == PRIOR ? Schedule.cosine(RATE, 0, steps) : Schedule.oneCycle(PEAK, steps);
  }
}
