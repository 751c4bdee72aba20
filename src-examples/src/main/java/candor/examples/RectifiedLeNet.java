package candor.examples;

import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Dropout;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.layer.MaxPool2d;

/// Caffe's LeNet with a rectifier and dropout after every layer but the last. Caffe's own, [candor.nn.model.LeNet#caffe], has
/// a rectifier after its hidden layer alone, and dropout, if any, there too.
public final class RectifiedLeNet {
  /// Number of layers up to the rectifier of the first convolution.
  public static final int FIRST = 3;
  /// Number of layers up to the rectifier of the second convolution.
  public static final int SECOND = 7;
  /// Number of layers up to the rectifier of the hidden layer.
  public static final int HIDDEN = 11;

  private RectifiedLeNet() {
  }

  /// A network, not initialised, for grey images of 28 × 28 pixels.
  ///
  /// @param ofConvolutions rate of dropout after each convolution
  /// @param beforeLast rate of dropout before the last layer
  /// @return the network, from `[N, 1, 28, 28]` to logits `[N, 10]`
  public static Sequential of(double ofConvolutions, double beforeLast) {
    // The largest of rectified numbers is the rectified largest one, of which there are fewer.
    return Sequential.builder().add("conv1", new Conv2d(1, 20, 5)).add("pool1", new MaxPool2d(2))
        .add("relu1", Activation.relu()).add("dropout1", new Dropout(ofConvolutions))
        .add("conv2", new Conv2d(20, 50, 5)).add("pool2", new MaxPool2d(2)).add("relu2", Activation.relu())
        .add("dropout2", new Dropout(ofConvolutions)).add("flatten", new Flatten()).add("fc1", new Linear(800, 500))
        .add("relu3", Activation.relu()).add("dropout3", new Dropout(beforeLast)).add("fc2", new Linear(500, 10))
        .build();
  }
}
