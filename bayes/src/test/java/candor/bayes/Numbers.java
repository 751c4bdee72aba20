package candor.bayes;

import candor.random.RandomStream;
import candor.tensor.DType;
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

  /// Standard normal F32 numbers.
  static Tensor normal32(long seed, int... sizes) {
    return normal(seed, sizes).to(DType.F32);
  }
}
