package candor.nn.optim;

import candor.nn.Parameter;
import candor.tensor.DType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares with the steps of `torch.optim.Adam` and `AdamW` in `adam.csv`, which `src/test/python/adam.py` wrote.
class AdamTorchTest {
  static Stream<List<String[]>> trajectories() throws IOException {
    return Trajectories.read("adam.csv");
  }

  @ParameterizedTest
  @MethodSource("trajectories")
  void theStepsAreThoseOfPyTorch(List<String[]> rows) {
    String[] first = rows.getFirst();
    Parameter weight = Trajectories.weight(DType.valueOf(first[1]));
    Trajectories.follow(rows, optimizer(first, List.of(weight)), weight);
  }

  private static Optimizer optimizer(String[] row, List<Parameter> parameters) {
    double[] numbers = Arrays.stream(row, 2, 7).mapToDouble(Double::parseDouble).toArray();
    return row[0].equals("Adam")
        ? new Adam(parameters, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
        : new AdamW(parameters, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
  }
}
