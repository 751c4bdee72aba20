package candor.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import candor.tensor.StridedViews.View;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Copies between all kinds of strides; sizes around 16 cross the edges of the tiles.
@Domain(StridedViews.class)
@Domain(DomainContext.Global.class)
class StridedCopyTest {
  @Property
  void anyViewIsCopiedIntoAnyOrder(@ForAll View view, @ForAll @Size(4) List<@IntRange(max = 999) Integer> choices) {
    int[] order = StridedViews.order(view.naive().rank(), choices);
    NdArray target = NdArray.zeros(view.array().dtype(), view.array().shape(), order);
    target.assign(view.array());
    assertThat(StridedViews.numbers(target)).isEqualTo(view.naive().values());
  }

  @Property
  void aCopyIntoASliceLeavesItsSurroundingsAlone(@ForAll View view,
      @ForAll @Size(8) List<@IntRange(max = 999) Integer> choices) {
    int rank = view.naive().rank();
    int[] start = IntStream.range(0, rank).map(i -> choices.get(i) % 3).toArray();
    int[] step = IntStream.range(0, rank).map(i -> 1 + choices.get(4 + i) % 2).toArray();
    int[] sizes = IntStream.range(0, rank).map(i -> start[i] + view.naive().sizes()[i] * step[i] + 1).toArray();
    NdArray whole = NdArray.zeros(view.array().dtype(), Shape.of(sizes)).fill(-1);
    whole.slice(start, step, view.array().shape()).assign(view.array());
    assertThat(StridedViews.numbers(whole)).isEqualTo(placed(view.naive(), start, step, sizes));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 40", "15, 17", "16, 16", "17, 16", "33, 47", "64, 2", "3, 100"})
  void aTransposedMatrixIsCopiedInTiles(int rows, int columns) {
    Naive naive = Naive.counting(rows, columns);
    for (DType dtype : DType.values()) {
      NdArray transposed = StridedViews.array(dtype, naive).permute(1, 0);
      assertThat(StridedViews.numbers(transposed.copyInOrder(0, 1))).isEqualTo(naive.permute(1, 0).values());
    }
  }

  @ParameterizedTest
  @CsvSource({"17, 2, 3, 19", "1, 5, 1, 33", "32, 1, 16, 2", "20, 3, 18, 1"})
  void activationsAreTurnedBatchInnermostAndBack(int n, int c, int h, int w) {
    Naive naive = Naive.counting(n, c, h, w);
    NdArray rowMajor = StridedViews.array(DType.F32, naive);
    NdArray innermost = rowMajor.copyInOrder(1, 2, 3, 0);
    assertThat(StridedViews.numbers(innermost.permute(1, 2, 3, 0))).isEqualTo(naive.permute(1, 2, 3, 0).values());
    assertThat(StridedViews.numbers(innermost.copyInOrder(0, 1, 2, 3))).isEqualTo(naive.values());
  }

  @Test
  void negativeStepsAreFollowedThroughTheTiles() {
    Naive naive = Naive.counting(20, 37);
    NdArray x = StridedViews.array(DType.F32, naive).slice(new int[] {19, 36}, new int[] {-1, -1}, Shape.of(20, 37));
    Naive reversed = naive.slice(new int[] {19, 36}, new int[] {-1, -1}, 20, 37);
    assertThat(StridedViews.numbers(x.copyInOrder(0, 1))).isEqualTo(reversed.values());
    assertThat(StridedViews.numbers(x.permute(1, 0).copyInOrder(0, 1))).isEqualTo(reversed.permute(1, 0).values());
  }

  @Test
  void aRepeatedNumberFillsItsTarget() {
    NdArray x = NdArray.wrap(new double[] {4}, Shape.SCALAR).expand(Shape.of(18, 40));
    assertThat((double[]) x.copyInOrder(1, 0).toJavaArray()).hasSize(720).containsOnly(4);
  }

  @Test
  void anEmptyCopyTouchesNothing() {
    NdArray whole = NdArray.zeros(DType.F32, Shape.of(3, 2)).fill(5);
    whole.slice(new int[] {3, 0}, new int[] {1, 1}, Shape.of(0, 2)).assign(NdArray.zeros(DType.F32, Shape.of(0, 2)));
    assertThat((float[]) whole.toJavaArray()).containsOnly(5);
  }

  private static int[] placed(Naive part, int[] start, int[] step, int[] sizes) {
    int[] result = new int[Shape.of(sizes).count()];
    Arrays.fill(result, -1);
    for (int k = 0; k < part.values().length; k++) {
      int[] index = Naive.index(part.sizes(), k);
      int flat = 0;
      for (int i = 0; i < sizes.length; i++) {
        flat = flat * sizes[i] + start[i] + index[i] * step[i];
      }
      result[flat] = part.values()[k];
    }
    return result;
  }
}
