package candor.nn;

import candor.random.RandomStream;
import candor.tensor.Shape;
import java.util.Arrays;

/// How a parameter gets its first numbers. For a weight `[out, in, …]`, `fanIn` is `in` and `fanOut` is `out`, each
/// times the number of taps.
@FunctionalInterface
public interface Init {
  /// The numbers, in row-major order.
  ///
  /// @param stream random numbers of this parameter
  /// @param shape shape of the parameter
  /// @return as many numbers as the shape has elements
  double[] values(RandomStream stream, Shape shape);

  /// Normal with variance `2 / fanIn`, for layers followed by a rectifier (He et al. 2015, eq. 10).
  ///
  /// @return the rule
  static Init heNormal() {
    return (stream, shape) -> normal(stream, shape, Math.sqrt(2.0 / fanIn(shape)));
  }

  /// Uniform on `±√(6 / fanIn)`, with the variance of [#heNormal].
  ///
  /// @return the rule
  static Init heUniform() {
    return (stream, shape) -> uniform(stream, shape, Math.sqrt(6.0 / fanIn(shape)));
  }

  /// Normal with variance `1 / fanIn`, for self-normalising networks, whose layers are followed by a SELU (Klambauer et al.
  /// 2017, section 2).
  ///
  /// @return the rule
  static Init lecunNormal() {
    return (stream, shape) -> normal(stream, shape, Math.sqrt(1.0 / fanIn(shape)));
  }

  /// Normal with variance `2 / (fanIn + fanOut)` (Glorot & Bengio 2010, eq. 12).
  ///
  /// @return the rule
  static Init glorotNormal() {
    return (stream, shape) -> normal(stream, shape, Math.sqrt(2.0 / (fanIn(shape) + fanOut(shape))));
  }

  /// Uniform on `±√(6 / (fanIn + fanOut))` (Glorot & Bengio 2010, eq. 16).
  ///
  /// @return the rule
  static Init glorotUniform() {
    return (stream, shape) -> uniform(stream, shape, Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape))));
  }

  /// Normal with mean 0.
  ///
  /// @param deviation standard deviation
  /// @return the rule
  static Init normal(double deviation) {
    return (stream, shape) -> normal(stream, shape, deviation);
  }

  /// Uniform on `±bound`.
  ///
  /// @param bound largest magnitude
  /// @return the rule
  static Init uniform(double bound) {
    return (stream, shape) -> uniform(stream, shape, bound);
  }

  /// One number everywhere.
  ///
  /// @param value the number
  /// @return the rule
  static Init constant(double value) {
    return (stream, shape) -> {
      double[] values = new double[shape.count()];
      Arrays.fill(values, value);
      return values;
    };
  }

  private static double[] normal(RandomStream stream, Shape shape, double deviation) {
    double[] values = new double[shape.count()];
    stream.normal(0, values);
    for (int i = 0; i < values.length; i++) {
      values[i] *= deviation;
    }
    return values;
  }

  private static double[] uniform(RandomStream stream, Shape shape, double bound) {
    double[] values = new double[shape.count()];
    stream.uniform(0, values);
    for (int i = 0; i < values.length; i++) {
      values[i] = (2 * values[i] - 1) * bound;
    }
    return values;
  }

  private static int fanIn(Shape shape) {
    return shape.count() / Math.max(1, shape.size(0));
  }

  private static int fanOut(Shape shape) {
    return shape.count() / Math.max(1, shape.size(1));
  }
}
