package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Compares with the layers of PyTorch in `batchnorm.csv`, which `src/test/python/batchnorm.py` wrote: three steps of
/// training, then evaluation.
class BatchNormTorchTest {

  private static final Map<String, Tensor> EXPECTED = new HashMap<>();

  @BeforeAll
  static void read() throws IOException {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(BatchNormTorchTest.class.getResourceAsStream("batchnorm.csv")),
        StandardCharsets.UTF_8))) {
      in.lines().skip(1).map(line -> line.split(",")).forEach(row -> EXPECTED.put(String.join(" ", row[0], row[1],
          row[2]),
          Tensor.of(Stream.of(row[4].split(" ")).mapToDouble(Double::parseDouble).toArray(),
              Arrays.stream(row[3].split(" ")).mapToInt(Integer::parseInt).toArray())));
    }
  }

  @ParameterizedTest
  @CsvSource({"BatchNorm1d,F64", "BatchNorm1d,F32", "BatchNorm2d,F64", "BatchNorm2d,F32"})
  void trainingAndEvaluationAreThoseOfPyTorch(String layer, DType dtype) {
    Module model = layer.equals("BatchNorm1d") ? new BatchNorm1d(3) : new BatchNorm2d(2, 0.01, 0.3);
    model.initialise(1, dtype);
    List<Parameter> parameters = model.parameters();
    int features = parameters.getFirst().shape().size(0);
    parameters.get(0).assign(linspace(0.5, 1.5, features).to(dtype));
    parameters.get(1).assign(linspace(-1, 1, features).to(dtype));
    for (int step = 0; step < 3; step++) {
      String at = layer + " " + step + " ";
      step(model, at, dtype);
    }
    Tensor y = model.apply(expected(layer + " 2 input").to(dtype), Context.evaluate());
    assertClose(layer + " 3 evaluation", y);
  }

  private static void step(Module model, String at, DType dtype) {
    List<Parameter> parameters = model.parameters();
    Tensor x = expected(at + "input").to(dtype).variable();
    Context context = Context.train(1, 0);
    Tensor y = model.apply(x, context);
    assertClose(at + "output", y);
    List<Tensor> gradients = Autograd.vjp(y, expected(at + "cotangent").to(dtype),
        List.of(x, parameters.get(0).value(), parameters.get(1).value()));
    assertClose(at + "gradient of input", gradients.get(0));
    for (int i = 0; i < 2; i++) {
      Parameter parameter = parameters.get(i);
      Tensor gradient = gradients.get(i + 1);
      assertClose(at + "gradient of " + parameter.name(), gradient);
      parameter.assign(parameter.value().detach().sub(gradient.mul(0.1)));
    }
    context.applyUpdates();
    model.namedBuffers().forEach((name, buffer) -> assertClose(at + name, buffer.value()));
    assertThat(model.namedBuffers()).hasSize(2);
  }

  private static void assertClose(String what, Tensor actual) {
    double tolerance = actual.dtype() == DType.F64 ? 2e-14 : 3e-6;
    Tensor numbers = actual.detach().to(DType.F64);
    assertThat(numbers.isClose(expected(what), tolerance, tolerance)).as("%s: %s, expected %s", what, numbers,
        expected(what)).isTrue();
  }

  private static Tensor expected(String what) {
    return Objects.requireNonNull(EXPECTED.get(what), what);
  }

  private static Tensor linspace(double from, double to, int n) {
    double[] values = IntStream.range(0, n).mapToDouble(i -> from + (to - from) * i / (n - 1)).toArray();
    return Tensor.of(values, n);
  }
}
