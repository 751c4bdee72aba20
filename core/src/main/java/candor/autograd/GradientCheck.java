package candor.autograd;

import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Compares derivatives with differences of the function itself, in F64, along random directions.
///
/// The function `f` is made a scalar by a random cotangent `c`: `φ(x) = ⟨c, f(x)⟩`. Then, for random directions `v` and
/// `w`,
///
/// - order 1 compares `⟨∇φ(x), v⟩` with `D φ(x + t v)`, where `v` moves one input at a time;
/// - order 2 compares `⟨∇²φ(x) v, w⟩` with `D ⟨∇φ(x + t v), w⟩`, where `v` moves all inputs and `w` picks one.
///
/// `D` is the derivative by `t` at 0 from central differences `d(h) = (u(h) − u(−h)) / 2h`, extrapolated once
/// (Richardson): `D u = (4 d(h/2) − d(h)) / 3`, with an error of order `h⁴`. All directions are standard normal and
/// depend on the seed alone. A function with kinks can be checked where it has none within about `4h`.
///
/// ```java
/// GradientCheck.ofOrder(2).check(x -> x.exp().sum(), Tensor.of(new double[] {1, 2}, 2)).assertPasses();
/// ```
///
/// @param order highest order of derivatives to check, 1 or 2
/// @param directions number of random directions for every order
/// @param step `h`, in units of the inputs
/// @param tolerance largest error allowed, see [Comparison#error]
/// @param seed seed of cotangent and directions
public record GradientCheck(int order, int directions, double step, double tolerance, long seed) {
  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if the order is not 1 or 2, or another number but the seed is not positive
  public GradientCheck {
    if (order < 1 || order > 2 || directions < 1 || !(step > 0) || !(tolerance > 0)) {
      throw new IllegalArgumentException(
          "gradient check: order %d, %d directions, step %s, tolerance %s, expected order 1 or 2 and positive numbers"
              .formatted(order, directions, step, tolerance));
    }
  }

  /// A check with two directions, step 10⁻³, tolerance 10⁻⁷ and seed 1.
  ///
  /// @param order highest order of derivatives to check, 1 or 2
  /// @return the check
  /// @throws IllegalArgumentException if the order is not 1 or 2
  public static GradientCheck ofOrder(int order) {
    return new GradientCheck(order, 2, 1e-3, 1e-7, 1);
  }

  /// The same with another step, for functions with kinks nearby or with large higher derivatives.
  ///
  /// @param h new step
  /// @return new check
  /// @throws IllegalArgumentException if it is not positive
  public GradientCheck step(double h) {
    return new GradientCheck(order, directions, h, tolerance, seed);
  }

  /// The same with another tolerance.
  ///
  /// @param largest largest error allowed
  /// @return new check
  /// @throws IllegalArgumentException if it is not positive
  public GradientCheck tolerance(double largest) {
    return new GradientCheck(order, directions, step, largest, seed);
  }

  /// Checks a function of one tensor.
  ///
  /// @param f function, of any output shape
  /// @param x F64 point at which to check
  /// @return what was compared
  /// @throws IllegalArgumentException if `x` or the output is not F64
  public Result check(UnaryOperator<Tensor> f, Tensor x) {
    return check(xs -> f.apply(xs.getFirst()), List.of(x));
  }

  /// Checks a function of several tensors, mixed second derivatives included.
  ///
  /// @param f function, of any output shape
  /// @param xs F64 point at which to check, one tensor for each argument
  /// @return what was compared
  /// @throws IllegalArgumentException if an input or the output is not F64
  public Result check(Function<List<Tensor>, Tensor> f, List<Tensor> xs) {
    for (int i = 0; i < xs.size(); i++) {
      requireF64("input " + i, xs.get(i));
    }
    Tensor y = f.apply(xs.stream().map(Tensor::detach).toList());
    requireF64("the output", y);
    RandomStream random = RandomStream.of(seed).child("gradient check");
    Tensor cotangent = normal(random.child("cotangent"), 0, y.shape());
    Function<List<Tensor>, Tensor> phi = at -> f.apply(at).mul(cotangent).sum();
    List<Comparison> comparisons = new ArrayList<>();
    for (int k = 0; k < directions; k++) {
      first(phi, xs, random.at(k), comparisons);
      if (order == 2) {
        second(phi, xs, random.at(k), comparisons);
      }
    }
    return new Result(List.copyOf(comparisons), tolerance);
  }

  private void first(Function<List<Tensor>, Tensor> phi, List<Tensor> xs, RandomStream random, List<Comparison> out) {
    List<Tensor> gradients = gradients(phi, xs);
    for (int i = 0; i < xs.size(); i++) {
      Tensor v = normal(random.child("v"), i, xs.get(i).shape());
      double expected = 0;
      for (Offset offset : offsets()) {
        List<Tensor> moved = new ArrayList<>(xs);
        moved.set(i, moved(xs.get(i), v, offset.at));
        expected += offset.weight * phi.apply(moved).item();
      }
      out.add(new Comparison(1, i, random.step(), xs.get(i).shape(), expected, inner(gradients.get(i), v)));
    }
  }

