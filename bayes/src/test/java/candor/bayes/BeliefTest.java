package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BeliefTest {

  @Test
  void theMeanOfSamplesIsTheMeanOverThePasses() {
    Belief belief = new Belief.Samples(Tensor.of(new double[] {1, 0, 0.5, 0.5, 0, 1, 0.25, 0.75}, 2, 2, 2));
    assertThat(belief.mean().shape()).isEqualTo(Shape.of(2, 2));
    assertThat(belief.mean().toDoubles()).containsExactly(0.5, 0.5, 0.375, 0.625);
  }

  @Test
  void theMeanOfACategoricalIsItself() {
    Tensor mean = Tensor.of(new float[] {0.25f, 0.75f}, 1, 2);
    assertThat(new Belief.Categorical(mean).mean()).isSameAs(mean);
  }

  @Test
  void theMeanOfADirichletIsTheShareOfEachConcentration() {
    Belief.OfClasses belief = new Belief.Dirichlet(Tensor.of(new double[] {1, 3, 0.5, 0.5}, 2, 2));
    assertThat(belief.mean().toDoubles()).containsExactly(0.25, 0.75, 0.5, 0.5);
    assertThat(Uncertainty.total(LogBase.BITS).of(belief)[1]).isEqualTo(1);
    assertThat(Uncertainty.maxProbability().of(belief)).containsExactly(0.75, 0.5);
  }

  @Test
  void concentrationsThatAreNoneAreRefused() {
    assertRefused(() -> new Belief.Dirichlet(Tensor.ones(DType.F32, 2)),
        "belief: concentrations have shape [2], expected [N,K] with K of 1 or more");
    assertRefused(() -> new Belief.Dirichlet(Tensor.ones(DType.I32, 2, 2)),
        "belief: concentrations are i32[2,2], expected f32 or f64");
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(() -> new Belief.Dirichlet(Tensor.of(new double[] {1, wrong}, 1, 2)),
          "belief: not all concentrations [1,2] are positive and finite");
    }
  }

  @Test
  void aBeliefOfNoInputsIsEmpty() {
    assertThat(new Belief.Dirichlet(Tensor.zeros(DType.F32, 0, 10)).mean().shape()).isEqualTo(Shape.of(0, 10));
    assertThat(new Belief.Categorical(Tensor.zeros(DType.F32, 0, 10)).mean().shape()).isEqualTo(Shape.of(0, 10));
    assertThat(new Belief.Samples(Tensor.zeros(DType.F32, 5, 0, 10)).mean().shape()).isEqualTo(Shape.of(0, 10));
  }

  @Test
  void aSoftmaxInF32IsNearEnoughToADistribution() {
    Tensor probabilities = Numbers.normal32(1, 2, 20, 1000).mul(10).softmax(2);
    assertThat(new Belief.Samples(probabilities).probabilities()).isSameAs(probabilities);
  }

  @Test
  void anotherRankIsRefused() {
    assertRefused(() -> new Belief.Categorical(Tensor.ones(DType.F32, 1)),
        "belief: probabilities have shape [1], expected [N,K]");
    assertRefused(() -> new Belief.Categorical(Tensor.ones(DType.F32, 1, 1, 1)),
        "belief: probabilities have shape [1,1,1], expected [N,K]");
    assertRefused(() -> new Belief.Samples(Tensor.ones(DType.F32, 1, 1)),
        "belief: probabilities have shape [1,1], expected [T,N,K]");
  }

  @Test
  void noPassIsNoSample() {
    assertRefused(() -> new Belief.Samples(Tensor.ones(DType.F32, 0, 3, 2)),
        "belief: probabilities have shape [0,3,2], expected [T,N,K]");
  }

  @Test
  void integersAreNoProbabilities() {
    assertRefused(() -> new Belief.Categorical(Tensor.ones(DType.I32, 2, 1)),
        "belief: probabilities are i32[2,1], expected f32 or f64");
    assertRefused(() -> new Belief.Samples(Tensor.ones(DType.I32, 3, 2, 1)),
        "belief: probabilities are i32[3,2,1], expected f32 or f64");
  }

  static Stream<double[]> faults() {
    return Stream.of(new double[] {0.5, 0.4}, new double[] {0.6, 0.5}, new double[] {1.5, -0.5},
        new double[] {Double.NaN, 1},
        new double[] {Double.POSITIVE_INFINITY, 0}, new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY},
        new double[] {-3, 4},
        new double[] {0, 0}, new double[] {0.5, 0.5002});
  }

  @ParameterizedTest
  @MethodSource("faults")
  void oneRowThatIsNoDistributionIsEnoughToBeRefused(double[] row) {
    double[] categorical = {0.5, 0.5, row[0], row[1], 1, 0};
    assertRefused(() -> new Belief.Categorical(Tensor.of(categorical, 3, 2)),
        "belief: not every row of the probabilities [3,2] is a distribution");
    double[] samples = {0.5, 0.5, 1, 0, 0, 1, row[0], row[1]};
    assertRefused(() -> new Belief.Samples(Tensor.of(samples, 2, 2, 2).to(DType.F32)),
        "belief: not every row of the probabilities [2,2,2] is a distribution");
  }

  @Test
  void theLayoutOfTheProbabilitiesDoesNotMatter() {
    Tensor rows = Tensor.of(new double[] {0.25, 0.75, 1, 0, 0.5, 0.5}, 3, 2);
    Tensor columns = rows.transpose().mul(1).transpose();
    assertThat(new Belief.Categorical(columns.slice(0, 1, 3)).mean().at(1, 1)).isEqualTo(0.5);
    assertRefused(() -> new Belief.Categorical(rows.mul(2).transpose().mul(1).transpose()),
        "belief: not every row of the probabilities [3,2] is a distribution");
  }

  @Test
  void rowsWithoutClassesAreNoDistributions() {
    assertRefused(() -> new Belief.Categorical(Tensor.zeros(DType.F32, 3, 0)),
        "belief: not every row of the probabilities [3,0] is a distribution");
  }

  @Test
  void aSummaryHoldsMeanVarianceVotesAndEntropy() {
    Belief.Summary summary =
        new Belief.Samples(Tensor.of(new double[] {1, 0, 0.5, 0.5, 0, 1, 0.25, 0.75}, 2, 2, 2)).summary();
    double entropy = -0.25 * StrictMath.log(0.25) - 0.75 * StrictMath.log(0.75);
    assertThat(summary.mean().toDoubles()).containsExactly(0.5, 0.5, 0.375, 0.625);
    assertThat(summary.variance().toDoubles()).containsExactly(0.25, 0.25, 0.015625, 0.015625);
    assertThat(summary.votes().toInts()).containsExactly(1, 1, 1, 1);
    assertThat(summary.entropy().at(0)).isZero();
    assertThat(summary.entropy().at(1)).isCloseTo((StrictMath.log(2) + entropy) / 2, Offset.offset(1e-15));
    assertThat(summary.passes()).containsExactly(2, 2);
  }

  @Test
  void passesThatAgreeHaveNoVarianceAtAll() {
    Tensor row = Numbers.normal32(1, 1, 3, 10).softmax(2);
    Belief.Summary summary = new Belief.Samples(row.expand(100, 3, 10)).summary();
    assertThat(summary.variance().toDoubles()).containsOnly(0);
    assertThat(summary.mean().toDoubles()).containsExactly(row.to(DType.F64).toDoubles());
  }

  @Test
  void theSummaryOfF64IsThatOfTheTwoPassFormula() {
    Tensor p = Numbers.normal(3, 57, 9, 4).softmax(2);
    Belief.Summary summary = new Belief.Samples(p).summary();
    assertThat(summary.mean().isClose(p.mean(0), 1e-15, 0)).isTrue();
    assertThat(summary.variance().isClose(p.variance(0, 0), 1e-16, 1e-13)).isTrue();
  }

  @Test
  void aSummaryOfWrongTypesOrShapesIsRefused() {
    Tensor mean = Tensor.of(new double[] {0.25, 0.75}, 1, 2);
    Tensor votes = Tensor.of(new int[] {1, 2}, 1, 2);
    assertRefused(() -> new Belief.Summary(mean, mean, votes, mean),
        "belief: summary of f64[1,2], f64[1,2], i32[1,2] and f64[1,2], expected f64[N,K], f64[N,K], i32[N,K] and f64[N]");
    assertRefused(() -> new Belief.Summary(mean, mean, mean, Tensor.ones(DType.F64, 1)),
        "belief: summary of f64[1,2], f64[1,2], f64[1,2] and f64[1], expected f64[N,K], f64[N,K], i32[N,K] and f64[N]");
    assertRefused(() -> new Belief.Summary(mean.mul(2), mean, votes, Tensor.ones(DType.F64, 1)),
        "belief: not every row of the probabilities [1,2] is a distribution");
  }

  @Test
  void passesOfSeveralBeliefsStandSideBySide() {
    Belief.Samples one = new Belief.Samples(Tensor.of(new double[] {1, 0}, 1, 1, 2));
    Belief.Samples two = new Belief.Samples(Tensor.of(new double[] {0, 1, 0.5, 0.5}, 2, 1, 2));
    assertThat(Belief.Samples.concat(List.of(one, two)).probabilities().toDoubles())
        .containsExactly(1, 0, 0, 1, 0.5, 0.5);
    assertRefused(() -> Belief.Samples.concat(List.of()), "belief: samples of no beliefs, expected 1 or more");
    Belief.Samples three = new Belief.Samples(Tensor.ones(DType.F64, 1, 1, 1));
    assertRefused(() -> Belief.Samples.concat(List.of(one, three)),
        "belief: samples of f64[1,1,2] and f64[1,1,1], which may differ in the size of axis 0 only");
  }

  private static void assertRefused(ThrowingCallable make, String message) {
    assertThatThrownBy(make).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
