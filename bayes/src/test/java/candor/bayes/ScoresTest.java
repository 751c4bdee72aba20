package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.tensor.Tensor;
import org.junit.jupiter.api.Test;

final class ScoresTest {
  private static final Belief.OfClasses THREE = new Belief.Categorical(
      Tensor.of(new double[] {0.7, 0.2, 0.1, 0.4, 0.4, 0.2, 0, 0.25, 0.75}, 3, 3));

  @Test
  void thePredictionIsTheFirstOfTheMostProbableClasses() {
    assertThat(Scores.predictions(THREE)).containsExactly(0, 0, 2);
  }

  @Test
  void theErrorRateCountsWrongPredictions() {
    assertThat(Scores.errorRate(THREE, 0, 1, 2)).isEqualTo(1.0 / 3);
    assertThat(Scores.errorRate(THREE, 0, 0, 2)).isZero();
    assertThat(Scores.errorRate(THREE, 1, 1, 1)).isOne();
  }

  @Test
  void theLikelihoodIsTheMeanNaturalLogarithm() {
    assertThat(Scores.negativeLogLikelihood(THREE, 0, 1, 2))
        .isCloseTo(-StrictMath.log(0.7 * 0.4 * 0.75) / 3, within(1e-15));
  }

  @Test
  void anImpossibleTruthCostsWhatTheFloorSays() {
    assertThat(Scores.negativeLogLikelihood(THREE, 0, 1, 0))
        .isCloseTo((-StrictMath.log(0.7 * 0.4) + 126 * StrictMath.log(2)) / 3, within(1e-13));
  }

  @Test
  void passesAreScoredByTheirMean() {
    Belief.OfClasses belief = new Belief.Samples(Tensor.of(new float[] {1, 0, 0, 1, 0.5f, 0.5f, 0, 1}, 2, 2, 2));
    assertThat(Scores.predictions(belief)).containsExactly(0, 1);
    assertThat(Scores.negativeLogLikelihood(belief, 1, 1)).isCloseTo(StrictMath.log(4) / 2, within(1e-15));
  }

  @Test
  void labelsMustFitTheBelief() {
    assertThatThrownBy(() -> Scores.errorRate(THREE, 0, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scores: 2 labels for probabilities [3,3]");
    assertThatThrownBy(() -> Scores.negativeLogLikelihood(THREE, 0, 3, 1))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("scores: label 3, expected 0 to 2");
    assertThatThrownBy(() -> Scores.correct(THREE, 0, -1, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scores: label -1, expected 0 to 2");
  }

  @Test
  void aMeanOverNothingIsRefused() {
    Belief.OfClasses none = new Belief.Categorical(Tensor.of(new float[0], 0, 3));
    assertThatThrownBy(() -> Scores.errorRate(none)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scores: no inputs, expected 1 or more");
    assertThatThrownBy(() -> Scores.negativeLogLikelihood(none)).isInstanceOf(IllegalArgumentException.class);
  }
}
