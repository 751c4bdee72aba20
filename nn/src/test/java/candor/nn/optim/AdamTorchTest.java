package candor.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;

import candor.nn.Parameter;
import candor.nn.layer.Linear;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares with the steps of `torch.optim.Adam` and `AdamW` in `adam.csv`, which `src/test/python/adam.py` wrote.
class AdamTorchTest {

  private static final int STEPS = 6;
  private static final int WEIGHTS = 5;
  private static final int FIRST_GRADIENT = 8;

  static Stream<List<String[]>> trajectories() throws IOException {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(AdamTorchTest.class.getResourceAsStream("adam.csv")), StandardCharsets.UTF_8))) {
      List<String[]> rows = in.lines().skip(1).map(line -> line.split(",")).toList();
      return Stream.iterate(0, at -> at < rows.size(), at -> at + STEPS).map(at -> rows.subList(at, at + STEPS));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @ParameterizedTest
  @MethodSource("trajectories")
  void theStepsAreThoseOfPyTorch(List<String[]> rows) {
    String[] first = rows.getFirst();
    DType dtype = DType.valueOf(first[1]);
    // PyTorch rounds after every product, ours are fused, and the errors of a few steps add up.
    double tolerance = dtype == DType.F64 ? 1e-15 : 4e-7;
    Parameter weight = weight(dtype);
    Optimizer optimizer = optimizer(first, List.of(weight));
    for (String[] row : rows) {
      optimizer.step(List.of(numbers(row, FIRST_GRADIENT, dtype)));
      Tensor expected = numbers(row, FIRST_GRADIENT + WEIGHTS, dtype);
      assertThat(weight.value().isClose(expected, tolerance, tolerance)).as("step %s of %s: %s, expected %s", row[7],
          List.of(first).subList(0, 7), weight.value(), expected).isTrue();
    }
  }

  private static Optimizer optimizer(String[] row, List<Parameter> parameters) {
    double[] numbers = Arrays.stream(row, 2, 7).mapToDouble(Double::parseDouble).toArray();
    return row[0].equals("Adam")
        ? new Adam(parameters, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
        : new AdamW(parameters, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
  }

  private static Parameter weight(DType dtype) {
    Linear layer = new Linear(WEIGHTS, 1);
    layer.initialise(1, dtype);
    Parameter weight = layer.parameters().getFirst();
    weight.assign(Tensor.of(new double[] {-1, -0.5, 0, 0.5, 1}, 1, WEIGHTS).to(dtype));
    return weight;
  }

  private static Tensor numbers(String[] row, int from, DType dtype) {
    double[] values = Arrays.stream(row, from, from + WEIGHTS).mapToDouble(Double::parseDouble).toArray();
    return Tensor.of(values, 1, WEIGHTS).to(dtype);
  }
}
