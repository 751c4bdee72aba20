package candor.bayes.detection;

import candor.nn.Sequential;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Identity;
import candor.nn.layer.Linear;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;

/// Small networks and data for tests, in F64.
final class Networks {
  private Networks() {
  }

  /// Standard normal F64 numbers.
  static Tensor normal(long seed, int... sizes) {
    double[] values = new double[Shape.of(sizes).count()];
    RandomStream.of(seed).child("test").normal(0, values);
    return Tensor.of(values, sizes);
  }

  /// The linear classifier with logits `W x + b`, whose features are the inputs.
  ///
  /// @param weight `[K, F]`
  /// @param bias `[K]`
  static Classifier linear(Tensor weight, double... bias) {
    Linear last = new Linear(weight.shape().size(1), weight.shape().size(0));
    Sequential network = Sequential.of(new Identity(), last);
    network.initialise(1, DType.F64);
    last.parameters().get(0).assign(weight);
    last.parameters().get(1).assign(Tensor.of(bias, bias.length));
    return Classifier.of(network);
  }

  /// The classifier whose logits are its inputs.
  static Classifier identity(int classes) {
    double[] weight = new double[classes * classes];
    for (int k = 0; k < classes; k++) {
      weight[k * classes + k] = 1;
    }
    return linear(Tensor.of(weight, classes, classes), new double[classes]);
  }

  /// Inputs with the class 0.
  static TensorDataset data(Tensor inputs) {
    return new TensorDataset(inputs, Tensor.zeros(DType.I32, inputs.shape().size(0)));
  }

  /// Inputs with classes.
  static TensorDataset data(Tensor inputs, int... labels) {
    return new TensorDataset(inputs, Tensor.of(labels, labels.length));
  }
}
