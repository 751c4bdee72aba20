package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Names, shapes, results, gradients and Hessian-vector products of every layer against PyTorch.
class LayerTorchTest {
  private static final Map<String, TorchLayer> TORCH = TorchLayer.all();

  @Test
  void everyLayerHasAReferenceAndEveryReferenceALayer() {
    assertThat(TORCH.keySet()).containsExactlyInAnyOrderElementsOf(LayerTable.LAYERS.keySet());
  }

  /// So that weights can be exchanged.
  @TestFactory
  Stream<DynamicTest> namesAndShapesAreThoseOfTheStateDictionary() {
    return tests(torch -> {
      Module layer = layer(torch);
      Map<String, Shape> parameters = new LinkedHashMap<>();
      layer.namedParameters().forEach((name, p) -> parameters.put(name, p.shape()));
      assertThat(parameters).isEqualTo(shapes(torch.of("parameter")));
      Map<String, Shape> buffers = new LinkedHashMap<>();
      layer.namedBuffers().forEach((name, b) -> buffers.put(name, b.shape()));
      assertThat(buffers).isEqualTo(shapes(torch.of("buffer")));
    });
  }

  private static Map<String, Shape> shapes(Map<String, Tensor> tensors) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return shapes;
  }

  @TestFactory
  Stream<DynamicTest> numbersInF64AreThoseOfPyTorch() {
    return tests(torch -> compare(torch, DType.F64, 1e-13));
  }

  @TestFactory
  Stream<DynamicTest> numbersInF32AreThoseOfPyTorch() {
    return tests(torch -> compare(torch, DType.F32, 1e-5));
  }

  private static Stream<DynamicTest> tests(Consumer<TorchLayer> check) {
    return TORCH.values().stream().map(torch -> DynamicTest.dynamicTest(torch.name(), () -> check.accept(torch)));
  }

  private static Module layer(TorchLayer torch) {
    return LayerTable.LAYERS.get(torch.name()).get();
  }

  private static void compare(TorchLayer torch, DType dtype, double tolerance) {
    Module layer = layer(torch);
    layer.initialise(1, dtype);
    layer.namedBuffers().forEach((name, b) -> b.assign(torch.get("buffer " + name).to(dtype)));
    List<String> names = new ArrayList<>(List.of("input"));
    List<Tensor> variables = new ArrayList<>(List.of(torch.get("input").to(dtype).variable()));
    for (Map.Entry<String, Parameter> p : layer.namedParameters().entrySet()) {
      p.getValue().assign(torch.get("parameter " + p.getKey()).to(dtype));
      names.add(p.getKey());
      variables.add(p.getValue().value());
    }
    Tensor y = layer.apply(variables.getFirst(), context(torch));
    assertClose("output", y, torch, tolerance);
    Tensor phi = y.square().mul(torch.get("c").to(dtype)).sum();
    List<Tensor> gradients = Autograd.grad(phi, variables);
    List<Tensor> products = Autograd.hvp(phi, variables)
        .apply(names.stream().map(name -> torch.get("direction " + name).to(dtype)).toList());
    for (int i = 0; i < names.size(); i++) {
      assertClose("gradient " + names.get(i), gradients.get(i), torch, tolerance);
      assertClose("product " + names.get(i), products.get(i), torch, tolerance);
    }
  }

  private static Context context(TorchLayer torch) {
    int[] ids = IntStream.range(0, torch.get("input").shape().size(0)).toArray();
    return torch.isTraining() ? Context.train(1, 0, ids) : Context.evaluate();
  }

  /// Relative to the largest number.
  private static void assertClose(String what, Tensor actual, TorchLayer torch, double tolerance) {
    Tensor expected = torch.get(what);
    Tensor numbers = actual.detach().to(DType.F64);
    double scale = Math.max(1, expected.abs().max().item());
    assertThat(numbers.isClose(expected, tolerance * scale, 0)).as("%s: %s, expected %s", what, numbers, expected)
        .isTrue();
  }
}
