package candor.examples.deepensembles;

import candor.examples.ConvNet;
import candor.examples.RectifiedLeNet;
import candor.examples.data.ImageSet;
import candor.examples.report.Text;
import candor.nn.Sequential;
import candor.nn.data.Augmentation;
import candor.nn.data.DataLoader;
import candor.nn.data.Dataset;
import candor.nn.data.augment.Padding;
import candor.nn.data.augment.RandomCrop;
import candor.nn.data.augment.RandomHorizontalFlip;
import candor.nn.optim.Momentum;
import candor.nn.optim.ParameterGroups;
import candor.nn.optim.Sgd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The networks of a set and how they are trained: SGD with Nesterov's momentum 0.9, and a learning rate that rises and
/// falls once (Smith & Topin 2018).
///
/// The numbers were chosen among a few by two or four networks that learned five sixths of the training images and were
/// tested on the last sixth, alone and as an ensemble. Test images chose nothing.
enum Recipe {
  /// Digits, moved by up to two pixels, for Caffe's LeNet with rectifiers and dropout after every layer but the last.
  MNIST(ImageSet.MNIST, "MNIST", 0.1, 0.5, 0.05, 5e-4, 2, false,
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
      List.of(new Published("LeNet-5", "0.9 %", "0.037", "–"),
          new Published("ensemble of 10 LeNet-5", "0.6 %", "0.016", "0.5 %"))),
  /// Clothes, mirrored at random, for a network with batch normalisation. LeNets learned too little, with dropout or without.
  FASHION_MNIST(ImageSet.FASHION_MNIST, "Fashion-MNIST", 0, 0.3, 0.05, 5e-4, 0, true,
      List.of("T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"),
      List.of(new Published("LeNet-5", "9.0 %", "0.321", "–"),
          new Published("ensemble of 10 LeNet-5", "6.8 %", "0.200", "–")));

  private static final int SIDE = 28;
  private static final double MOMENTUM = 0.9;

  private final ImageSet set;
  private final String title;
  private final double convolutionDropout;
  private final double dropout;
  private final double peak;
  private final double decay;
  private final int shift;
  private final boolean mirrored;
  private final List<String> classes;
  private final List<Published> published;

  /// What others reported of the same set.
  ///
  /// @param what the predictor
  /// @param error test error
  /// @param loss negative log-likelihood
  /// @param calibration expected calibration error
  record Published(String what, String error, String loss, String calibration) {
  }

  Recipe(ImageSet set, String title, double convolutionDropout, double dropout, double peak, double decay, int shift,
      boolean mirrored, List<String> classes, List<Published> published) {
    this.set = set;
    this.title = title;
    this.convolutionDropout = convolutionDropout;
    this.dropout = dropout;
    this.peak = peak;
    this.decay = decay;
    this.shift = shift;
    this.mirrored = mirrored;
    this.classes = classes;
    this.published = published;
  }

  static Recipe of(ImageSet set) {
    return Arrays.stream(values()).filter(recipe -> recipe.set == set).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("deep ensembles: no recipe for " + set));
  }

  /// The sets that there is a recipe for.
  static List<ImageSet> sets() {
    return Arrays.stream(values()).map(Recipe::set).toList();
  }

  ImageSet set() {
    return set;
  }

  /// All settings in a line.
  String text() {
    return set + ", dropout " + convolutionDropout + " and " + dropout + ", rate " + peak + ", decay " + decay
        + ", moved by " + shift + (mirrored ? ", mirrored" : "");
  }

  /// Name of the set for people.
  String title() {
    return title;
  }

  /// Highest learning rate.
  double peak() {
    return peak;
  }

  /// Weight decay.
  double decay() {
    return decay;
  }

  /// Pixels that a training image is moved by, at most.
  int shift() {
    return shift;
  }

  /// Whether training images are mirrored at random.
  boolean mirrored() {
    return mirrored;
  }

  /// Names of the classes.
  List<String> classes() {
    return classes;
  }

  List<Published> published() {
    return published;
  }

  /// The sets whose test images no network of this recipe has seen the like of.
  List<ImageSet> outside() {
    return Arrays.stream(ImageSet.values()).filter(other -> other != set).toList();
  }

  /// A network, not initialised.
  Sequential network() {
    return switch (this) {
      case MNIST -> RectifiedLeNet.of(convolutionDropout, dropout);
      case FASHION_MNIST -> ConvNet.of(1, SIDE, dropout, 10);
    };
  }

  /// What the network is, for people.
  String description() {
    return switch (this) {
      case MNIST -> "Caffe’s LeNet with rectifiers and dropout after every layer but the last (convolution 20 @ 5×5,"
          + " max-pooling, dropout " + Text.plain(convolutionDropout) + ", convolution 50 @ 5×5, max-pooling, dropout "
          + Text.plain(convolutionDropout) + ", 500 units, dropout " + Text.plain(dropout) + ", 10 outputs)";
      case FASHION_MNIST -> "convolutions of 32, 64 and 128 @ 3×3, each with batch normalisation, max-pooling and"
          + " rectifiers, 256 rectified units, dropout " + Text.plain(dropout) + ", 10 outputs";
    };
  }

  Sgd optimizer(Sequential network) {
    return new Sgd(ParameterGroups.decayingWeights(network.parameters(), decay), peak, Momentum.nesterov(MOMENTUM));
  }

  DataLoader loader(Dataset train, int batch, long seed) {
    List<Augmentation> changes = new ArrayList<>();
    if (shift > 0) {
      changes.add(new RandomCrop(SIDE, SIDE, shift, Padding.ZERO));
    }
    if (mirrored) {
      changes.add(new RandomHorizontalFlip(0.5));
    }
    return new DataLoader(train, batch, seed).augment(Augmentation.of(changes.toArray(Augmentation[]::new)));
  }
}
