package candor.examples.outofdistribution;

import java.util.List;

/// Kinds of images that are no digits of MNIST.
enum Family {
  /// Clothes, Fashion-MNIST.
  CLOTHES("fashion-mnist", "clothes"),
  /// Draws of a factor analysis of the digits with factors of a larger variance.
  SYNTHETIC("synthetic", "synthetic images"),
  /// Photographs, CIFAR-10 in grey.
  PHOTOGRAPHS("cifar10-grey", "photographs"),
  /// Pixels that know nothing of each other.
  NOISE("noise", "noise"),
  /// Japanese characters, KMNIST, which are never trained with.
  CHARACTERS("kmnist", "characters");

  private final String id;
  private final String title;

  Family(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /// All kinds, in their order.
  static List<Family> all() {
    return List.of(values());
  }

  /// The kinds that networks may be trained beside.
  static List<Family> trainable() {
    return List.of(CLOTHES, SYNTHETIC, PHOTOGRAPHS, NOISE);
  }

  /// Name in results and studies.
  String id() {
    return id;
  }

  /// What they are.
  String title() {
    return title;
  }
}
