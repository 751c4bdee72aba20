package candor.bench;

import candor.nn.Module;
import candor.nn.Parameter;
import candor.random.RandomStream;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// Inputs that the benchmarks and their peers share.
public final class Fixtures {
  private Fixtures() {
  }

  /// Standard normal numbers.
  ///
  /// @param name stream they come from
  /// @param count how many
  /// @return the numbers
  public static float[] normal(String name, int count) {
    float[] values = new float[count];
    RandomStream.of(1).child(name).normal(0, values);
    return values;
  }

  /// The classes 0, 1, … 9, 0, 1, …
  ///
  /// @param count how many
  /// @return the classes
  public static int[] classes(int count) {
    return IntStream.range(0, count).map(i -> i % 10).toArray();
  }

  /// A tensor of standard normal numbers.
  static Tensor tensor(String name, int... sizes) {
    return Tensor.of(normal(name, Shape.of(sizes).count()), sizes);
  }

  /// Images of 28 × 28 pixels, the batch innermost in memory as a data loader leaves it.
  static Tensor images(int count) {
    return Tensor.of(tensor("input", count, 1, 28, 28).array().copyInOrder(1, 2, 3, 0));
  }

  /// The values of all parameters.
  static List<Tensor> values(Module model) {
    return model.parameters().stream().map(Parameter::value).toList();
  }
}
