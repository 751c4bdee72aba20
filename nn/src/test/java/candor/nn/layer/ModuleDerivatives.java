package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Numbers;
import candor.nn.Parameter;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;

/// Compares first and second derivatives by the input and by every parameter of a module with differences, in F64.
///
/// The module's output `y` is made the scalar `φ = ⟨c, y²⟩` by a random `c`. Differences are central and extrapolated
/// once, as in [candor.autograd.GradientCheck], which takes functions of tensors and so cannot move the parameters of a
/// module.
final class ModuleDerivatives {
  private static final double STEP = 1e-3;
  private static final double TOLERANCE = 1e-7;

  private final Module model;
  private final Supplier<Context> context;
  private final List<Parameter> parameters;
  /// Input first, then the parameters.
  private final List<Tensor> at;
  private final List<Tensor> v;
  private final List<Tensor> w;
  private final Tensor cotangent;

  private ModuleDerivatives(Module model, Tensor x, Supplier<Context> context) {
    this.model = model;
    this.context = context;
    this.parameters = model.parameters();
    this.at = new ArrayList<>(List.of(x.detach()));
    parameters.forEach(p -> at.add(p.value().detach()));
    this.v = directions(100);
    this.w = directions(200);
    this.cotangent = Numbers.normal(300, model.apply(x, context.get()).shape().toArray());
  }

  /// Checks a module whose parameters have F64 values; no kink may lie within about `4 · STEP` of `x` and of the
  /// parameters.
  static void check(Module model, Tensor x, Supplier<Context> context) {
    ModuleDerivatives derivatives = new ModuleDerivatives(model, x, context);
    for (int i = 0; i < derivatives.at.size(); i++) {
      derivatives.checkFirst(i);
    }
    derivatives.checkSecond();
  }

  private void checkFirst(int i) {
    List<Tensor> only = new ArrayList<>(at);
    double expected = difference(t -> {
      only.set(i, at.get(i).add(v.get(i).mul(t)));
      return phi(place(only)).item();
    });
    List<Tensor> variables = place(at);
    assertClose(inner(Autograd.grad(phi(variables), variables).get(i), v.get(i)), expected,
        "first derivative by " + name(i));
  }

  private void checkSecond() {
    List<Tensor> variables = place(at);
    List<Tensor> products = Autograd.hvp(phi(variables), variables).apply(v);
    for (int i = 0; i < at.size(); i++) {
      int input = i;
      double expected = difference(t -> {
        List<Tensor> moved =
            place(IntStream.range(0, at.size()).mapToObj(j -> at.get(j).add(v.get(j).mul(t))).toList());
        return inner(Autograd.grad(phi(moved), moved).get(input), w.get(input));
      });
      assertClose(inner(products.get(i), w.get(i)), expected, "second derivative by " + name(i));
    }
  }

  /// Puts numbers into the input and the parameters.
  private List<Tensor> place(List<Tensor> numbers) {
    List<Tensor> variables = new ArrayList<>(List.of(numbers.getFirst().variable()));
    for (int i = 0; i < parameters.size(); i++) {
      parameters.get(i).assign(numbers.get(i + 1));
      variables.add(parameters.get(i).value());
    }
    return variables;
  }

  private Tensor phi(List<Tensor> variables) {
    return model.apply(variables.getFirst(), context.get()).square().mul(cotangent).sum();
  }

  private static double difference(ToDoubleFunction<Double> f) {
    double coarse = (f.applyAsDouble(STEP) - f.applyAsDouble(-STEP)) / (2 * STEP);
    double fine = (f.applyAsDouble(STEP / 2) - f.applyAsDouble(-STEP / 2)) / STEP;
    return (4 * fine - coarse) / 3;
  }

  private List<Tensor> directions(long seed) {
    return IntStream.range(0, at.size()).mapToObj(i -> Numbers.normal(seed + i, at.get(i).shape().toArray())).toList();
  }

  private static double inner(Tensor a, Tensor b) {
    return a.mul(b).sum().item();
  }

  private String name(int i) {
    return i == 0 ? "input" : parameters.get(i - 1).name() + " " + parameters.get(i - 1).shape();
  }

  private static void assertClose(double got, double expected, String what) {
    assertThat(expected).as("%s is no trivial case", what).isNotZero();
    assertThat(got).as(what).isCloseTo(expected, Offset.offset(TOLERANCE * Math.max(1, Math.abs(expected))));
  }
}
