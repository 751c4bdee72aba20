package candor.kernel.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntBinaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TapRunTest {
  private static final int KERNEL = 5;

  /// Position `p` reads `p + k − 2`, as a convolution with padding 2 does.
  private static IntBinaryOperator padded(int size) {
    return (p, k) -> p + k - 2 < size ? p + k - 2 : -1;
  }

  @Test
  void inTheInteriorAllPositionsAreOneRun() {
    List<TapRun> runs = new Axis(1, 1, KERNEL, padded(12)).cut(0, 12);
    assertThat(runs).extracting(TapRun::count).containsExactly(1, 1, 8, 1, 1);
    assertThat(runs.get(2).taps()).containsExactly(0, 1, 2, 3, 4);
    assertThat(runs.get(2).sources()).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void transposedConvolutionsHaveOneRunForEachResidueOfTheStride() {
    IntBinaryOperator source = (p, k) -> p >= k && (p - k) % 2 == 0 && (p - k) / 2 < 6 ? (p - k) / 2 : -1;
    List<TapRun> runs = new Axis(2, 1, 3, source).cut(2, 12);
    assertThat(runs).extracting(TapRun::start).containsExactly(2, 3);
    assertThat(runs).extracting(TapRun::count).containsExactly(5, 5);
    assertThat(runs.get(0).taps()).containsExactly(0, 2);
    assertThat(runs.get(0).sources()).containsExactly(1, 0);
    assertThat(runs.get(1).taps()).containsExactly(1);
  }

  @Property
  void runsTellTheSourceOfEveryTapOfEveryPositionOnce(@ForAll @IntRange(max = 12) int from,
      @ForAll @IntRange(max = 12) int length, @ForAll @IntRange(min = 1, max = 12) int size) {
    IntBinaryOperator source = padded(size);
    int[] seen = new int[from + length];
    for (TapRun run : new Axis(1, 1, KERNEL, source).cut(from, from + length)) {
      for (int i = 0; i < run.count(); i++) {
        int position = run.start() + i * run.step();
        seen[position]++;
        int taps = 0;
        for (int k = 0; k < KERNEL; k++) {
          if (source.applyAsInt(position, k) >= 0) {
            assertThat(run.taps()[taps]).isEqualTo(k);
            assertThat(run.sources()[taps++] + i * run.sourceStep()).isEqualTo(source.applyAsInt(position, k));
          }
        }
        assertThat(run.taps()).hasSize(taps);
      }
    }
    for (int position = 0; position < seen.length; position++) {
      assertThat(seen[position]).isEqualTo(position < from ? 0 : 1);
    }
  }
}
