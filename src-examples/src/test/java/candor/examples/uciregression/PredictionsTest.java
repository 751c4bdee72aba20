package candor.examples.uciregression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.Belief;
import candor.bayes.Predictive;
import candor.examples.uciregression.UciRegressionResults.Outcome;
import candor.nn.data.TensorDataset;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PredictionsTest {
  /// Says `N(0, 1)` of everything.
  private static final Predictive<Belief.GaussianMixture> STANDARD =
      (input, ids) -> new Belief.GaussianMixture(Tensor.zeros(DType.F32, 1, ids.length, 1),
          Tensor.full(DType.F32, 1, 1, ids.length, 1));

  /// Training targets of mean 10 and standard deviation 2, and more test samples than are predicted together.
  private static Fold fold(double... targets) {
    TensorDataset train =
        new TensorDataset(Tensor.of(new double[] {0, 1}, 2, 1), Tensor.of(new double[] {8, 12}, 2, 1));
    int n = targets.length;
    return Fold.of(train, new TensorDataset(Tensor.zeros(DType.F64, n, 1), Tensor.of(targets, n, 1)));
  }

  private static Predictions standard(Fold fold) {
    return Predictions.of(STANDARD, fold);
  }

  private static Outcome outcome(Predictions predictions, boolean isShown) {
    return predictions.outcome(new Method.Learned("as it is", List.of(0.25), 1.5, STANDARD), isShown, 2, 3);
  }

  @Test
  void numbersAreInTheUnitOfTheTargets() {
    Predictions predictions = standard(fold(10, 12, 4));
    assertThat(predictions.truth()).containsExactly(new double[] {10, 12, 4}, within(1e-6));
    assertThat(predictions.mean()).containsExactly(10, 10, 10);
    assertThat(predictions.deviation()).containsExactly(2, 2, 2);
    Outcome outcome = outcome(predictions, true);
    assertThat(outcome.rmse()).isCloseTo(Math.sqrt(40 / 3.0), within(1e-6));
    // ½ ln(2π · 4) and half the mean of 0, 1 and 9.
    assertThat(outcome.nll()).isCloseTo(1.612085713764618 + 10 / 6.0, within(1e-6));
    assertThat(outcome.shown().truth()).containsExactly(10.0, 12.0, 4.0);
    // There is one component only.
    assertThat(outcome.normalNll()).isCloseTo(outcome.nll(), within(1e-6));
    assertThat(outcome).extracting(Outcome::setting, Outcome::precision, Outcome::heldNll, Outcome::secondsTrain,
        Outcome::secondsTest).containsExactly("as it is", List.of(0.25), 1.5, 2.0, 3.0);
    assertThat(outcome(predictions, false).shown().truth()).isEmpty();
  }

  @Test
  void anIntervalCoversTheTargetsNearTheMean() {
    // 0, 0.1, …, 2.9 standard deviations above the mean.
    Fold fold = fold(IntStream.range(0, 300).mapToDouble(i -> 10 + 2 * (i / 10) * 0.1).toArray());
    Outcome outcome = outcome(standard(fold), true);
    assertThat(outcome.shown().mean()).hasSize(150);
    assertThat(outcome.coverage()).hasSameSizeAs(Predictions.LEVELS);
    // 0.674, 1.96 and 2.576 standard deviations.
    assertThat(outcome.coverage().get(Predictions.LEVELS.indexOf(0.5))).isEqualTo(7 / 30.0);
    assertThat(outcome.coverage().get(Predictions.LEVELS.indexOf(0.95))).isEqualTo(20 / 30.0);
    assertThat(outcome.coverage().get(Predictions.LEVELS.indexOf(0.99))).isEqualTo(26 / 30.0);
  }

  @Test
  void theLikelihoodOfAFoldIsThatOfItsTargets() {
    Fold fold = fold(10, 12, 4);
    double nll = fold.nll(STANDARD.predict(fold.held().input(), fold.held().ids()));
    assertThat(nll / 3).isCloseTo(outcome(standard(fold), false).nll(), within(1e-6));
  }
}
