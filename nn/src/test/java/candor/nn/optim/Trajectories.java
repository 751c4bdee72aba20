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

/// Six steps of an optimiser of PyTorch on five weights: a row for each, with its gradient and the weights after it in
/// the last ten columns.
final class Trajectories {
  private static final int STEPS = 6;
  private static final int WEIGHTS = 5;

  private Trajectories() {
  }

  static Stream<List<String[]>> read(String file) throws IOException {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(Trajectories.class.getResourceAsStream(file)), StandardCharsets.UTF_8))) {
      List<String[]> rows = in.lines().skip(1).map(line -> line.split(",")).toList();
      return Stream.iterate(0, at -> at < rows.size(), at -> at + STEPS).map(at -> rows.subList(at, at + STEPS));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// The weights before the first step.
  static Parameter weight(DType dtype) {
    Linear layer = new Linear(WEIGHTS, 1);
    layer.initialise(1, dtype);
    Parameter weight = layer.parameters().getFirst();
    weight.assign(Tensor.of(new double[] {-1, -0.5, 0, 0.5, 1}, 1, WEIGHTS).to(dtype));
    return weight;
  }

  /// Takes the steps and fails unless the weights follow.
  static void follow(List<String[]> rows, Optimizer optimizer, Parameter weight) {
    DType dtype = weight.value().dtype();
    // PyTorch rounds after every product, ours are fused, and the errors of a few steps add up.
    double tolerance = dtype == DType.F64 ? 1e-15 : 4e-7;
    for (String[] row : rows) {
      int gradient = row.length - 2 * WEIGHTS;
      optimizer.step(List.of(numbers(row, gradient, dtype)));
      Tensor expected = numbers(row, gradient + WEIGHTS, dtype);
      assertThat(weight.value().isClose(expected, tolerance, tolerance)).as("%s: %s, expected %s",
          List.of(row).subList(0, gradient), weight.value(), expected).isTrue();
    }
  }

  private static Tensor numbers(String[] row, int from, DType dtype) {
    double[] values = Arrays.stream(row, from, from + WEIGHTS).mapToDouble(Double::parseDouble).toArray();
    return Tensor.of(values, 1, WEIGHTS).to(dtype);
  }
}
