package candor.bayes.curvature;

import candor.nn.Sequential;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Activation;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.layer.MaxPool2d;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;

/// Small networks and data for tests.
final class Networks {
  private Networks() {
  }

  /// The network of `curvature.py`.
  static Sequential convolutional() {
    return Sequential.of(new Conv2d(1, 3, 3), Activation.tanh(), new MaxPool2d(2), new Flatten(), new Linear(27, 4));
  }

  /// A smooth network from 3 numbers to 4 logits.
  static Sequential smooth(DType type) {
    Sequential model = Sequential.of(new Linear(3, 5), Activation.tanh(), new Linear(5, 4));
    model.initialise(1, type);
    return model;
  }

  /// Inputs of 3 numbers and one of 4 classes, such that some are more frequent.
  static TensorDataset classes(int n, DType type) {
    Tensor x = normal(1, n, 3);
    Tensor y = Tensor.concat(1, List.of(x, x.sum(1).unsqueeze(1))).add(normal(2, n, 4)).argmax(1);
    return new TensorDataset(x.to(type), y);
  }

  static Tensor normal(long seed, int... sizes) {
    return Tensor.of(vector(seed, Shape.of(sizes).count()), sizes);
  }

  static double[] vector(long seed, int n) {
    double[] values = new double[n];
    RandomStream.of(seed).child("test").normal(0, values);
    return values;
  }

  static double dot(double[] a, double... b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /// ‖a − b‖ / ‖b‖.
  static double error(double[] a, double... b) {
    double[] rest = a.clone();
    for (int i = 0; i < a.length; i++) {
      rest[i] -= b[i];
    }
    return Math.sqrt(dot(rest, rest) / dot(b, b));
  }
}
