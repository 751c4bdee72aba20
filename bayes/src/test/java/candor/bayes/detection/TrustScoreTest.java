package candor.bayes.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.Orientation;
import candor.bayes.Ranking;
import candor.tensor.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

final class TrustScoreTest {
  /// Predicts class 0 left of 0, class 1 right of it, and class 2 never. The feature is the place on the line.
  private static final Classifier LINE = Networks.linear(Tensor.of(new double[] {-1, 1, 0}, 3, 1), 0, 0, -1000);

  private static Reading line(double[] places, int... labels) {
    return LINE.read(Networks.data(Tensor.of(places, places.length, 1), labels));
  }

  private static final double[] PLACES = {-3, -2, -1, -0.5, 1, 2, 3};
  private static final int[] LABELS = {0, 0, 0, 1, 1, 1, 1};

  @Test
  void onALineItIsARatioOfLengths() {
    TrustScore score = TrustScore.fit(line(PLACES, LABELS));
    // −1.5 is 0.5 from class 0 and 1 from class 1; 0.9 is 0.1 from class 1 and 1.9 from class 0; −0.5 is a sample of the
    // other class, 2 a sample of the predicted one.
    assertThat(score.of(line(new double[] {-1.5, 0.9, -0.5, 2}, 0, 0, 0, 0)))
        .containsExactly(new double[] {2, 19, 0, Double.POSITIVE_INFINITY}, within(1e-12));
    assertThat(score.orientation()).isEqualTo(Orientation.SURE);
    assertThat(score.name()).isEqualTo("trust score, k = 10, alpha = 0.0, neighbour 1");
  }

  @Test
  void theSecondNeighbourIsAnother() {
    TrustScore score = TrustScore.fit(line(PLACES, LABELS), 10, 0, 2);
    // From −2 the second neighbours are −3, or −1, of class 0 and 1 of class 1.
    assertThat(score.of(line(new double[] {-2}, 0))).containsExactly(3);
  }

  @Test
  void thinRegionsAreFiltered() {
    // With k = 2, itself and another, the radii of class 0 are 1, 5, 1 and 1, those of class 1 are 1.5, 1, 0.5 and 0.5:
    // without a quarter of each, −8 and 2 are missing.
    double[] places = {-3, -8, -2, -1, 2, 3.5, 4.5, 5};
    TrustScore all = TrustScore.fit(line(places, 0, 0, 0, 0, 1, 1, 1, 1), 2, 0, 1);
    TrustScore dense = TrustScore.fit(line(places, 0, 0, 0, 0, 1, 1, 1, 1), 2, 0.25, 1);
    Reading far = line(new double[] {-7}, 0);
    assertThat(all.of(far)[0]).isCloseTo(9, within(1e-12));
    assertThat(dense.of(far)[0]).isCloseTo(10.5 / 4, within(1e-12));
  }

  @Test
  void whereBothDistancesAreZeroTheScoreIsOne() {
    TrustScore score = TrustScore.fit(line(new double[] {-1, -1}, 0, 1));
    assertThat(score.of(line(new double[] {-1}, 0))).containsExactly(1);
  }

  @Property(tries = 30)
  void scaleAndOriginOfTheFeaturesDoNotMatter(@ForAll long seed,
      @ForAll @DoubleRange(min = 0.1, max = 100) double scale,
      @ForAll @DoubleRange(min = -50, max = 50) double shift) {
    int[] labels = new int[60];
    for (int i = 0; i < 60; i++) {
      labels[i] = i % 3;
    }
    Tensor samples = Networks.normal(seed, 60, 2);
    Tensor queries = Networks.normal(seed + 1, 30, 2);
    Tensor weight = Networks.normal(seed + 2, 3, 2);
    double[] a = TrustScore.fit(Networks.linear(weight, 0, 0, 0).read(Networks.data(samples, labels)), 3, 0.1, 1)
        .of(Networks.linear(weight, 0, 0, 0).read(Networks.data(queries)));
    // The same predictions from moved features.
    double[] bias =
        weight.matmul(Tensor.of(new double[] {-shift / scale, -shift / scale}, 2, 1)).reshape(3).toDoubles();
    Classifier moved = Networks.linear(weight.div(scale), bias);
    double[] b = TrustScore.fit(moved.read(Networks.data(samples.mul(scale).add(shift), labels)), 3, 0.1, 1)
        .of(moved.read(Networks.data(queries.mul(scale).add(shift))));
    for (int i = 0; i < a.length; i++) {
      assertThat(b[i]).isCloseTo(a[i], within(1e-6 * (1 + a[i])));
    }
  }

  @Test
  void itFindsErrorsThatConfidenceDoesNot() {
    // Sure of class 1 far to the right, where all training samples are of class 0.
    Reading training = line(new double[] {-2, -1, 1, 2, 10, 11, 12}, 0, 0, 1, 1, 0, 0, 0);
    Reading test = line(new double[] {-1.5, 1.5, 1.9, 10.5, 11.5}, 0, 1, 1, 0, 0);
    Detector trust = TrustScore.fit(training);
    assertThat(Ranking.ofErrors(trust.uncertainty(test), test.correct()).auroc()).isOne();
    assertThat(Ranking.ofErrors(Detectors.maxProbability().uncertainty(test), test.correct()).auroc())
        .isLessThan(0.5);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Reading training = line(PLACES, LABELS);
    assertThatThrownBy(() -> TrustScore.fit(training, 0, 0, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "trust score: k 0, alpha 0.0, neighbour 1, expected k of 1 or more, alpha in [0, 1) and a neighbour "
                + "of 1 or more");
    Reading other = Networks.identity(2).read(Networks.data(Networks.normal(1, 3, 2)));
    assertThatThrownBy(() -> TrustScore.fit(training).of(other)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trust score: the reading has 2 classes, the training data 3");
  }
}
