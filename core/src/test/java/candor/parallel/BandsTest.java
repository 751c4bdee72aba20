package candor.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BandsTest {

  @Property
  void bandsCoverEveryItemOnceAndInOrder(
      @ForAll @IntRange(max = 5000) int n,
      @ForAll @IntRange(min = 1, max = 70) int bands,
      @ForAll @IntRange(min = 1, max = 64) int align) {
    assertThat(Bands.start(n, bands, 0, align)).isZero();
    assertThat(Bands.start(n, bands, bands, align)).isEqualTo(n);
    for (int b = 0; b < bands; b++) {
      int start = Bands.start(n, bands, b, align);
      assertThat(start).isLessThanOrEqualTo(Bands.start(n, bands, b + 1, align));
      assertThat(start == n || start % align == 0).isTrue();
    }
  }

  @Property
  void unalignedBandsDifferByAtMostOneItem(
      @ForAll @IntRange(max = 5000) int n, @ForAll @IntRange(min = 1, max = 70) int bands) {
    for (int b = 0; b < bands; b++) {
      int length = Bands.start(n, bands, b + 1) - Bands.start(n, bands, b);
      assertThat(length).isBetween(n / bands, Math.ceilDiv(n, bands));
    }
  }

  @Test
  void startDoesNotOverflowAtTheLargestArguments() {
    int max = Integer.MAX_VALUE;
    assertThat(Bands.start(max, max, max - 1)).isEqualTo(max - 1);
    assertThat(Bands.start(max, 3, 3, 1 << 30)).isEqualTo(max);
    assertThat(Bands.start(max, 2, 1, max)).isZero();
  }

  @Test
  void countGrowsWithTheWorkBetweenOneAndTheMaximum() {
    assertThat(Bands.count(0, 100, 8)).isEqualTo(1);
    assertThat(Bands.count(299, 100, 8)).isEqualTo(2);
    assertThat(Bands.count(300, 100, 8)).isEqualTo(3);
    assertThat(Bands.count(Long.MAX_VALUE, 1, 8)).isEqualTo(8);
  }

  @Test
  void argumentsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> Bands.start(-1, 2, 0)).hasMessage("bands: n must be at least 0, but is -1");
    assertThatThrownBy(() -> Bands.start(9, 0, 0)).hasMessage("bands: bands must be at least 1, but is 0");
    assertThatThrownBy(() -> Bands.start(9, 2, 3)).hasMessage("bands: band must be in [0, 2], but is 3");
    assertThatThrownBy(() -> Bands.start(9, 2, -1)).hasMessage("bands: band must be in [0, 2], but is -1");
    assertThatThrownBy(() -> Bands.start(9, 2, 0, 0)).hasMessage("bands: align must be at least 1, but is 0");
    assertThatThrownBy(() -> Bands.count(-1, 1, 1)).hasMessage("bands: work must be at least 0, but is -1");
    assertThatThrownBy(() -> Bands.count(1, 0, 1)).hasMessage("bands: grain must be at least 1, but is 0");
    assertThatThrownBy(() -> Bands.count(1, 1, 0)).hasMessage("bands: max must be at least 1, but is 0");
  }
}
