package candor.bayes.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.Belief;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/// Histogram binning and isotonic regression.
class OneVsRestTest {
  @Test
  void theShareOfABinIsItsProbability() {
    HistogramBinning binning = HistogramBinning.of(Binning.equalWidth(4), new double[] {0.1, 0.2, 0.25, 0.9, 0.8},
        new boolean[] {false, false, true, true, true});
    assertThat(binning.applyAsDouble(0)).isEqualTo(1.0 / 3);
    assertThat(binning.applyAsDouble(0.25)).isEqualTo(1.0 / 3);
    assertThat(binning.applyAsDouble(1)).isOne();
    // Nothing was learnt there.
    assertThat(binning.applyAsDouble(0.26)).isEqualTo(0.26);
    assertThat(binning.applyAsDouble(0.75)).isEqualTo(0.75);
    assertThat(binning.diagram().count()).isEqualTo(5);
  }

  @Test
  void violatorsArePooled() {
    IsotonicRegression regression =
        IsotonicRegression.of(new double[] {1, 2, 3, 4, 5, 6}, new double[] {1, 3, 2, 4, 3, 2});
    assertThat(values(regression, 1, 2, 3, 4, 5, 6)).containsExactly(1, 2.5, 2.5, 3, 3, 3);
    assertThat(values(regression, 0, 1.5, 2.7, 3.5, 9)).containsExactly(1, 1.75, 2.5, 2.75, 3);
    assertThat(values(IsotonicRegression.of(new double[] {3, 2, 1}, new double[] {0, 1, 5}), 0, 2, 4)).containsExactly(
        2,
        2, 2);
    assertThat(values(IsotonicRegression.of(new double[] {7}, new double[] {0.25}), 0, 7, 9)).containsExactly(0.25,
        0.25, 0.25);
  }

  private static double[] values(DoubleUnaryOperator function, double... at) {
    return Arrays.stream(at).map(function).toArray();
  }

  @Test
  void pointsAtOnePlaceCountAsTheirMean() {
    IsotonicRegression regression =
        IsotonicRegression.of(new double[] {2, 1, 1, 1}, new double[] {0.5, 0, 1, 1});
    // 2/3 of weight 3 and 1/2 of weight 1.
    assertThat(regression.applyAsDouble(1)).isEqualTo(0.625);
    assertThat(regression.applyAsDouble(2)).isEqualTo(0.625);
  }

