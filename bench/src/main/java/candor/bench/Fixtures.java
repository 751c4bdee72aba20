package candor.bench;

import candor.kernel.Kernels;
import candor.parallel.WorkerPool;
import candor.random.RandomStream;
import candor.tensor.Backend;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;

/// What benchmarks share: backends by name, and random tensors.
final class Fixtures {
  private Fixtures() {
  }

  /// The backend of some kernels and threads.
  static Backend backend(String kernels, int threads) {
    Kernels set = switch (kernels) {
      case "scalar" -> Kernels.scalar();
      case "best" -> Kernels.best();
      default -> throw new IllegalArgumentException("benchmark: kernels " + kernels + ", expected scalar or best");
    };
    return new Backend(set, new WorkerPool(threads));
  }

  /// Standard normal F32 numbers.
  static Tensor normal(String name, int... sizes) {
    Shape shape = Shape.of(sizes);
    float[] values = new float[shape.count()];
    RandomStream.of(1).child(name).normal(0, values);
    return Tensor.of(NdArray.wrap(values, shape));
  }

  /// The classes 0, 1, … 9, 0, 1, …
  static Tensor classes(int n) {
    int[] values = new int[n];
    for (int i = 0; i < n; i++) {
      values[i] = i % 10;
    }
    return Tensor.of(values, n);
  }
}
