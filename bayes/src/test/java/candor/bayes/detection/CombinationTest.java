package candor.bayes.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.Orientation;
import candor.bayes.Ranking;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CombinationTest {
  /// A coordinate of the input.
  private record Coordinate(int axis, Orientation orientation) implements Detector {
    @Override
    public String name() {
      return "coordinate " + axis;
    }

    @Override
    public double[] of(Reading reading) {
      return reading.data().all().input().select(1, axis).toDoubles();
    }
  }

  private static final List<Detector> BOTH =
      List.of(new Coordinate(0, Orientation.UNCERTAIN), new Coordinate(1, Orientation.SURE));

  private static Reading reading(Tensor inputs) {
    return Networks.identity(2).read(Networks.data(inputs));
  }

  /// Normal numbers around a centre.
  private static Reading cloud(long seed, int n, double x, double y) {
    return reading(Networks.normal(seed, n, 2).add(Tensor.of(new double[] {x, y}, 2)));
  }

  @Test
  void betweenNormalsItIsTheDirectionFromMeanToMean() {
    // The logarithm of the ratio of the densities is x − y − 1; the deviation of a weight is about 0.015.
    Combination found = Combination.fit(BOTH, cloud(1, 40_000, 0, 0), cloud(2, 20_000, 1, -1), 1e-9);
    assertThat(found.weights()).containsExactly(new double[] {1, 1}, within(0.06));
    assertThat(found.bias()).isCloseTo(-1, within(0.06));
    Reading one = reading(Tensor.of(new double[] {3, 5}, 1, 2));
    assertThat(found.of(one)[0])
        .isCloseTo(3 * found.weights()[0] - 5 * found.weights()[1] + found.bias(), within(1e-12));
    assertThat(found.orientation()).isEqualTo(Orientation.UNCERTAIN);
    assertThat(found.name()).isEqualTo("combination of coordinate 0; coordinate 1");
  }

  @Test
  void theWeightsAreAMinimum() {
    Reading inside = cloud(3, 50, 0, 0);
    Reading outside = cloud(4, 20, 2, 0.5);
    // The scores of this fit have mean 0 and deviation 1, so the penalty is that of the weights as they are.
    Detector first = new Coordinate(0, Orientation.UNCERTAIN);
    Combination found = Combination.fit(List.of(first), inside, outside, 0.1);
    double[] all = both(first.of(inside), first.of(outside));
    double mean = mean(all);
    double deviation = Math.sqrt(mean(square(all, mean)));
    double w = found.weights()[0] * deviation;
    double b = found.bias() + found.weights()[0] * mean;
    double slopeOfWeight = 0.1 * w;
    double slopeOfBias = 0;
    for (int i = 0; i < 70; i++) {
      double z = (all[i] - mean) / deviation;
      double slope = (1 / (1 + Math.exp(-w * z - b)) - (i < 50 ? 0 : 1)) * 0.5 / (i < 50 ? 50 : 20);
      slopeOfWeight += slope * z;
      slopeOfBias += slope;
    }
    assertThat(slopeOfWeight).isCloseTo(0, within(1e-9));
    assertThat(slopeOfBias).isCloseTo(0, within(1e-9));
  }

  private static double[] both(double[] a, double[] b) {
    double[] result = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, result, a.length, b.length);
    return result;
  }

  private static double mean(double[] numbers) {
    return Arrays.stream(numbers).average().orElseThrow();
  }

  private static double[] square(double[] numbers, double centre) {
    return Arrays.stream(numbers).map(x -> (x - centre) * (x - centre)).toArray();
  }

  @Test
  void setsThatCanBeSeparatedHaveFiniteWeights() {
    Reading inside = reading(Tensor.of(new double[] {0, 1, 0.1, 1, 0.2, 1}, 3, 2));
    Reading outside = reading(Tensor.of(new double[] {5, 1, 6, 1}, 2, 2));
    Combination found = Combination.fit(BOTH, inside, outside);
    assertThat(found.weights()[0]).isBetween(0.1, 100.0);
    // A score that does not vary has no say.
    assertThat(found.weights()[1]).isZero();
    assertThat(Ranking.ofOutside(found.of(inside), found.of(outside)).auroc()).isOne();
  }

  @Test
  void theBestOfSeveralIsTunedOfEqualOnesTheFirst() {
    Reading inside = cloud(5, 300, 0, 0);
    Reading outside = cloud(6, 300, 0, -2);
    Tuning found = Tuning.best(List.of(BOTH.get(0), BOTH.get(1), BOTH.get(1)), inside, outside, Ranking::auroc);
    assertThat(found.detector()).isSameAs(BOTH.get(1));
    assertThat(found.values()).hasSize(3).containsSubsequence(found.value(), found.value());
    assertThat(found.value()).isBetween(0.85, 0.99);
    assertThat(found.values().getFirst()).isBetween(0.4, 0.6);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Reading some = cloud(1, 3, 0, 0);
    assertThatThrownBy(() -> Combination.fit(List.of(), some, some)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("combination: 0 parts and penalty 0.001, expected 1 or more, and a positive finite number");
    Reading infinite = reading(Tensor.full(DType.F64, Double.POSITIVE_INFINITY, 1, 2));
    assertThatThrownBy(() -> Combination.fit(BOTH, some, infinite)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("combination: coordinate 0 gives Infinity, expected finite numbers");
    assertThatThrownBy(() -> Tuning.best(List.of(), some, some, Ranking::auroc))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("tuning: no detectors, expected 1 or more");
    assertThatThrownBy(() -> Tuning.best(BOTH, some, some, r -> Double.NaN))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("tuning: the value of coordinate 0 is NaN");
  }
}
