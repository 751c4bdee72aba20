package candor.examples.uciregression;

import static org.assertj.core.api.Assertions.assertThat;

import candor.nn.data.TensorDataset;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FoldTest {
  private static TensorDataset data(int n) {
    double[] numbers = IntStream.range(0, n).mapToDouble(i -> i).toArray();
    return new TensorDataset(Tensor.of(numbers, n, 1), Tensor.of(numbers, n, 1));
  }

  @Test
  void allOfASmallSetIsHeldOutInTurn() {
    List<Fold> folds = Fold.within(data(100), 1);
    assertThat(folds).hasSize(5).allMatch(fold -> fold.train().size() == 80);
    assertThat(folds.stream().flatMapToInt(fold -> IntStream.of(fold.held().ids()))).hasSize(100)
        .doesNotHaveDuplicates();
  }

  @Test
  void aThousandSamplesOfALargeOneAreEnough() {
    assertThat(Fold.within(data(5000), 1)).hasSize(1);
    assertThat(Fold.within(data(4990), 1)).hasSize(2);
  }

  @Test
  void theTrainingPartAloneStandardises() {
    Fold fold = Fold.within(data(100), 1).getFirst();
    assertThat(fold.train().targets().mean().item()).isBetween(-1e-6, 1e-6);
    assertThat(fold.train().targets().square().mean().item()).isBetween(1 - 1e-6, 1 + 1e-6);
    assertThat(fold.targets().invert(fold.held().target()).to(DType.F64).toDoubles()[0])
        .isBetween(fold.held().ids()[0] - 1e-4, fold.held().ids()[0] + 1e-4);
  }
}
