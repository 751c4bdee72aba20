package candor.examples.calibration;

import candor.examples.data.CifarFiles;
import candor.examples.data.ImageSet;
import candor.nn.Init;
import candor.nn.Sequential;
import candor.nn.data.Images;
import candor.nn.layer.Activation;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.layer.MaxPool2d;
import candor.nn.model.LeNet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A set of images, and the network that learns it: plain ones, without dropout or batch normalisation, so that nothing but
/// the length of the training keeps them from claiming too much.
enum Task {
  /// Handwritten digits, on which there is next to nothing to calibrate.
  MNIST("mnist", "MNIST", 4, 0.02, 5e-4, "Caffe’s LeNet without dropout",
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")),
  /// Clothes.
  FASHION_MNIST("fashion-mnist", "Fashion-MNIST", 6, 0.02, 5e-4, "Caffe’s LeNet without dropout",
      List.of("T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot")),
  /// Colour pictures of things.
  CIFAR_10("cifar-10", "CIFAR-10", 8, 0.02, 5e-4,
      "three convolutions 3×3 of 32, 64 and 64 channels, each with a rectifier and max-pooling, 128 rectified units, 10 outputs",
      CifarFiles.CLASSES);

  private final String id;
  private final String title;
  private final int epochs;
  private final double rate;
  private final double decay;
  private final String description;
  private final List<String> classes;

  Task(String id, String title, int epochs, double rate, double decay, String description, List<String> classes) {
    this.id = id;
    this.title = title;
    this.epochs = epochs;
    this.rate = rate;
    this.decay = decay;
    this.description = description;
    this.classes = classes;
  }

  /// The task of a name.
  static Task of(String id) {
    return Arrays.stream(values()).filter(task -> task.id.equals(id)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("calibration: no set " + id));
  }

  /// Name of the set in files.
  String id() {
    return id;
  }

  /// Name of the set for people.
  String title() {
    return title;
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

  /// What the network is.
  String description() {
    return description;
  }

  /// Names of the classes.
  List<String> classes() {
    return classes;
  }

  /// Makes a network, which is not initialised.
  Sequential network() {
    return this == CIFAR_10 ? convNet() : LeNet.caffe(0);
  }

  private static Sequential convNet() {
    Sequential.Builder net = Sequential.builder();
    int[] channels = {3, 32, 64, 64};
    for (int i = 1; i < channels.length; i++) {
      net.add("conv" + i, new Conv2d(channels[i - 1], channels[i], 3).padding(1).init(Init.heNormal()))
          .add("pool" + i, new MaxPool2d(2)).add("relu" + i, Activation.relu());
    }
    return net.add("flatten", new Flatten()).add("fc1", new Linear(64 * 4 * 4, 128, Init.heNormal()))
        .add("relu4", Activation.relu()).add("fc2", new Linear(128, 10)).build();
  }

  Images train(@Nullable Path data) throws IOException {
    return switch (this) {
      case MNIST -> ImageSet.MNIST.train(data);
      case FASHION_MNIST -> ImageSet.FASHION_MNIST.train(data);
      case CIFAR_10 -> CifarFiles.train(CifarFiles.folder(data));
    };
  }

  Images test(@Nullable Path data) throws IOException {
    return switch (this) {
      case MNIST -> ImageSet.MNIST.test(data);
      case FASHION_MNIST -> ImageSet.FASHION_MNIST.test(data);
      case CIFAR_10 -> CifarFiles.test(CifarFiles.folder(data));
    };
  }
}
