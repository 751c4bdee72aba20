package candor.bayes.dirichlet;

import candor.random.RandomStream;
import candor.tensor.Shape;
import candor.tensor.Tensor;

/// Random tensors for tests.
final class Numbers {
  private Numbers() {
  }

  /// Standard normal F64 numbers.
  static Tensor normal(long seed, int... sizes) {
    double[] values = new double[Shape.of(sizes).count()];
    RandomStream.of(seed).child("test").normal(0, values);
    return Tensor.of(values, sizes);
  }

  /// F64 concentrations, exponentials of normal numbers.
  ///
  /// @param spread standard deviation of the logarithms
  static Tensor concentrations(long seed, double spread, int... sizes) {
    return normal(seed, sizes).mul(spread).exp();
  }
}