  @Property(tries = 300)
  void itIsMonotoneAndOfLeastSquares(@ForAll @Size(min = 1, max = 12) List<@IntRange(max = 6) Integer> places,
      @ForAll @Size(min = 12, max = 12) List<@IntRange(max = 5) Integer> numbers) {
    double[] x = places.stream().mapToDouble(Integer::doubleValue).toArray();
    double[] y = numbers.stream().limit(x.length).mapToDouble(Integer::doubleValue).toArray();
    IsotonicRegression regression = IsotonicRegression.of(x, y);
    double[] distinct = Arrays.stream(x).sorted().distinct().toArray();
    double[] levels = values(regression, distinct);
    for (int i = 1; i < levels.length; i++) {
      assertThat(levels[i]).isGreaterThanOrEqualTo(levels[i - 1]);
    }
    // The minimum over all monotone functions is max over a ≤ i of min over b ≥ i of the mean from a to b.
    for (int i = 0; i < distinct.length; i++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int a = 0; a <= i; a++) {
        double least = Double.POSITIVE_INFINITY;
        for (int b = i; b < distinct.length; b++) {
          least = Math.min(least, mean(x, y, distinct[a], distinct[b]));
        }
        best = Math.max(best, least);
      }
      assertThat(levels[i]).isCloseTo(best, within(1e-12));
    }
  }

  private static double mean(double[] x, double[] y, double from, double to) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < x.length; i++) {
      if (x[i] >= from && x[i] <= to) {
        sum += y[i];
        count++;
      }
    }
    return sum / count;
  }

  @Test
  void isotonicRegressionIsThatOfScikitLearn() {
    for (References.Value value : References.values("isotonic")) {
      References.Data data = References.data(value.data());
      Tensor belief = IsotonicRegression.fit(Logits.of(data.belief()), data.labels())
          .apply(References.data(value.argument()).belief()).mean();
      assertThat(Arrays.copyOf(belief.toDoubles(), value.numbers().length)).as(value.toString())
          .containsExactly(value.numbers(), within(1e-14));
    }
  }

  @Test
  void histogramBinningIsThatOfNumpy() {
    for (References.Value value : References.values("histogram")) {
      References.Data data = References.data(value.data());
      Binning binning = value.what().contains("width") ? Binning.equalWidth(15) : Binning.equalMass(10);
      assertThat(HistogramBinning.fit(binning, Logits.of(data.belief()), data.labels())
          .apply(References.data(value.argument()).belief()).mean().toDoubles()).as(value.toString())
          .containsExactly(value.numbers(), within(1e-14));
    }
  }

  @Property(tries = 200)
  void onItsOwnDataABinnedProbabilityIsCalibrated(@ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int n,
      @ForAll @IntRange(min = 1, max = 12) int bins, @ForAll boolean even) {
    Problems problem = Problems.of(seed, n, 2, 3);
    Binning binning = even ? Binning.equalWidth(bins) : Binning.equalMass(bins);
    Forecasts forecasts = problem.forecasts();
    for (int k = 0; k < 2; k++) {
      double[] p = forecasts.probabilities(k);
      boolean[] occurs = forecasts.occurrences(k);
      double[] calibrated = values(HistogramBinning.of(binning, p, occurs), p);
      for (Binning other : List.of(binning, CalibrationError.BINNING, Binning.equalMass(7))) {
        assertThat(ReliabilityDiagram.of(calibrated, occurs, other).error(Norm.MAX)).isCloseTo(0, within(1e-14));
      }
      double[] y = new double[n];
      for (int i = 0; i < n; i++) {
        y[i] = occurs[i] ? 1 : 0;
      }
      double[] isotonic = values(IsotonicRegression.of(p, y), p);
      assertThat(ReliabilityDiagram.of(isotonic, occurs, binning).error(Norm.MAX)).isCloseTo(0, within(1e-14));
    }
  }

  @Test
  void theProbabilitiesOfASampleAddUpToOne() {
    Problems problem = Problems.of(12, 100, 5, 3);
    Logits logits = Logits.of(problem.logits());
    for (Calibrator calibrator : List.of(IsotonicRegression.fit(logits, problem.labels()),
        HistogramBinning.fit(Binning.equalMass(10), logits, problem.labels()))) {
      Belief.Categorical belief = calibrator.apply(Problems.of(13, 40, 5, 3).logits());
      assertThat(belief.mean().sum(1).isClose(Tensor.ones(DType.F64, 40), 1e-14, 0)).isTrue();
    }
  }

  @Test
  void ofAllClassesImpossibleEachIsAsGood() {
    OneVsRest nothing = new OneVsRest(List.of(_ -> 0, _ -> 0, _ -> 0, _ -> 0));
    assertThat(nothing.apply(Tensor.of(new double[] {1, 2, 3, 4}, 1, 4)).mean().toDoubles())
        .containsExactly(0.25, 0.25, 0.25, 0.25);
  }

  @Test
  void anotherMethodIsAFunction() {
    Problems problem = Problems.of(12, 50, 3, 3);
    OneVsRest same = OneVsRest.fit((_, _) -> p -> p, Logits.of(problem.logits()), problem.labels());
    assertThat(same.apply(problem.logits()).mean().isClose(problem.belief().mean(), 1e-15, 0)).isTrue();
    assertThat(same.maps()).hasSize(3);
  }

  @Test
  void aClassWithoutSamplesIsImpossible() {
    Logits logits = Logits.of(Tensor.of(new double[] {2, 1, 0, 1, 2, 0}, 2, 3));
    assertThat(IsotonicRegression.fit(logits, 0, 1).apply(logits).mean().toDoubles()).containsExactly(1, 0, 0, 0, 1, 0);
  }

  @Test
  void whatCannotBeFittedIsRefused() {
    assertThatThrownBy(() -> IsotonicRegression.of(new double[1], new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("isotonic regression: 1 places and 2 numbers, expected equally many, and 1 or more");
    assertThatThrownBy(() -> IsotonicRegression.of(new double[] {1, Double.NaN}, new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("isotonic regression: point 1 is (NaN, 0.0), expected finite numbers");
    assertThatThrownBy(() -> HistogramBinning.of(Binning.equalWidth(3), new double[] {2}, new boolean[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("histogram binning: number 2.0 of input 0, expected a probability");
    Logits logits = Logits.of(Tensor.of(new double[] {2, 1, 0}, 1, 3));
    assertThatThrownBy(() -> IsotonicRegression.fit(logits, 3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("one-vs-rest: label 3 of sample 0, expected 0 to 2");
    OneVsRest fitted = IsotonicRegression.fit(logits, 1);
    assertThatThrownBy(() -> fitted.apply(Tensor.zeros(DType.F32, 1, 2))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("one-vs-rest: applied to logits [1,2], but fitted on 3 classes");
    assertThatThrownBy(() -> new OneVsRest(List.of())).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("one-vs-rest: no classes, expected 1 or more");
  }
}
