package candor.examples.priornetworks;

import candor.bayes.dirichlet.BeliefMatching;
import candor.bayes.dirichlet.PriorNetworkLoss;
import candor.bayes.dirichlet.PriorNetworkLoss.Direction;
import candor.nn.Module;
import candor.nn.loss.Loss;
import candor.nn.model.LeNet;

/// How a network is trained: with which loss, and whether it sees images from outside, and noise.
enum Recipe {
  /// Cross-entropy, for one answer and for MC dropout.
  SOFTMAX("softmax", 0.5, false, false, Loss.crossEntropy()),
  /// A Dirichlet distribution without images from outside.
  BELIEF_MATCHING("belief-matching", 0.05, false, false, new BeliefMatching()),
  /// A Dirichlet distribution with images from outside.
  PRIOR_NETWORK("prior-network", 0.05, true, false, new PriorNetworkLoss(Direction.REVERSE)),
  /// [#SOFTMAX] on noisy images.
  SOFTMAX_NOISE("softmax-noise", 0.5, false, true, Loss.crossEntropy()),
  /// [#PRIOR_NETWORK] on noisy images.
  PRIOR_NETWORK_NOISE("prior-network-noise", 0.05, true, true, new PriorNetworkLoss(Direction.REVERSE)),
  /// The same with the divergence of the paper of 2018.
  FORWARD_NOISE("forward-noise", 0.05, true, true, new PriorNetworkLoss(Direction.FORWARD));

  private final String id;
  private final double dropout;
  private final boolean outside;
  private final boolean noise;
  private final Loss loss;

  Recipe(String id, double dropout, boolean outside, boolean noise, Loss loss) {
    this.id = id;
    this.dropout = dropout;
    this.outside = outside;
    this.noise = noise;
    this.loss = loss;
  }

  /// Name in files.
  String id() {
    return id;
  }

  /// Whether it is trained beside images from outside.
  boolean hasOutside() {
    return outside;
  }

  /// Whether it is trained on noisy images.
  boolean hasNoise() {
    return noise;
  }

  Loss loss() {
    return loss;
  }

  /// A network without numbers. Prior networks have less dropout, as in Malinin & Gales 2018: images from outside
  /// regularise already.
  Module network() {
    return LeNet.caffe(dropout);
  }
}
