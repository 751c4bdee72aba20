package candor.op;

import static org.assertj.core.api.Assertions.assertThat;

import candor.autograd.Autograd;
import candor.autograd.GradientOption;
import candor.random.RandomStream;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// What a row computes: the result, the gradients for a fixed random cotangent, and Hessian-vector products of
/// `⟨cotangent, result⟩` for fixed random vectors.
///
/// @param value result
/// @param gradients gradient of every variable, none for an operation without derivative
/// @param products product for every variable, likewise
record Evaluation(Tensor value, List<Tensor> gradients, List<Tensor> products) {
  static Evaluation of(OpSpec row, List<Tensor> inputs) {
    List<Tensor> tracked = row.tracked(inputs);
    Tensor value = row.apply(tracked);
    if (!row.isDifferentiable()) {
      return new Evaluation(value, List.of(), List.of());
    }
    List<Tensor> variables = row.variables(tracked);
    Tensor cotangent = normal("cotangent", 0, value);
    List<Tensor> gradients = Autograd.vjp(value, cotangent, variables);
    List<Tensor> graph = Autograd.vjp(value, cotangent, variables, GradientOption.CREATE_GRAPH);
    Tensor along = Tensor.scalar(variables.getFirst().dtype(), 0);
    for (int i = 0; i < graph.size(); i++) {
      along = along.add(graph.get(i).mul(normal("vector", i, graph.get(i))).sum());
    }
    return new Evaluation(value, gradients, Autograd.grad(along, variables));
  }

  static Evaluation on(Backend backend, OpSpec row, List<Tensor> inputs) {
    return backend.call(() -> of(row, inputs));
  }

  /// Random numbers of the shape and type of a tensor.
  static Tensor normal(String name, int sample, Tensor like) {
    double[] values = new double[like.count()];
    RandomStream.of(3).child(name).normal(sample, values);
    return Tensor.of(values, like.shape().toArray()).to(like.dtype());
  }

  /// Fails unless the other evaluation has the same bits everywhere.
  void assertSameBits(String label, Evaluation other) {
    compare(label, other, Evaluation::assertSameBits);
  }

  /// Fails unless everything is close, see [#assertClose].
  void assertClose(String label, Evaluation other, double tolerance) {
    compare(label, other, (what, pair) -> assertClose(what, pair.a, pair.b, tolerance));
  }

  private record Pair(Tensor a, Tensor b) {
  }

  private void compare(String label, Evaluation other, BiConsumer<String, Pair> check) {
    check.accept(label + ", result", new Pair(value, other.value));
    assertThat(other.gradients).hasSameSizeAs(gradients);
    for (int i = 0; i < gradients.size(); i++) {
      check.accept(label + ", gradient " + i, new Pair(gradients.get(i), other.gradients.get(i)));
      check.accept(label + ", product " + i, new Pair(products.get(i), other.products.get(i)));
    }
  }

  private static void assertSameBits(String what, Pair pair) {
    assertSameBits(what, pair.a, pair.b);
  }

  /// Fails unless type, shape and bits agree; names the first element that differs.
  static void assertSameBits(String what, Tensor a, Tensor b) {
    assertThat(b.dtype()).as(what).isEqualTo(a.dtype());
    assertThat(b.shape()).as(what).isEqualTo(a.shape());
    if (a.hasSameBits(b)) {
      return;
    }
    double[] x = numbers(a);
    double[] y = numbers(b);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      if (Double.doubleToLongBits(x[i]) != Double.doubleToLongBits(y[i])) {
        differences.add(i + ": " + x[i] + " and " + y[i]);
      }
    }
    throw new AssertionError(
        "%s %s%s: %d of %d elements differ, %s".formatted(what, a.dtype(), a.shape(), differences.size(), x.length,
            differences.subList(0, Math.min(5, differences.size()))));
  }

  /// Fails unless shapes agree and `|a − b| ≤ tolerance · max |b|` everywhere.
  static void assertClose(String what, Tensor a, Tensor b, double tolerance) {
    assertThat(a.shape()).as(what).isEqualTo(b.shape());
    double[] x = numbers(a);
    double[] y = numbers(b);
    double scale = 0;
    for (double value : y) {
      scale = Double.isFinite(value) ? Math.max(scale, Math.abs(value)) : scale;
    }
    for (int i = 0; i < x.length; i++) {
      boolean close = Math.abs(x[i] - y[i]) <= tolerance * scale || Double.compare(x[i], y[i]) == 0;
      if (!close) {
        throw new AssertionError(
            "%s %s: element %d is %s, expected %s; tolerance %s of %s".formatted(what, b.shape(), i, x[i], y[i],
                tolerance, scale));
      }
    }
  }

  /// The numbers in row-major order, as F64.
  static double[] numbers(Tensor x) {
    return x.to(DType.F64).toDoubles();
  }

  /// A row-major copy that shares nothing.
  static Tensor copy(Tensor x) {
    NdArray copy = NdArray.zeros(x.dtype(), x.shape());
    copy.assign(x.array());
    return Tensor.of(copy);
  }

  /// Numbers that repeat over and over in a tensor.
  static Tensor cycle(double[] values, int start, int stride, Shape shape) {
    double[] result = new double[shape.count()];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[Math.floorMod(start + i * stride, values.length)];
    }
    return Tensor.of(result, shape.toArray());
  }
}
