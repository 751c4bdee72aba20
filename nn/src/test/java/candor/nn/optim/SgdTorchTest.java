package candor.nn.optim;

import candor.nn.Parameter;
import candor.tensor.DType;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares with the steps of `torch.optim.SGD` in `sgd.csv`, which `src/test/python/sgd.py` wrote.
class SgdTorchTest {
  static Stream<List<String[]>> trajectories() throws IOException {
    return Trajectories.read("sgd.csv");
  }

  @ParameterizedTest
  @MethodSource("trajectories")
  void theStepsAreThoseOfPyTorch(List<String[]> rows) {
    String[] first = rows.getFirst();
    Parameter weight = Trajectories.weight(DType.valueOf(first[0]));
    Sgd sgd = new Sgd(List.of(weight), Double.parseDouble(first[1]), Double.parseDouble(first[2]),
        Double.parseDouble(first[3]));
    Trajectories.follow(rows, sgd, weight);
  }
}
