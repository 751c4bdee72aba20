package candor.examples.dropoutvariants;

import candor.examples.data.CifarFiles;
import candor.examples.data.ImageSet;
import candor.nn.Sequential;
import candor.nn.data.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A set of images, and how networks are trained on it.
///
/// Rate and schedule were chosen by training images of MNIST that were held back, and hold for both sets; see the README of
/// the results.
enum ImageTask {
  /// Handwritten digits.
  MNIST("dropout-variants", "MNIST", 1, 800, 20, 0.02, 5e-4,
      List.of(new Published("Dropout after every layer, MC dropout (Gal & Ghahramani 2015)", "about 0.5 %"),
          new Published("The same, in a re-implementation", "about 0.6 %"),
          new Published("No dropout, in that re-implementation", "about 1 %"))),
  /// Colour pictures of things.
  CIFAR_10("dropout-variants-cifar10", "CIFAR-10", 3, 1250, 20, 0.02, 5e-4, List.of());

  /// What others reported.
  ///
  /// @param what network and way of testing
  /// @param error test error
  record Published(String what, String error) {
  }

  private final String experiment;
  private final String set;
  private final int channels;
  private final int features;
  private final int epochs;
  private final double rate;
  private final double decay;
  private final List<Published> published;

  ImageTask(String experiment, String set, int channels, int features, int epochs, double rate, double decay,
      List<Published> published) {
    this.experiment = experiment;
    this.set = set;
    this.channels = channels;
    this.features = features;
    this.epochs = epochs;
    this.rate = rate;
    this.decay = decay;
    this.published = published;
  }

  /// Name of the experiment.
  String experiment() {
    return experiment;
  }

  /// Name of the images.
  String set() {
    return set;
  }

  /// Epochs of a whole run.
  int epochs() {
    return epochs;
  }

  /// Learning rate of the first step.
  double rate() {
    return rate;
  }

  /// Weight decay.
  double decay() {
    return decay;
  }

  /// What others reported, if anything.
  List<Published> published() {
    return published;
  }

  /// Makes a network that fits the images.
  Sequential network(Variant variant) {
    return variant.network(channels, features);
  }

  Images train(@Nullable Path data) throws IOException {
    return switch (this) {
      case MNIST -> ImageSet.MNIST.train(data);
      case CIFAR_10 -> CifarFiles.train(CifarFiles.folder(data));
    };
  }

  Images test(@Nullable Path data) throws IOException {
    return switch (this) {
      case MNIST -> ImageSet.MNIST.test(data);
      case CIFAR_10 -> CifarFiles.test(CifarFiles.folder(data));
    };
  }
}
