package candor.bayes.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.Belief;
import candor.bayes.Scores;
import candor.bayes.calibration.ReliabilityDiagram.Bin;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CalibrationErrorTest {
  @Test
  void gapsAreWeightedByTheShareOfTheirBin() {
    ReliabilityDiagram diagram = ReliabilityDiagram.of(new double[] {0.9, 0.8, 0.95, 0.3},
        new boolean[] {true, false, true, true}, Binning.equalWidth(2));
    double gap = (0.9 + 0.8 + 0.95) / 3 - 2.0 / 3;
    assertThat(diagram.bins()).hasSize(2);
    assertThat(diagram.bins().getFirst()).isEqualTo(new Bin(0, 0.5, 1, 0.3, 1));
    assertThat(diagram.bins().getLast().count()).isEqualTo(3);
    assertThat(diagram.error(Norm.L1)).isCloseTo(0.25 * 0.7 + 0.75 * gap, within(1e-15));
    assertThat(diagram.error(Norm.L2)).isCloseTo(Math.sqrt(0.25 * 0.49 + 0.75 * gap * gap), within(1e-15));
    assertThat(diagram.error(Norm.MAX)).isCloseTo(0.7, within(1e-15));
    // The bin of one input adds nothing; the other has variance 2/3 · 1/3 and two degrees of freedom.
    assertThat(diagram.squaredErrorDebiased()).isCloseTo(0.75 * (gap * gap - 1.0 / 9), within(1e-15));
    assertThat(diagram.count()).isEqualTo(4);
  }

  @Test
  void anEmptyBinHasNoAccuracyAndDoesNotCount() {
    ReliabilityDiagram diagram =
        ReliabilityDiagram.of(new double[] {0.2, 0.9}, new boolean[] {false, true}, Binning.equalWidth(3));
    assertThat(diagram.bins().get(1)).isEqualTo(new Bin(1.0 / 3, 2.0 / 3, 0, Double.NaN, Double.NaN));
    assertThat(diagram.error(Norm.L1)).isCloseTo(0.15, within(1e-15));
    assertThat(diagram.error(Norm.MAX)).isCloseTo(0.2, within(1e-15));
    assertThat(diagram.squaredErrorDebiased()).isZero();
  }

  @Test
  void aBeliefIsMeasuredWithFifteenBins() {
    Belief.OfClasses belief = new Belief.Categorical(Tensor.of(new double[] {0.9, 0.1, 0.4, 0.6}, 2, 2));
    assertThat(CalibrationError.EXPECTED.of(belief, 0, 0)).isCloseTo(0.5 * 0.1 + 0.5 * 0.6, within(1e-15));
    assertThat(CalibrationError.MAXIMUM.of(belief, 0, 0)).isCloseTo(0.6, within(1e-15));
    assertThat(CalibrationError.EXPECTED.name())
        .isEqualTo("expected calibration error (bins: 15 of equal width, open below and closed above)");
  }

  @Test
  void classesCountEqually() {
    Belief.OfClasses belief = new Belief.Categorical(Tensor.of(new double[] {0.75, 0.25, 0, 0.5, 0.25, 0.25}, 2, 3));
    Binning one = Binning.equalWidth(1);
    // Mean probabilities 5/8, 1/4, 1/8 against shares 1, 0, 0.
    assertThat(CalibrationError.classwise(one, Norm.L1).of(belief, 0, 0)).isEqualTo(0.75 / 3);
    assertThat(CalibrationError.classwise(one, Norm.MAX).of(belief, 0, 0)).isEqualTo(0.375);
    assertThat(CalibrationError.classwise(one, Norm.L2).of(belief, 0, 0))
        .isCloseTo(Math.sqrt((0.375 * 0.375 + 0.25 * 0.25 + 0.125 * 0.125) / 3), within(1e-15));
  }

  @Test
  void theErrorsAreThoseOfNumpy() {
    for (References.Value value : References.values("top ")) {
      Norm norm = Norm.valueOf(value.what().substring(4));
      assertThat(CalibrationError.of(value.binning(), norm).of(References.data(value.data()).forecasts()))
          .as(value.toString()).isCloseTo(value.numbers()[0], within(1e-15));
    }
    for (References.Value value : References.values("classwise ")) {
      Norm norm = Norm.valueOf(value.what().substring(10));
      assertThat(CalibrationError.classwise(value.binning(), norm).of(References.data(value.data()).forecasts()))
          .as(value.toString()).isCloseTo(value.numbers()[0], within(1e-15));
    }
    for (References.Value value : References.values("debiased")) {
      Forecasts forecasts = References.data(value.data()).forecasts();
      assertThat(ReliabilityDiagram.of(forecasts, value.binning()).squaredErrorDebiased()).as(value.toString())
          .isCloseTo(value.numbers()[0], within(1e-15));
      assertThat(CalibrationError.debiased(value.binning()).of(forecasts)).as(value.toString())
          .isCloseTo(Math.sqrt(Math.max(0, value.numbers()[0])), within(1e-12));
    }
  }

  @Test
  void theScoresAreThoseOfNumpy() {
    for (References.Value value : References.values("brier")) {
      if (value.what().equals("brier")) {
        assertThat(Score.brier().of(References.data(value.data()).forecasts())).isCloseTo(value.numbers()[0],
            within(1e-14));
      }
    }
    for (References.Value value : References.values("likelihood")) {
      assertThat(Score.negativeLogLikelihood().of(References.data(value.data()).forecasts()))
          .isCloseTo(value.numbers()[0], within(1e-13));
    }
    for (References.Value value : References.values("error")) {
      assertThat(Score.errorRate().of(References.data(value.data()).forecasts())).isCloseTo(value.numbers()[0],
          within(1e-15));
    }
  }

  @Test
  void theDebiasedErrorOfACalibratedModelIsZeroOnAverage() {
    double[] half = new double[12];
    Arrays.fill(half, 0.5);
    double sum = 0;
    int subsets = 1 << 12;
    for (int outcomes = 0; outcomes < subsets; outcomes++) {
      boolean[] correct = new boolean[12];
      for (int i = 0; i < 12; i++) {
        correct[i] = (outcomes >> i & 1) == 1;
      }
      sum += ReliabilityDiagram.of(half, correct, Binning.equalWidth(3)).squaredErrorDebiased();
    }
    // All outcomes are equally probable, so this is the expected value itself.
    assertThat(sum / subsets).isCloseTo(0, within(1e-15));
  }

  @Test
  void aModelThatIsAlwaysRightAndSaysSoHasNoError() {
    Belief.OfClasses sure = new Belief.Categorical(Tensor.of(new double[] {1, 0, 0, 1, 1, 0}, 3, 2));
    for (Binning binning : List.of(Binning.equalWidth(15), Binning.equalMass(15))) {
      for (Norm norm : Norm.values()) {
        assertThat(CalibrationError.of(binning, norm).of(sure, 0, 1, 0)).isZero();
        assertThat(CalibrationError.classwise(binning, norm).of(sure, 0, 1, 0)).isZero();
      }
      assertThat(CalibrationError.debiased(binning).of(sure, 0, 1, 0)).isZero();
    }
    assertThat(Score.brier().of(sure, 0, 1, 0)).isZero();
    assertThat(Score.negativeLogLikelihood().of(sure, 0, 1, 0)).isZero();
  }

  @Test
  void oneClassIsAlwaysRight() {
    Belief.OfClasses belief = new Belief.Categorical(Tensor.of(new float[] {1, 1}, 2, 1));
    assertThat(CalibrationError.EXPECTED.of(belief, 0, 0)).isZero();
    assertThat(CalibrationError.classwise(CalibrationError.BINNING, Norm.L1).of(belief, 0, 0)).isZero();
    assertThat(Score.brier().of(belief, 0, 0)).isZero();
  }

  @Property(tries = 200)
  void oneBinComparesTheMeans(@ForAll @Size(min = 1, max = 20) List<@DoubleRange(max = 1) Double> claims) {
    double[] confidence = claims.stream().mapToDouble(Double::doubleValue).toArray();
    boolean[] correct = new boolean[confidence.length];
    Arrays.fill(correct, 0, confidence.length / 2, true);
    double gap = Arrays.stream(confidence).average().orElseThrow() - confidence.length / 2 / (double) confidence.length;
    assertThat(ReliabilityDiagram.of(confidence, correct, Binning.equalWidth(1)).error(Norm.L1))
        .isCloseTo(Math.abs(gap), within(1e-12));
  }

  @Property(tries = 100)
  void neitherTheOrderOfSamplesNorTheNamesOfClassesMatter(@ForAll long seed,
      @ForAll @IntRange(min = 1, max = 60) int n, @ForAll @IntRange(min = 2, max = 6) int classes) {
    Problems problem = Problems.of(seed, n, classes, 2);
    for (Binning binning : List.of(Binning.equalWidth(15), Binning.equalMass(7))) {
      for (Score score : List.of(CalibrationError.expected(binning), CalibrationError.of(binning, Norm.MAX),
          CalibrationError.of(binning, Norm.L2), CalibrationError.classwise(binning, Norm.L1), Score.brier(),
          Score.negativeLogLikelihood(), Score.named("resolution",
              forecasts -> BrierDecomposition.of(forecasts, binning).resolution()))) {
        double number = score.of(problem.forecasts());
        assertThat(score.of(problem.shuffled(seed).forecasts())).isCloseTo(number, within(1e-12));
        assertThat(score.of(problem.renamed().forecasts())).isCloseTo(number, within(1e-9));
      }
    }
  }

  @Property(tries = 100)
  void normsAreOrdered(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int n) {
    ReliabilityDiagram diagram = ReliabilityDiagram.of(Problems.of(seed, n, 4, 2).forecasts(), Binning.equalWidth(9));
    assertThat(diagram.error(Norm.L1)).isLessThanOrEqualTo(diagram.error(Norm.L2) + 1e-15);
    assertThat(diagram.error(Norm.L2)).isLessThanOrEqualTo(diagram.error(Norm.MAX) + 1e-15);
    assertThat(diagram.squaredErrorDebiased())
        .isLessThanOrEqualTo(diagram.error(Norm.L2) * diagram.error(Norm.L2) + 1e-15);
  }

  @Test
  void forecastsKnowWhatTheBeliefSays() {
    Belief.OfClasses belief =
        new Belief.Samples(Tensor.of(new float[] {1, 0, 0, 1, 0.5f, 0.5f, 0, 1}, 2, 2, 2));
    Forecasts forecasts = Forecasts.of(belief, 0, 0);
    assertThat(forecasts.size()).isEqualTo(2);
    assertThat(forecasts.classes()).isEqualTo(2);
    assertThat(forecasts.confidences()).containsExactly(0.75, 1);
    assertThat(forecasts.probabilities(1)).containsExactly(0.25, 1);
    assertThat(forecasts.hits()).containsExactly(true, false);
    assertThat(forecasts.occurrences(1)).containsExactly(false, false);
    assertThat(Score.errorRate().of(forecasts)).isEqualTo(Scores.errorRate(belief, 0, 0));
    assertThat(Score.negativeLogLikelihood().of(forecasts)).isEqualTo(Scores.negativeLogLikelihood(belief, 0, 0));
    assertThat(Score.brier()).hasToString("Brier score (sum over classes)");
    Belief.OfClasses dirichlet = new Belief.Dirichlet(Tensor.of(new double[] {3, 1}, 1, 2));
    assertThat(Forecasts.of(dirichlet, 1).confidences()).containsExactly(0.75);
  }

  @Test
  void whatIsNoForecastIsRefused() {
    assertThatThrownBy(
        () -> ReliabilityDiagram.of(new double[] {Double.NaN}, new boolean[1], CalibrationError.BINNING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reliability diagram: number NaN of input 0, expected a probability");
    assertThatThrownBy(() -> ReliabilityDiagram.of(new double[] {1.1}, new boolean[1], CalibrationError.BINNING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reliability diagram: number 1.1 of input 0, expected a probability");
    assertThatThrownBy(() -> ReliabilityDiagram.of(new double[] {0.5}, new boolean[2], CalibrationError.BINNING))
        .isInstanceOf(IllegalArgumentException.class).hasMessage(
            "reliability diagram: 1 probabilities and 2 outcomes, expected equally many, and 1 or more");
    assertThatThrownBy(() -> ReliabilityDiagram.of(new double[0], new boolean[0], CalibrationError.BINNING))
        .isInstanceOf(IllegalArgumentException.class).hasMessage(
            "reliability diagram: 0 probabilities and 0 outcomes, expected equally many, and 1 or more");
    Belief.OfClasses belief = new Belief.Categorical(Tensor.of(new double[] {0.9, 0.1}, 1, 2));
    assertThatThrownBy(() -> CalibrationError.EXPECTED.of(belief, 0, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("forecasts: 2 labels for numbers [1,2], expected one label for each row, and 1 or more");
    assertThatThrownBy(() -> CalibrationError.EXPECTED.of(belief, 2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("forecasts: label 2 of sample 0, expected 0 to 1");
    assertThatThrownBy(() -> Forecasts.of(belief, 0).probabilities(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Forecasts.of(belief, 0).occurrences(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
