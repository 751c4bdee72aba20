package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.ExpectedCalibrationError.Band;
import candor.bayes.ExpectedCalibrationError.Bin;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class ExpectedCalibrationErrorTest {
  @Test
  void gapsAreWeightedByTheShareOfTheirBin() {
    ExpectedCalibrationError error = ExpectedCalibrationError.of(new double[] {0.9, 0.8, 0.95, 0.3},
        new boolean[] {true, false, true, true}, 2);
    double confidence = (0.9 + 0.8 + 0.95) / 3;
    assertThat(error.bins()).hasSize(2);
    assertThat(error.bins().getFirst()).isEqualTo(new Bin(0, 0.5, 1, 0.3, 1));
    assertThat(error.bins().getLast().count()).isEqualTo(3);
    assertThat(error.value()).isCloseTo(0.25 * 0.7 + 0.75 * (confidence - 2.0 / 3), within(1e-15));
    assertThat(error.maximum()).isCloseTo(0.7, within(1e-15));
    assertThat(error.count()).isEqualTo(4);
  }

  @Test
  void aBeliefIsMeasuredWithFifteenBins() {
    Belief.OfClasses belief = new Belief.Categorical(Tensor.of(new double[] {0.9, 0.1, 0.4, 0.6}, 2, 2));
    ExpectedCalibrationError error = ExpectedCalibrationError.of(belief, 0, 0);
    assertThat(error.bins()).hasSize(15);
    assertThat(error.value()).isCloseTo(0.5 * 0.1 + 0.5 * 0.6, within(1e-15));
  }

  @Test
  void binsAreOpenBelowAndClosedAbove() {
    for (int bins = 1; bins <= 40; bins++) {
      for (int m = 1; m <= bins; m++) {
        double end = (double) m / bins;
        assertThat(place(end, bins)).as("%d/%d", m, bins).isEqualTo(m - 1);
        assertThat(place(Math.nextDown(end), bins)).as("below %d/%d", m, bins).isEqualTo(m - 1);
        assertThat(place(Math.nextUp(end), bins)).as("above %d/%d", m, bins).isEqualTo(Math.min(m, bins - 1));
      }
      assertThat(place(0, bins)).isZero();
    }
  }

  private static int place(double confidence, int bins) {
    ExpectedCalibrationError error = ExpectedCalibrationError.of(new double[] {confidence}, new boolean[] {true}, bins);
    return error.bins().stream().map(Bin::count).toList().indexOf(1);
  }

  @Property
  void everyInputIsInTheBinThatHoldsIt(@ForAll @Size(min = 1, max = 50) List<@DoubleRange(max = 1) Double> claims,
      @ForAll @IntRange(min = 1, max = 30) int bins) {
    double[] confidence = claims.stream().mapToDouble(Double::doubleValue).toArray();
    ExpectedCalibrationError error = ExpectedCalibrationError.of(confidence, new boolean[confidence.length], bins);
    for (Bin bin : error.bins()) {
      long inside = Arrays.stream(confidence).filter(c -> c <= bin.high() && (c > bin.low() || bin.low() == 0)).count();
      assertThat((long) bin.count()).isEqualTo(inside);
    }
    assertThat(error.count()).isEqualTo(confidence.length);
  }

  @Property
  void oneBinComparesTheMeans(@ForAll @Size(min = 1, max = 20) List<@DoubleRange(max = 1) Double> claims) {
    double[] confidence = claims.stream().mapToDouble(Double::doubleValue).toArray();
    boolean[] correct = new boolean[confidence.length];
    Arrays.fill(correct, 0, confidence.length / 2, true);
    double gap = Arrays.stream(confidence).average().orElseThrow() - confidence.length / 2 / (double) confidence.length;
    assertThat(ExpectedCalibrationError.of(confidence, correct, 1).value()).isCloseTo(Math.abs(gap), within(1e-12));
  }

  @Test
  void aModelThatIsAlwaysRightAndSaysSoHasNoError() {
    double[] sure = new double[100];
    boolean[] right = new boolean[100];
    Arrays.fill(sure, 1);
    Arrays.fill(right, true);
    assertThat(ExpectedCalibrationError.of(sure, right, 15).value()).isZero();
    assertThat(ExpectedCalibrationError.ifCalibrated(sure, 15, 10, 1)).isEqualTo(new Band(0, 0));
  }

  @Test
  void aCalibratedModelOfOneConfidenceErrsLikeABinomial() {
    double[] half = new double[400];
    Arrays.fill(half, 0.5);
    Band band = ExpectedCalibrationError.ifCalibrated(half, 15, 2000, 7);
    // The gap is the modulus of a nearly normal number of deviation 0.5/√400 = 0.025.
    assertThat(band.mean()).isCloseTo(0.025 * Math.sqrt(2 / Math.PI), within(0.001));
    assertThat(band.high()).isCloseTo(0.025 * 1.96, within(0.003));
    assertThat(ExpectedCalibrationError.ifCalibrated(half, 15, 2000, 7)).isEqualTo(band);
    assertThat(ExpectedCalibrationError.ifCalibrated(half, 15, 2000, 8)).isNotEqualTo(band);
  }

  @Test
  void whatIsNoConfidenceIsRefused() {
    assertThatThrownBy(() -> ExpectedCalibrationError.of(new double[] {Double.NaN}, new boolean[1], 15))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("calibration error: confidence NaN of input 0, expected a probability");
    assertThatThrownBy(() -> ExpectedCalibrationError.of(new double[] {0.5}, new boolean[1], 0))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("calibration error: 0 bins, expected 1 or more");
    assertThatThrownBy(() -> ExpectedCalibrationError.of(new double[] {0.5}, new boolean[2], 15))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("calibration error: 1 confidences, but 2 outcomes");
    assertThatThrownBy(() -> ExpectedCalibrationError.ifCalibrated(new double[0], 15, 10, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("calibration error: 0 confidences and 10 repetitions, expected 1 or more of both");
  }
}
