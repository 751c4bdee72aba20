package candor.nn.model;

import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Dropout;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.layer.MaxPool2d;

/// The LeNet of the Caffe examples (after LeCun et al. 1998), for grey images of 28 × 28 pixels and ten classes.
public final class LeNet {
  private LeNet() {
  }

  /// Convolution 20 @ 5 × 5, max pooling, convolution 50 @ 5 × 5, max pooling, 500 rectified units with dropout, 10
  /// logits; 431 080 parameters.
  ///
  /// Only the last fully connected layer sees dropout, the setting of the lecture's practical session.
  ///
  /// @param dropout probability of zero before the last layer, in `[0, 1)`
  /// @return the network, from `[N, 1, 28, 28]` to logits `[N, 10]`
  public static Sequential caffe(double dropout) {
    return Sequential.builder().add("conv1", new Conv2d(1, 20, 5)).add("pool1", new MaxPool2d(2, 2))
        .add("conv2", new Conv2d(20, 50, 5)).add("pool2", new MaxPool2d(2, 2)).add("flatten", new Flatten())
        .add("fc1", new Linear(800, 500)).add("relu", Activation.relu()).add("dropout", new Dropout(dropout))
        .add("fc2", new Linear(500, 10)).build();
  }
}
