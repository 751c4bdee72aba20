package candor.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
  @Test
  void aScalarHasRankZeroAndOneElement() {
    assertThat(Shape.SCALAR.rank()).isZero();
    assertThat(Shape.SCALAR.count()).isEqualTo(1);
    assertThat(Shape.SCALAR).hasToString("[]").isEqualTo(Shape.of());
  }

  @Test
  void theCountIsTheProductOfTheSizes() {
    assertThat(Shape.of(2, 3, 4).count()).isEqualTo(24);
    assertThat(Shape.of(2, 0, 4).count()).isZero();
    assertThat(Shape.of(Integer.MAX_VALUE).count()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void moreElementsThanAnIntCountsAreRefused() {
    assertThatThrownBy(() -> Shape.of(1 << 16, 1 << 15)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape: [65536, 32768] has more than 2^31 - 1 elements");
    // These products are 0 modulo 2^32 and 2^64.
    assertThatThrownBy(() -> Shape.of(1 << 16, 1 << 16)).hasMessageContaining("more than 2^31 - 1");
    assertThatThrownBy(() -> Shape.of(1 << 30, 1 << 30, 1 << 30)).hasMessageContaining("more than 2^31 - 1");
  }

  @Test
  void aSizeOfZeroMakesAnyShapeEmptyWhereverItStands() {
    assertThat(Shape.of(0, 1 << 16, 1 << 16).count()).isZero();
    assertThat(Shape.of(1 << 16, 1 << 16, 0).count()).isZero();
    assertThat(Shape.of(1 << 30, 1 << 30, 1 << 30, 0).count()).isZero();
  }

  @Test
  void negativeSizesAreRefused() {
    assertThatThrownBy(() -> Shape.of(2, -1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape: size -1 in [2, -1], expected 0 or more");
  }

  @Test
  void aShapeSharesNoArrayWithItsCaller() {
    int[] sizes = {2, 3};
    Shape shape = Shape.of(sizes);
    sizes[0] = 7;
    shape.toArray()[1] = 7;
    assertThat(shape).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void shapesAreEqualWhenTheirSizesAre() {
    assertThat(Shape.of(2, 3)).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3)).hasToString("[2,3]");
    assertThat(Shape.of(2, 3)).isNotEqualTo(Shape.of(3, 2)).isNotEqualTo(Shape.of(2, 3, 1)).isNotEqualTo("[2,3]");
  }

  @Test
  void negativeAxesCountFromTheEnd() {
    Shape shape = Shape.of(2, 3, 4);
    assertThat(shape.size(-1)).isEqualTo(shape.size(2)).isEqualTo(4);
    assertThat(shape.size(-3)).isEqualTo(shape.size(0)).isEqualTo(2);
    assertThat(shape.axis("sum", -2)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"3", "-4", "2147483647", "-2147483648"})
  void anAxisThatIsNotThereIsNamedWithTheOperation(int axis) {
    assertThatThrownBy(() -> Shape.of(2, 3, 4).axis("sum", axis)).isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("sum: axis " + axis + " of a tensor of shape [2,3,4], expected -3 to 2");
  }

  @Test
  void aScalarHasNoAxis() {
    assertThatThrownBy(() -> Shape.SCALAR.axis("softmax", 0)).isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("softmax: axis 0 of a tensor of shape [], expected none");
  }

  @Test
  void sizesAreReplacedAndRemoved() {
    Shape shape = Shape.of(2, 3, 4);
    assertThat(shape.with(-1, 7)).isEqualTo(Shape.of(2, 3, 7));
    assertThat(shape.without(0)).isEqualTo(Shape.of(3, 4));
    assertThat(shape.without(-2)).isEqualTo(Shape.of(2, 4));
    assertThat(shape.collapsed(0, 2)).isEqualTo(Shape.of(1, 3, 1));
    assertThat(shape.collapsed()).isEqualTo(shape);
    assertThat(shape).isEqualTo(Shape.of(2, 3, 4));
  }

  @Test
  void rowMajorStridesAreProductsOfTheInnerSizes() {
    assertThat(Shape.of(2, 3, 4).rowMajorStrides()).containsExactly(12, 4, 1);
    assertThat(Shape.of(2, 0, 4).rowMajorStrides()).containsExactly(4, 4, 1);
    assertThat(Shape.SCALAR.rowMajorStrides()).isEmpty();
  }

  @Test
  void broadcastingFollowsTheExamplesOfNumpy() {
    assertThat(broadcast(Shape.of(256, 256, 3), Shape.of(3))).isEqualTo(Shape.of(256, 256, 3));
    assertThat(broadcast(Shape.of(8, 1, 6, 1), Shape.of(7, 1, 5))).isEqualTo(Shape.of(8, 7, 6, 5));
    assertThat(broadcast(Shape.of(5, 4), Shape.SCALAR)).isEqualTo(Shape.of(5, 4));
    assertThat(broadcast(Shape.of(15, 3, 5), Shape.of(3, 1))).isEqualTo(Shape.of(15, 3, 5));
    assertThat(broadcast(Shape.of(0), Shape.of(1))).isEqualTo(Shape.of(0));
    assertThat(broadcast(Shape.of(2, 1), Shape.of(0))).isEqualTo(Shape.of(2, 0));
  }

  @Test
  void shapesThatDoNotFitAreNamedWithTheAxis() {
    assertThatThrownBy(() -> Shape.broadcast("mul", Shape.of(2, 3), Shape.of(4, 5, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mul: shapes [2,3] and [4,5,3] cannot be broadcast together: axis -2 has sizes 2 and 5");
    assertThatThrownBy(() -> broadcast(Shape.of(3), Shape.of(0)))
        .hasMessage("add: shapes [3] and [0] cannot be broadcast together: axis -1 has sizes 3 and 0");
  }

  @Property
  void broadcastingIsCommutativeAndHasAScalarAsNeutralElement(@ForAll @Size(max = 4) List<@IntRange(max = 3) Integer> a,
      @ForAll @Size(max = 4) List<@IntRange(max = 3) Integer> b) {
    int[] left = a.stream().mapToInt(Integer::intValue).toArray();
    int[] right = b.stream().mapToInt(Integer::intValue).toArray();
    assertThat(broadcast(Shape.of(left), Shape.SCALAR)).isEqualTo(Shape.of(left));
    assertThat(broadcast(Shape.of(left), Shape.of(left))).isEqualTo(Shape.of(left));
    if (fit(left, right)) {
      assertThat(broadcast(Shape.of(left), Shape.of(right))).isEqualTo(broadcast(Shape.of(right), Shape.of(left)))
          .isEqualTo(expected(left, right));
    } else {
      assertThatThrownBy(() -> broadcast(Shape.of(left), Shape.of(right))).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Shape broadcast(Shape a, Shape b) {
    return Shape.broadcast("add", a, b);
  }

  private static boolean fit(int[] a, int[] b) {
    int rank = Math.max(a.length, b.length);
    int[] x = padded(a, rank);
    int[] y = padded(b, rank);
    boolean fit = true;
    for (int i = 0; i < rank; i++) {
      fit &= x[i] == y[i] || x[i] == 1 || y[i] == 1;
    }
    return fit;
  }

  private static Shape expected(int[] a, int[] b) {
    int rank = Math.max(a.length, b.length);
    int[] x = padded(a, rank);
    int[] y = padded(b, rank);
    int[] result = new int[rank];
    Arrays.setAll(result, i -> x[i] == 1 ? y[i] : x[i]);
    return Shape.of(result);
  }

  private static int[] padded(int[] sizes, int rank) {
    int[] result = new int[rank];
    Arrays.setAll(result, i -> i < rank - sizes.length ? 1 : sizes[i - rank + sizes.length]);
    return result;
  }
}
