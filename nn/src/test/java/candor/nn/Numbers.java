package candor.nn;

import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/// Random tensors for tests.
public final class Numbers {
  private Numbers() {
  }

  /// Standard normal F64 numbers.
  public static Tensor normal(long seed, int... sizes) {
    double[] values = new double[Shape.of(sizes).count()];
    RandomStream.of(seed).child("test").normal(0, values);
    return Tensor.of(values, sizes);
  }

  /// Standard normal F32 numbers.
  public static Tensor normal32(long seed, int... sizes) {
    return normal(seed, sizes).to(DType.F32);
  }

  /// The bits of all parameters and buffers, one after the other.
  public static float[] bits(Module model) {
    Tensor[] flat = Stream.concat(model.parameters().stream().map(p -> p.value().detach()),
        model.namedBuffers().values().stream().map(Buffer::value)).map(x -> x.flatten(0)).toArray(Tensor[]::new);
    return Tensor.concat(0, List.of(flat)).toFloats();
  }
}
