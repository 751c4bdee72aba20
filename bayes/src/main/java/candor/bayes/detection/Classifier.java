package candor.bayes.detection;

import candor.nn.Module;
import candor.nn.Sequential;
import candor.nn.data.Dataset;
import candor.nn.layer.Linear;
import java.util.List;

/// A trained network that is asked, and never changed: its first layers make features, all of them together logits. It
/// always runs in evaluation, so nothing is dropped and batch normalisation uses its running statistics.
public final class Classifier {
  private final Sequential network;
  private final int featureLayers;

  private Classifier(Sequential network, int featureLayers) {
    this.network = network;
    this.featureLayers = featureLayers;
  }

  /// A classifier whose features are what enters its last layer.
  ///
  /// @param network trained network with logits `[N, K]`, whose last layer is [Linear]
  /// @return the classifier
  /// @throws IllegalArgumentException if the last layer is another one
  public static Classifier of(Sequential network) {
    List<Module> layers = network.children();
    if (layers.isEmpty() || !(layers.getLast() instanceof Linear)) {
      throw new IllegalArgumentException("classifier: the last layer is "
          + (layers.isEmpty() ? "missing" : layers.getLast())
          + ", expected Linear; say how many layers make the features");
    }
    return of(network, layers.size() - 1);
  }

  /// A classifier whose features are the output of its first layers.
  ///
  /// @param network trained network with logits `[N, K]`
  /// @param featureLayers number of layers that make the features, less than all
  /// @return the classifier
  /// @throws IllegalArgumentException if there are not so many layers
  public static Classifier of(Sequential network, int featureLayers) {
    if (featureLayers < 0 || featureLayers >= network.size()) {
      throw new IllegalArgumentException(
          "classifier: features of the first " + featureLayers + " layers, expected 0 to "
              + (network.size() - 1));
    }
    return new Classifier(network, featureLayers);
  }

  /// The network.
  ///
  /// @return the network
  public Sequential network() {
    return network;
  }

  /// Number of layers that make the features.
  ///
  /// @return the number
  public int featureLayers() {
    return featureLayers;
  }

  /// What the classifier makes of inputs, computed when it is asked for and then kept.
  ///
  /// @param data inputs as the network takes them; their targets are asked for only by what compares with the true
  ///     classes
  /// @return the reading
  public Reading read(Dataset data) {
    return new Reading(this, data);
  }
}
