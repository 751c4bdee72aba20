package candor.nn.model;

import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.AvgPool2d;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Dropout;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.layer.MaxPool2d;

/// The two networks that are called LeNet, for grey images of 28 × 28 pixels and ten classes: the small one of the paper
/// (LeCun et al. 1998), and the wider one of the Caffe examples.
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

  /// LeNet-5 (LeCun et al. 1998, section II.B) as it is built today: convolution 6 @ 5 × 5, average pooling, convolution
  /// 16 @ 5 × 5, average pooling, 120 and 84 units, 10 logits, with hyperbolic tangents between them; 61 706 parameters.
  ///
  /// The images are padded to the 32 × 32 pixels of the paper. There, pooling has a trainable factor and bias, the second
  /// convolution reads chosen subsets of the channels, the tangent is `1.7159 tanh(⅔ x)`, and the outputs are distances to
  /// fixed patterns.
  ///
  /// @return the network, from `[N, 1, 28, 28]` to logits `[N, 10]`
  public static Sequential lenet5() {
    return Sequential.builder().add("conv1", new Conv2d(1, 6, 5).padding(2)).add("tanh1", Activation.tanh())
        .add("pool1", new AvgPool2d(2)).add("conv2", new Conv2d(6, 16, 5)).add("tanh2", Activation.tanh())
        .add("pool2", new AvgPool2d(2)).add("flatten", new Flatten()).add("fc1", new Linear(400, 120))
        .add("tanh3", Activation.tanh()).add("fc2", new Linear(120, 84)).add("tanh4", Activation.tanh())
        .add("fc3", new Linear(84, 10)).build();
  }
}