  private void second(Function<List<Tensor>, Tensor> phi, List<Tensor> xs, RandomStream random, List<Comparison> out) {
    List<Tensor> vs =
        IntStream.range(0, xs.size()).mapToObj(i -> normal(random.child("v"), i, xs.get(i).shape())).toList();
    List<Tensor> ws =
        IntStream.range(0, xs.size()).mapToObj(i -> normal(random.child("w"), i, xs.get(i).shape())).toList();
    double[] expected = new double[xs.size()];
    for (Offset offset : offsets()) {
      List<Tensor> gradients = gradients(phi,
          IntStream.range(0, xs.size()).mapToObj(i -> moved(xs.get(i), vs.get(i), offset.at)).toList());
      for (int i = 0; i < expected.length; i++) {
        expected[i] += offset.weight * inner(gradients.get(i), ws.get(i));
      }
    }
    List<Tensor> variables = xs.stream().map(Tensor::variable).toList();
    List<Tensor> products = Autograd.hvp(phi.apply(variables), variables).apply(vs);
    for (int i = 0; i < expected.length; i++) {
      out.add(new Comparison(2, i, random.step(), xs.get(i).shape(), expected[i], inner(products.get(i), ws.get(i))));
    }
  }

  /// One term of the differences: the weight of `u(at)`.
  private record Offset(double at, double weight) {
  }

  private List<Offset> offsets() {
    double outer = -1 / (6 * step);
    double inner = 4 / (3 * step);
    return List.of(new Offset(step, outer), new Offset(-step, -outer), new Offset(step / 2, inner),
        new Offset(-step / 2, -inner));
  }

  private static List<Tensor> gradients(Function<List<Tensor>, Tensor> phi, List<Tensor> xs) {
    List<Tensor> variables = xs.stream().map(Tensor::variable).toList();
    return Autograd.grad(phi.apply(variables), variables);
  }

  private static Tensor moved(Tensor x, Tensor v, double t) {
    return x.detach().add(v.mul(t));
  }

  private static double inner(Tensor a, Tensor b) {
    return a.mul(b).sum().item();
  }

  private static Tensor normal(RandomStream stream, int sample, Shape shape) {
    double[] values = new double[shape.count()];
    stream.normal(sample, values);
    return Tensor.of(values, shape.toArray());
  }

  private static void requireF64(String what, Tensor x) {
    if (x.dtype() != DType.F64) {
      throw new IllegalArgumentException("gradient check: " + what + " is " + x.dtype() + x.shape() + ", expected f64");
    }
  }

  /// One derivative along one direction, computed both ways.
  ///
  /// @param order 1 for a gradient, 2 for a Hessian-vector product
  /// @param input position of the input whose derivative it is
  /// @param direction number of the direction, from 0
  /// @param shape shape of that input
  /// @param expected what differences say
  /// @param got what the derivative rules say
  public record Comparison(int order, int input, int direction, Shape shape, double expected, double got) {
    /// The error `|got − expected| / max(1, |expected|)`.
    ///
    /// @return the error; NaN if a number is NaN or both are infinite
    public double error() {
      return Math.abs(got - expected) / Math.max(1, Math.abs(expected));
    }

    @Override
    public String toString() {
      return "order %d, input %d of shape %s, direction %d: expected %s, got %s, error %.1e".formatted(order, input,
          shape, direction, expected, got, error());
    }
  }

  /// Everything that was compared.
  ///
  /// @param comparisons the comparisons, by direction, order and input
  /// @param tolerance largest error allowed
  public record Result(List<Comparison> comparisons, double tolerance) {
    /// Whether every error is within the tolerance.
    ///
    /// @return false when one is larger or NaN
    public boolean passes() {
      return comparisons.stream().allMatch(this::isWithin);
    }

    /// The largest error of an order.
    ///
    /// @param order 1 or 2
    /// @return the largest error, NaN if one is NaN, 0 if that order was not checked
    public double worst(int order) {
      return comparisons.stream().filter(c -> c.order() == order).mapToDouble(Comparison::error).reduce(0, Math::max);
    }

    /// Fails when an error is not within the tolerance.
    ///
    /// @throws AssertionError that lists every such comparison: order, input, expected, got
    public void assertPasses() {
      if (!passes()) {
        throw new AssertionError(comparisons.stream().filter(c -> !isWithin(c)).map(Comparison::toString)
            .collect(Collectors.joining("\n", "gradient check: not within " + tolerance + "\n", "")));
      }
    }

    private boolean isWithin(Comparison comparison) {
      return comparison.error() <= tolerance;
    }
  }
}
