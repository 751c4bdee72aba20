package candor.nn.model;

import candor.nn.Init;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Dropout;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.layer.MaxPool2d;

/// Two convolutions, one pooling and one hidden layer, for grey images of 28 × 28 pixels and ten classes: the networks that
/// papers on uncertainty train on MNIST.
///
/// Weights before a rectifier are normal after He et al., the last ones uniform after Glorot & Bengio. Dropout with
/// probability ¼ follows the pooling, with ½ the hidden layer.
public final class SmallConvNet {
  private static final int IMAGE = 28;

  private SmallConvNet() {
  }

  /// The network of failure prediction with ConfidNet (Corbière et al. 2019): 32 and 64 kernels of 3 × 3, 128
  /// hidden units; 1 199 882 parameters.
  ///
  /// @return the network, from `[N, 1, 28, 28]` to logits `[N, 10]`
  public static Sequential confidNet() {
    return build(3, 32, 64);
  }

  /// The network of Bayesian active learning (Gal, Islam & Ghahramani 2017): twice 32 kernels of 4 × 4, 128
  /// hidden units; 513 994 parameters.
  ///
  /// @return the network, from `[N, 1, 28, 28]` to logits `[N, 10]`
  public static Sequential activeLearning() {
    return build(4, 32, 32);
  }

  private static Sequential build(int kernel, int first, int second) {
    int side = (IMAGE - 2 * (kernel - 1)) / 2;
    return Sequential.builder().add("conv1", new Conv2d(1, first, kernel).init(Init.heNormal()))
        .add("relu1", Activation.relu()).add("conv2", new Conv2d(first, second, kernel).init(Init.heNormal()))
        .add("relu2", Activation.relu()).add("pool", new MaxPool2d(2)).add("dropout1", new Dropout(0.25))
        .add("flatten", new Flatten()).add("fc1", new Linear(second * side * side, 128, Init.heNormal()))
        .add("relu3", Activation.relu()).add("dropout2", new Dropout(0.5)).add("fc2", new Linear(128, 10)).build();
  }
}
