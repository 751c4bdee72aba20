package candor.examples.cifar;

import candor.examples.ConvNet;
import candor.nn.Sequential;
import candor.nn.model.ResNet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A network and how it is trained: SGD with Nesterov's momentum 0.9 and a learning rate that rises and falls once (Smith &
/// Topin 2018).
///
/// The numbers are customary ones for such networks and so few epochs; none was searched for.
enum Recipe {
  /// Three convolutions and one hidden layer.
  CONVNET("convnet", "three convolutions and a hidden layer", 14, 0.05, 5e-4, null),
  /// The smallest residual network of the paper on them.
  RESNET_20("resnet20", "ResNet-20 (He et al. 2016)", 16, 0.2, 5e-4,
      "91.25 %, after 164 epochs (He et al. 2016, table 6)");

  private final String id;
  private final String description;
  private final int epochs;
  private final double peak;
  private final double decay;
  private final @Nullable String published;

  Recipe(String id, String description, int epochs, double peak, double decay, @Nullable String published) {
    this.id = id;
    this.description = description;
    this.epochs = epochs;
    this.peak = peak;
    this.decay = decay;
    this.published = published;
  }

  /// Name in commands.
  String id() {
    return id;
  }

  /// What the network is.
  String description() {
    return description;
  }

  /// Epochs of a whole run.
  int epochs() {
    return epochs;
  }

  /// Highest learning rate.
  double peak() {
    return peak;
  }

  /// Weight decay.
  double decay() {
    return decay;
  }

  /// Accuracy that others reached, and how, if there is such a report.
  Optional<String> published() {
    return Optional.ofNullable(published);
  }

  /// Makes the network, which is not initialised.
  Sequential network() {
    return switch (this) {
      case CONVNET -> ConvNet.of(3, 32, 0.5, 10);
      case RESNET_20 -> ResNet.cifar(20);
    };
  }
}
