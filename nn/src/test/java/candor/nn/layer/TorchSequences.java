package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import candor.autograd.Autograd;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// A case of `sequences.csv`, which `src/test/python/sequences.py` wrote: names of what derivatives are taken for, with
/// the seeds of their numbers.
final class TorchSequences {
  private static final Map<String, Tensor> EXPECTED = new HashMap<>();

  private final String name;
  private final Map<String, Integer> seeds = new LinkedHashMap<>();
  private final Map<String, Tensor> variables = new LinkedHashMap<>();

  static {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(TorchSequences.class.getResourceAsStream("sequences.csv")), StandardCharsets.UTF_8))) {
      in.lines().skip(1).map(line -> line.split(",")).forEach(row -> EXPECTED.put(row[0] + "," + row[1],
          Tensor.of(Stream.of(row[3].split(" ")).mapToDouble(Double::parseDouble).toArray(),
              Arrays.stream(row[2].split(" ")).mapToInt(Integer::parseInt).toArray())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TorchSequences(String name) {
    this.name = name;
  }

  /// The numbers of the script of the same name.
  static Tensor numbers(int seed, double scale, int... sizes) {
    double[] values = new double[Shape.of(sizes).count()];
    for (int k = 0; k < values.length; k++) {
      values[k] = scale * ((k * 7919L + seed * 104729L) % 2003 / 1001.0 - 1.0);
    }
    return Tensor.of(values, sizes);
  }

  /// A new variable with its numbers.
  Tensor variable(String what, int seed, int... sizes) {
    Tensor x = numbers(seed, 1, sizes).variable();
    seeds.put(what, seed);
    variables.put(what, x);
    return x;
  }

  /// Gives the parameters of a module their numbers.
  void fill(Module module) {
    module.initialise(1, DType.F64);
    int seed = 10;
    for (Map.Entry<String, Parameter> p : module.namedParameters().entrySet()) {
      p.getValue().assign(numbers(seed, 0.5, p.getValue().shape().toArray()));
      seeds.put(p.getKey(), seed++);
      variables.put(p.getKey(), p.getValue().value());
    }
  }

  void assertClose(String what, Tensor actual) {
    Tensor expected = Objects.requireNonNull(EXPECTED.get(name + "," + what), () -> name + "," + what);
    assertThat(actual.detach().isClose(expected, 1e-12, 1e-12))
        .as("%s, %s: %s, expected %s", name, what, actual, expected).isTrue();
  }

  /// Compares the gradients of the loss and its Hessian-vector products.
  void assertDerivatives(Tensor loss) {
    List<Tensor> xs = List.copyOf(variables.values());
    List<String> names = List.copyOf(variables.keySet());
    List<Tensor> gradients = Autograd.grad(loss, xs);
    List<Tensor> products = Autograd.hvp(loss, xs).apply(names.stream()
        .map(what -> numbers(100 + Objects.requireNonNull(seeds.get(what)), 1, variables.get(what).shape().toArray()))
        .toList());
    for (int i = 0; i < xs.size(); i++) {
      assertClose("gradient " + names.get(i), gradients.get(i));
      assertClose("product " + names.get(i), products.get(i));
    }
    long lines = EXPECTED.keySet().stream().filter(key -> key.startsWith(name + ",gradient ")).count();
    assertThat(lines).as("gradients of PyTorch").isEqualTo(xs.size());
  }
}
