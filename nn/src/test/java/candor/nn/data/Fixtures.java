package candor.nn.data;

import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/// Data sets for tests.
final class Fixtures {
  private Fixtures() {
  }

  /// Samples whose inputs are their index, `[n, 1]`, and whose targets are the index modulo some classes.
  static TensorDataset counting(int n, int classes) {
    return new TensorDataset(Tensor.range(DType.F32, n).reshape(n, 1),
        Tensor.of(IntStream.range(0, n).map(i -> i % classes).toArray(), n));
  }

  static List<Batch> list(Iterable<Batch> batches) {
    return StreamSupport.stream(batches.spliterator(), false).toList();
  }

  static int[] ids(Iterable<Batch> batches) {
    return list(batches).stream().flatMapToInt(batch -> IntStream.of(batch.ids())).toArray();
  }
}
