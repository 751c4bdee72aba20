package candor.op;

import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;

/// Where the inputs of an operation lie when it is tested: inside its domain, and away from its kinks.
///
/// @param kind what the input is
/// @param generator makes numbers
record Domain(Kind kind, Generator generator) {
  /// Any number.
  static final Domain ANY = numbers((random, n) -> uniform(random, n, -2.5, 2.5));
  /// Around 0, as weights of networks are.
  static final Domain SMALL = numbers((random, n) -> uniform(random, n, -0.6, 0.6));
  /// Positive, away from 0.
  static final Domain POSITIVE = numbers((random, n) -> uniform(random, n, 0.3, 3));
  /// Of either sign, away from 0.
  static final Domain NOT_ZERO =
      numbers((random, n) -> map(uniform(random, n, -2.4, 2.4), x -> x + (x < 0 ? -0.1 : 0.1)));
  /// Away from −1 and 1.
  static final Domain NOT_ONE = numbers((random, n) -> map(uniform(random, n, -2.5, 2.5), Domain::leaveOne));
  /// Above −1.
  static final Domain ABOVE_MINUS_ONE = numbers((random, n) -> uniform(random, n, -0.6, 2));
  /// All different, by at least 0.05, in random order.
  static final Domain DISTINCT = numbers((random, n) -> integers(n, random.permutation(n), 0.05, -0.025 * n));
  /// Multiples of 0.2.
  static final Domain EVEN_TENTHS = numbers((random, n) -> integers(n, bounded(random, n, 13), 0.2, -1.2));
  /// Odd multiples of 0.1.
  static final Domain ODD_TENTHS = numbers((random, n) -> integers(n, bounded(random, n, 12), 0.2, -1.1));
  /// Few different numbers, so that many are equal.
  static final Domain TIES = numbers((random, n) -> integers(n, bounded(random, n, 4), 1, -1));
  /// 0 or 1, as a comparison gives them; not differentiated.
  static final Domain MASK = new Domain(Kind.MASK, (random, n) -> integers(n, bounded(random, n, 2), 1, 0));

  /// What an input is.
  enum Kind {
    /// A tensor for which gradients are taken.
    VARIABLE,
    /// A floating-point constant.
    MASK,
    /// An I32 constant.
    INDEX
  }

  /// Makes numbers.
  @FunctionalInterface
  interface Generator {
    double[] values(RandomStream random, int n);
  }

  /// Indices below a bound; not differentiated.
  static Domain index(int bound) {
    return new Domain(Kind.INDEX, (random, n) -> integers(n, bounded(random, n, bound), 1, 0));
  }

  boolean isVariable() {
    return kind == Kind.VARIABLE;
  }

  /// A row-major tensor of this domain; the type is I32 for indices.
  Tensor tensor(RandomStream random, DType dtype, Shape shape) {
    Tensor x = Tensor.of(generator.values(random, shape.count()), shape.toArray());
    return x.to(kind == Kind.INDEX ? DType.I32 : dtype);
  }

  private static Domain numbers(Generator generator) {
    return new Domain(Kind.VARIABLE, generator);
  }

  private static double[] uniform(RandomStream random, int n, double low, double high) {
    double[] values = new double[n];
    random.uniform(0, values);
    return map(values, u -> low + (high - low) * u);
  }

  private static int[] bounded(RandomStream random, int n, int bound) {
    int[] values = new int[n];
    random.bounded(bound, 0, values);
    return values;
  }

  private static double[] integers(int n, int[] values, double scale, double shift) {
    double[] result = new double[n];
    for (int i = 0; i < n; i++) {
      result[i] = shift + scale * values[i];
    }
    return result;
  }

  private static double leaveOne(double x) {
    double distance = Math.abs(x) - 1;
    return Math.abs(distance) < 0.1 ? x + Math.copySign(0.2, x * distance) : x;
  }

  private interface Map {
    double apply(double x);
  }

  private static double[] map(double[] values, Map f) {
    for (int i = 0; i < values.length; i++) {
      values[i] = f.apply(values[i]);
    }
    return values;
  }
}
