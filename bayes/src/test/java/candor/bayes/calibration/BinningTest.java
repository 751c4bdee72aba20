package candor.bayes.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BinningTest {
  @Test
  void binsAreOpenBelowAndClosedAbove() {
    for (int bins = 1; bins <= 40; bins++) {
      double[] ends = Binning.equalWidth(bins).ends();
      for (int m = 1; m <= bins; m++) {
        double end = (double) m / bins;
        assertThat(Bins.place(ends, end)).as("%d/%d", m, bins).isEqualTo(m - 1);
        assertThat(Bins.place(ends, Math.nextDown(end))).as("below %d/%d", m, bins).isEqualTo(m - 1);
        assertThat(Bins.place(ends, Math.nextUp(end))).as("above %d/%d", m, bins).isEqualTo(Math.min(m, bins - 1));
      }
      assertThat(Bins.place(ends, 0)).isZero();
      assertThat(Bins.place(ends, -0.0)).isZero();
    }
  }

  @Test
  void equalMassesHoldEquallyMany() {
    double[] p = {0.9, 0.1, 0.4, 0.3, 0.8, 0.2, 0.7};
    assertThat(Binning.equalMass(3).ends(p)).containsExactly(0.3, 0.7, 1);
    assertThat(Bins.places(Binning.equalMass(3).ends(p), p)).containsExactly(2, 0, 1, 0, 2, 0, 1);
    assertThat(Binning.equalMass(1).ends(p)).containsExactly(1);
    // More bins than numbers: each has its own.
    assertThat(Binning.equalMass(50).ends(p)).containsExactly(0.1, 0.2, 0.3, 0.4, 0.7, 0.8, 1);
  }

  @Test
  void equalProbabilitiesAreInOneBin() {
    assertThat(Binning.equalMass(4).ends(0.5, 0.5, 0.5, 0.5)).containsExactly(1);
    assertThat(Binning.equalMass(4).ends(0.25, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 1)).containsExactly(0.5, 1);
    assertThat(Binning.equalMass(4).ends(0, 0, 0, 0.5, 1, 1, 1, 1)).containsExactly(0, 0.5, 1);
    // Rounding lifted some above 1.
    assertThat(Binning.equalMass(3).ends(0.5, 1.00000003, 1.00000006)).containsExactly(0.5, 1);
  }

  @Property(tries = 300)
  void binsOfEqualMassAreNotEmptyAndAsEvenAsTiesAllow(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 40) Integer> levels,
      @ForAll @IntRange(min = 1, max = 20) int bins) {
    double[] p = levels.stream().mapToDouble(level -> level / 40.0).toArray();
    double[] ends = Binning.equalMass(bins).ends(p);
    int[] counts = new int[ends.length];
    int ties = 0;
    for (double x : p) {
      counts[Bins.place(ends, x)]++;
      ties = Math.max(ties, (int) Arrays.stream(p).filter(other -> other == x).count());
    }
    assertThat(Arrays.stream(counts).min().orElseThrow()).isPositive();
    assertThat(Arrays.stream(counts).max().orElseThrow()).isLessThan(Math.ceilDiv(p.length, bins) + ties);
  }

  @Property(tries = 300)
  void everyProbabilityIsInTheBinThatHoldsIt(@ForAll @Size(min = 1, max = 50) List<@DoubleRange(max = 1) Double> claims,
      @ForAll @IntRange(min = 1, max = 30) int bins, @ForAll boolean even) {
    double[] p = claims.stream().mapToDouble(Double::doubleValue).toArray();
    Binning binning = even ? Binning.equalWidth(bins) : Binning.equalMass(bins);
    ReliabilityDiagram diagram = ReliabilityDiagram.of(p, new boolean[p.length], binning);
    for (ReliabilityDiagram.Bin bin : diagram.bins()) {
      long inside =
          Arrays.stream(p).filter(c -> c <= bin.high() && (c > bin.low() || bin.low() == 0 && c == 0)).count();
      if (bin.low() > 0 || bin.high() == diagram.bins().getFirst().high()) {
        assertThat((long) bin.count()).isEqualTo(inside);
      }
    }
    assertThat(diagram.count()).isEqualTo(p.length);
  }

  @Test
  void theConventionHasAName() {
    assertThat(Binning.equalWidth(15).name()).isEqualTo("15 of equal width, open below and closed above");
    assertThat(Binning.equalMass(10).name())
        .isEqualTo("10 of equal mass, open below and closed above, equal probabilities in one");
  }

  @Test
  void noBinsAreRefused() {
    assertThatThrownBy(() -> Binning.equalWidth(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("binning: 0 bins, expected 1 or more");
    assertThatThrownBy(() -> Binning.equalMass(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("binning: 0 bins, expected 1 or more");
  }
}
