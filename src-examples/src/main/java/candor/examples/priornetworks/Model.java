package candor.examples.priornetworks;

import candor.bayes.Belief;
import candor.bayes.Deterministic;
import candor.bayes.McDropout;
import candor.bayes.Predictive;
import candor.bayes.dirichlet.ConcentrationLink;
import candor.bayes.dirichlet.PriorNetwork;
import candor.nn.Module;
import java.util.List;
import java.util.stream.Stream;

/// What is compared: a trained network, and how it is asked.
enum Model {
  /// One answer of a classifier.
  SOFTMAX("softmax", Recipe.SOFTMAX),
  /// Many answers of the same network.
  MC_DROPOUT("MC dropout", Recipe.SOFTMAX),
  /// The distribution of a network that was trained without images from outside.
  BELIEF_MATCHING("belief matching", Recipe.BELIEF_MATCHING),
  /// The distribution of a network that was trained beside images from outside.
  PRIOR_NETWORK("prior network", Recipe.PRIOR_NETWORK),
  /// One answer of a classifier that was trained on noisy images.
  SOFTMAX_NOISE("softmax, noise", Recipe.SOFTMAX_NOISE),
  /// Many answers of the same network.
  MC_DROPOUT_NOISE("MC dropout, noise", Recipe.SOFTMAX_NOISE),
  /// A prior network that was trained on noisy images, with the reverse divergence.
  PRIOR_NETWORK_NOISE("prior network, noise", Recipe.PRIOR_NETWORK_NOISE),
  /// A prior network that was trained on noisy images, with the forward divergence.
  FORWARD_NOISE("prior network, noise, forward", Recipe.FORWARD_NOISE);

  private final String title;
  private final Recipe recipe;

  Model(String title, Recipe recipe) {
    this.title = title;
    this.recipe = recipe;
  }

  /// Name in results and report.
  String title() {
    return title;
  }

  Recipe recipe() {
    return recipe;
  }

  /// The models that know images without noise only.
  static List<Model> ofCleanImages() {
    return Stream.of(values()).filter(model -> !model.recipe.hasNoise()).toList();
  }

  /// The predictor of a trained network.
  Predictive<? extends Belief.OfClasses> predictor(Module network, int passes, long seed) {
    return switch (this) {
      case SOFTMAX, SOFTMAX_NOISE -> new Deterministic(network);
      case MC_DROPOUT, MC_DROPOUT_NOISE -> new McDropout(network, passes, seed).summarised();
      case BELIEF_MATCHING, PRIOR_NETWORK, PRIOR_NETWORK_NOISE, FORWARD_NOISE ->
        new PriorNetwork(network, ConcentrationLink.EXP);
    };
  }
}
