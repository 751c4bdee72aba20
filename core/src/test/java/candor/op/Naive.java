package candor.op;

import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Tensors computed one element at a time, for comparison.
final class Naive {
  private Naive() {
  }

  /// The F64 tensor whose element at every index is a function of the index.
  static Tensor tensor(Shape shape, ToDoubleFunction<int[]> element) {
    return Tensor.of(indices(shape).stream().mapToDouble(element).toArray(), shape.toArray());
  }

  /// All indices of a shape in row-major order.
  static List<int[]> indices(Shape shape) {
    List<int[]> result = new ArrayList<>();
    for (int k = 0; k < shape.count(); k++) {
      int[] index = new int[shape.rank()];
      int rest = k;
      for (int d = shape.rank() - 1; d >= 0; d--) {
        index[d] = rest % shape.size(d);
        rest /= shape.size(d);
      }
      result.add(index);
    }
    return result;
  }

  /// The element of a tensor at an index of the shape that it is broadcast to.
  static double broadcast(Tensor x, int[] index) {
    int lead = index.length - x.shape().rank();
    return x.at(IntStream.range(0, x.shape().rank()).map(i -> x.shape().size(i) == 1 ? 0 : index[lead + i]).toArray());
  }

  /// An index with one entry replaced.
  static int[] with(int[] index, int axis, int value) {
    int[] result = index.clone();
    result[axis] = value;
    return result;
  }

  /// Random F64 numbers, laid out in a random order of the axes.
  static Tensor random(long seed, Shape shape) {
    RandomStream random = RandomStream.of(seed);
    Tensor x = Domain.ANY.tensor(random, DType.F64, shape);
    return Tensor.of(x.array().copyInOrder(random.child("layout").permutation(shape.rank())));
  }
}
