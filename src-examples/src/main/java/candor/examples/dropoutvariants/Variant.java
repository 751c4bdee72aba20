package candor.examples.dropoutvariants;

import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Dropout;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.layer.MaxPool2d;

/// Where dropout stands in Caffe's LeNet: the networks that Gal & Ghahramani 2015 call LeNet-none, LeNet-ip and LeNet-all.
enum Variant {
  /// Nowhere.
  NONE("none", "nowhere", 0, 0),
  /// Where it is customary.
  LAST("last", "before the last layer", 0, Variant.RATE),
  /// After every layer with weights but the last one, both convolutions included.
  ALL("all", "after every layer", Variant.RATE, Variant.RATE);

  /// Probability of zero.
  static final double RATE = 0.5;

  private final String id;
  private final String places;
  private final double ofConvolutions;
  private final double beforeLast;

  Variant(String id, String places, double ofConvolutions, double beforeLast) {
    this.id = id;
    this.places = places;
    this.ofConvolutions = ofConvolutions;
    this.beforeLast = beforeLast;
  }

  /// Name in files.
  String id() {
    return id;
  }

  /// Where units are dropped.
  String places() {
    return places;
  }

  /// Makes the network, which is not initialised: [candor.nn.model.LeNet#caffe] for images of any size. Convolutions are
  /// followed by dropout and then by pooling, in the order of the paper.
  ///
  /// @param channels channels of the images
  /// @param features numbers that the second pooling leaves
  Sequential network(int channels, int features) {
    return Sequential.builder().add("conv1", new Conv2d(channels, 20, 5)).add("dropout1", new Dropout(ofConvolutions))
        .add("pool1", new MaxPool2d(2, 2)).add("conv2", new Conv2d(20, 50, 5))
        .add("dropout2", new Dropout(ofConvolutions)).add("pool2", new MaxPool2d(2, 2)).add("flatten", new Flatten())
        .add("fc1", new Linear(features, 500)).add("relu", Activation.relu()).add("dropout3", new Dropout(beforeLast))
        .add("fc2", new Linear(500, 10)).build();
  }
}
