package candor.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;

import candor.autograd.Autograd;
import candor.nn.loss.GaussianNll.Variance;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares with the losses of PyTorch in `losses.csv`, which `src/test/python/losses.py` wrote: elements, mean, sum,
/// and gradient and Hessian-vector product of the mean.
class LossTorchTest {
  private static final Tensor WEIGHTS = Tensor.of(new double[] {0.5, 1, 2, 0.25}, 4);

  static Stream<Map.Entry<String, Map<String, Tensor>>> cases() throws IOException {
    Map<String, Map<String, Tensor>> result = new LinkedHashMap<>();
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(LossTorchTest.class.getResourceAsStream("losses.csv")), StandardCharsets.UTF_8))) {
      in.lines().skip(1).map(line -> line.split(",", -1)).forEach(
          row -> result.computeIfAbsent(row[0], k -> new LinkedHashMap<>()).put(row[1], tensor(row)));
    }
    return result.entrySet().stream();
  }

  private static Tensor tensor(String[] row) {
    int[] shape =
        row[2].isEmpty() ? new int[0] : Stream.of(row[2].split(" ")).mapToInt(Integer::parseInt).toArray();
    double[] numbers = Stream.of(row[3].split(" ")).mapToDouble(Double::parseDouble).toArray();
    return row[1].equals("classes")
        ? Tensor.of(Arrays.stream(numbers).mapToInt(x -> (int) x).toArray(), shape)
        : Tensor.of(numbers, shape);
  }

  private static SampleLoss loss(String name) {
    return switch (name) {
      case "crossEntropy", "crossEntropy pixels", "crossEntropy probabilities" -> Loss.crossEntropy();
      case "crossEntropy smoothing" -> Loss.crossEntropy().smoothing(0.2);
      case "crossEntropy weights" -> Loss.crossEntropy().weights(WEIGHTS);
      case "crossEntropy ignoring" -> Loss.crossEntropy().ignoring(3);
      case "crossEntropy all" -> Loss.crossEntropy().smoothing(0.1).weights(WEIGHTS).ignoring(3);
      case "crossEntropy pixels all" ->
        Loss.crossEntropy().smoothing(0.1).weights(WEIGHTS.slice(0, 0, 3)).ignoring(9);
      case "crossEntropy probabilities all" -> Loss.crossEntropy().smoothing(0.1).weights(WEIGHTS);
      case "binaryCrossEntropy" -> Loss.binaryCrossEntropy();
      case "binaryCrossEntropy weight" -> Loss.binaryCrossEntropy().positiveWeight(WEIGHTS.slice(0, 0, 3));
      case "mse" -> Loss.mse();
      case "mae" -> Loss.mae();
      case "huber" -> Loss.huber(0.7);
      case "smoothL1" -> Loss.smoothL1(0.7);
      case "gaussianNll" -> Loss.gaussianNll();
      case "gaussianNll log" -> Loss.gaussianNll().variance(Variance.LOG, 0);
      case "gaussianNll log floor" -> Loss.gaussianNll().variance(Variance.LOG, 0.1);
      case "klDivergence", "klDivergence pixels" -> Loss.klDivergence();
      case "hinge" -> Loss.hinge();
      case "smoothHinge" -> Loss.smoothHinge(0.3);
      case "multiMargin" -> Loss.multiMargin();
      case "multiMargin squared" -> Loss.multiMargin().squared().margin(0.5);
      default -> throw new AssertionError(name);
    };
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valuesAndDerivativesAreThoseOfPyTorch(Map.Entry<String, Map<String, Tensor>> rows) {
    SampleLoss loss = loss(rows.getKey());
    Map<String, Tensor> expected = rows.getValue();
    Tensor output = get(expected, "output").variable();
    Tensor target = expected.containsKey("classes") ? get(expected, "classes") : get(expected, "target");
    assertClose(loss.elements(output, target), expected, "elements");
    Tensor mean = loss.of(output, target);
    assertClose(mean, expected, "mean");
    assertClose(loss.reduction(Reduction.SUM).of(output, target), expected, "sum");
    assertClose(Autograd.grad(mean, output), expected, "gradient");
    assertClose(Autograd.hvp(mean, List.of(output)).apply(List.of(get(expected, "vector"))).getFirst(), expected,
        "product");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void f32IsF64Rounded(Map.Entry<String, Map<String, Tensor>> rows) {
    SampleLoss loss = loss(rows.getKey());
    Map<String, Tensor> expected = rows.getValue();
    Tensor output = get(expected, "output").to(DType.F32).variable();
    Tensor target =
        expected.containsKey("classes") ? get(expected, "classes") : get(expected, "target").to(DType.F32);
    Tensor mean = loss.of(output, target);
    assertThat(mean.dtype()).isEqualTo(DType.F32);
    assertThat(mean.isClose(get(expected, "mean"), 1e-6, 1e-6)).isTrue();
    assertThat(Autograd.grad(mean, output).isClose(get(expected, "gradient"), 1e-6, 1e-6)).isTrue();
  }

  private static void assertClose(Tensor actual, Map<String, Tensor> expected, String what) {
    Tensor reference = get(expected, what);
    assertThat(actual.detach().isClose(reference, 1e-14, 1e-13)).as("%s: %s, expected %s", what, actual.detach(),
        reference).isTrue();
  }

  private static Tensor get(Map<String, Tensor> tensors, String what) {
    return Objects.requireNonNull(tensors.get(what), what);
  }
}
