package candor.op;

import static org.assertj.core.api.Assertions.assertThat;

import candor.tensor.DType;
import candor.tensor.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResamplingTest {
  private static final Tensor X = Tensor.of(new double[] {1, 5, 2}, 3);

  @Test
  void nearestRepeatsOrSkips() {
    assertThat(X.resample(0, Resampling.nearest(3, 6)).toDoubles()).containsExactly(1, 1, 5, 5, 2, 2);
    assertThat(X.resample(0, Resampling.nearest(3, 2)).toDoubles()).containsExactly(1, 5);
    assertThat(X.resample(0, Resampling.nearest(3, 4)).toDoubles()).containsExactly(1, 1, 5, 2);
  }

  @Test
  void linearTakesPixelsForAreas() {
    assertThat(X.resample(0, Resampling.linear(3, 6)).toDoubles()).containsExactly(1, 2, 4, 4.25, 2.75, 2);
    assertThat(X.resample(0, Resampling.linear(3, 3)).hasSameBits(X)).isTrue();
    assertThat(X.resample(0, Resampling.linear(3, 1)).toDoubles()).containsExactly(5);
  }

  @Test
  void alignedKeepsTheEnds() {
    assertThat(X.resample(0, Resampling.linearAligned(3, 5)).toDoubles()).containsExactly(1, 3, 5, 3.5, 2);
    assertThat(X.resample(0, Resampling.linearAligned(3, 1)).toDoubles()).containsExactly(1);
    assertThat(X.resample(0, Resampling.linearAligned(3, 3)).hasSameBits(X)).isTrue();
  }

  @Test
  void anInfinityStaysWithTheIndicesThatReadIt() {
    Tensor x = Tensor.of(new double[] {1, Double.POSITIVE_INFINITY, 2, 3}, 4);
    assertThat(x.resample(0, Resampling.linearAligned(4, 4)).hasSameBits(x)).isTrue();
    assertThat(x.resample(0, Resampling.linear(4, 8)).toDoubles()).containsExactly(1, Double.POSITIVE_INFINITY,
        Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 2.25, 2.75, 3);
  }

  @Test
  void theResultLiesAsImagesDo() {
    Tensor y = Tensor.zeros(DType.F32, 2, 3, 4, 5).resample(2, Resampling.linear(4, 8));
    assertThat(y.array().isDenseIn(1, 2, 3, 0)).isTrue();
  }

  /// Rows of the matrix sum to 1, so a constant stays; a straight line stays between the ends.
  @Property
  void constantsAndLinesAreKept(@ForAll @IntRange(min = 1, max = 40) int from,
      @ForAll @IntRange(min = 1, max = 40) int to) {
    Tensor ones = Tensor.ones(DType.F64, from);
    Tensor constant = Tensor.ones(DType.F64, to);
    assertThat(ones.resample(0, Resampling.nearest(from, to)).hasSameBits(constant)).isTrue();
    assertThat(ones.resample(0, Resampling.linear(from, to)).isClose(constant, 1e-15, 0)).isTrue();
    Tensor line = Tensor.range(DType.F64, from);
    Tensor expected = Tensor.range(DType.F64, to).mul(to == 1 ? 0 : (from - 1.0) / (to - 1));
    assertThat(line.resample(0, Resampling.linearAligned(from, to)).isClose(expected, 1e-13, 0)).isTrue();
  }

  /// `⟨M x, y⟩ = ⟨x, Mᵀ y⟩`.
  @Property
  void theTransposedRuleIsTheAdjoint(@ForAll @IntRange(min = 1, max = 20) int from,
      @ForAll @IntRange(min = 1, max = 20) int to) {
    Tensor x = Tensor.range(DType.F64, from).add(1);
    Tensor y = Tensor.range(DType.F64, to).mul(3).sub(5);
    for (Resampling rule : new Resampling[] {Resampling.nearest(from, to), Resampling.linear(from, to),
      Resampling.linearAligned(from, to)}) {
      double left = x.resample(0, rule).mul(y).sum().item();
      double right = y.resample(0, rule.transposed()).mul(x).sum().item();
      assertThat(Math.abs(left - right)).isLessThan(1e-10);
    }
  }
}
