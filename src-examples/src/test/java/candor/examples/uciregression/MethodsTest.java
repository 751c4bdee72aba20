package candor.examples.uciregression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import candor.examples.data.UciSet;
import candor.examples.uciregression.UciRegressionResults.Score;
import candor.examples.uciregression.UciRegressionResults.Target;
import candor.nn.data.TensorDataset;
import candor.random.RandomStream;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MethodsTest {
  private static final double NOISE = 0.5;

  /// A straight line with noise.
  private static TensorDataset line(int n) {
    double[] x = new double[n];
    double[] y = new double[n];
    RandomStream.of(3).child("x").normal(0, x);
    RandomStream.of(3).child("noise").normal(0, y);
    Arrays.setAll(y, i -> 2 * x[i] + NOISE * y[i]);
    return new TensorDataset(Tensor.of(x, n, 1), Tensor.of(y, n, 1));
  }

  @Test
  void thePrecisionIsThatOfTheNoise() {
    List<Fold> folds = Fold.within(line(400), 1);
    DropoutMethod.Choice choice = new DropoutMethod(60, 1).choose(folds, 1);
    double scale = folds.getFirst().scale();
    // Within a step to both sides, and no lower than the entropy of the noise.
    assertThat(1 / Math.sqrt(choice.precision()) * scale).isBetween(0.42, 0.6);
    assertThat(choice.nll()).isCloseTo(0.5 * StrictMath.log(2 * Math.PI * Math.E * NOISE * NOISE), within(0.12));
    assertThat(DropoutMethod.RATES).contains(choice.rate());
    double logarithm = 4 * StrictMath.log(choice.precision()) / StrictMath.log(2);
    assertThat(logarithm).isCloseTo(Math.rint(logarithm), within(1e-9));
  }

  @Test
  void anEnsembleLearnsTheNoise() {
    List<Fold> folds = Fold.within(line(400), 1);
    EnsembleMethod.Choice choice = new EnsembleMethod(2, 20).choose(folds, 1);
    assertThat(choice.nll()).isCloseTo(0.5 * StrictMath.log(2 * Math.PI * Math.E * NOISE * NOISE), within(0.12));
  }

  @Test
  void aPublishedNumberIsMetWithinTheStandardError() {
    Score score = Published.score(List.of(1.0, 2.0, 3.0), 1.5, 0.1);
    assertThat(score.mean()).isEqualTo(2);
    assertThat(score.standardError()).isCloseTo(Math.sqrt(1 / 3.0), within(1e-15));
    assertThat(score.published()).containsExactly(new Target(1.5, 0.1, true));
    assertThat(Published.score(List.of(1.0, 2.0, 3.0), 1.4, 0.1).published().getFirst().met()).isFalse();
    assertThat(Published.score(List.of(1.0)).published()).isEmpty();
    assertThat(Published.score(List.of(1.0)).standardError()).isZero();
  }

  @Test
  void sevenSetsHavePublishedNumbers() {
    assertThat(Published.DROPOUT.keySet()).hasSize(7).doesNotContain(UciSet.NAVAL, UciSet.PROTEIN)
        .isEqualTo(Published.ENSEMBLE.keySet());
  }
}
