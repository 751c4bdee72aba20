package candor.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.tensor.StridedViews.View;
import java.util.ArrayList;
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
import org.junit.jupiter.params.provider.EnumSource;

/// Strided views against [Naive], an array that copies at every step.
@Domain(StridedViews.class)
@Domain(DomainContext.Global.class)
class NdArrayTest {
  @Property
  void aViewShowsTheNumbersOfItsIndices(@ForAll View view) {
    assertThat(view.array().shape()).isEqualTo(view.naive().shape());
    assertThat(StridedViews.numbers(view.array())).isEqualTo(view.naive().values());
    for (int k = 0; k < view.array().count(); k++) {
      int[] index = Naive.index(view.naive().sizes(), k);
      assertThat(view.array().at(index)).isEqualTo(view.naive().at(index));
    }
  }

  @Property
  void theOrderIsAPermutationByFallingStride(@ForAll View view) {
    int[] order = view.array().order();
    assertThat(order).containsExactlyInAnyOrder(IntStream.range(0, view.naive().rank()).toArray());
    int[] placed = IntStream.of(order).filter(a -> view.naive().sizes()[a] > 1 && view.array().stride(a) != 0)
        .map(a -> -Math.abs(view.array().stride(a))).toArray();
    assertThat(placed).isSorted();
  }

  @Property
  void anArrayIsDenseWhenSomeWalkOverItsAxesFillsARange(@ForAll View view) {
    List<int[]> walks = permutations(view.naive().rank());
    for (int[] walk : walks) {
      assertThat(view.array().isDenseIn(walk)).as("in %s", Arrays.toString(walk)).isEqualTo(fillsARange(view, walk));
    }
    assertThat(view.array().isDense()).isEqualTo(walks.stream().anyMatch(walk -> fillsARange(view, walk)));
  }

  @Property
  void anArrayIsPutInAnyOrderAndCopiedOnlyWhenItMust(@ForAll View view,
      @ForAll @Size(4) List<@IntRange(max = 999) Integer> choices) {
    int[] order = StridedViews.order(view.naive().rank(), choices);
    NdArray ordered = view.array().inOrder(order);
    assertThat(ordered.isDenseIn(order)).isTrue();
    assertThat(StridedViews.numbers(ordered)).isEqualTo(view.naive().values());
    assertThat(ordered.equals(view.array())).isEqualTo(view.array().isDenseIn(order));
    NdArray copy = view.array().copyInOrder(order);
    assertThat(copy.isDenseIn(order)).isTrue();
    assertThat(copy.array()).isNotSameAs(view.array().array());
    assertThat(StridedViews.numbers(copy)).isEqualTo(view.naive().values());
  }

  @Property
  void aDenseCopyKeepsTheOrderOfTheAxes(@ForAll View view) {
    NdArray dense = view.array().dense();
    assertThat(dense.isDense()).isTrue();
    assertThat(dense.isDenseIn(view.array().order())).isTrue();
    assertThat(dense.equals(view.array())).isEqualTo(view.array().isDense());
    assertThat(StridedViews.numbers(dense)).isEqualTo(view.naive().values());
    assertThat(view.array().rowMajor().isDenseIn(IntStream.range(0, view.naive().rank()).toArray())).isTrue();
  }

  @Property
  void reshapingGivesAViewExactlyWhenStridesAllowOne(@ForAll View view,
      @ForAll @Size(12) List<@IntRange(max = 999) Integer> choices) {
    int[] target = regrouped(view.naive().shape().count(), choices);
    NdArray reshaped = view.array().reshape(Shape.of(target));
    assertThat(reshaped.shape()).isEqualTo(Shape.of(target));
    assertThat(StridedViews.numbers(reshaped)).isEqualTo(view.naive().reshape(target).values());
    assertThat(reshaped.array().equals(view.array().array())).isEqualTo(stridesExist(view, target));
  }

  @Test
  void zerosLieInTheGivenOrder() {
    NdArray columns = NdArray.zeros(DType.F32, Shape.of(2, 3), 1, 0);
    assertThat(columns.order()).containsExactly(1, 0);
    assertThat(columns.stride(0)).isEqualTo(1);
    assertThat(columns.stride(1)).isEqualTo(2);
  }

  @Test
  void zerosLieBatchInnermostWhenAsked() {
    NdArray x = NdArray.zeros(DType.F32, Shape.of(8, 3, 5, 7), 1, 2, 3, 0);
    assertThat(IntStream.range(0, 4).map(x::stride)).containsExactly(1, 280, 56, 8);
    assertThat(x.order()).containsExactly(1, 2, 3, 0);
    assertThat(x.isDenseIn(1, 2, 3, 0)).isTrue();
    assertThat(x.isDenseIn(0, 1, 2, 3)).isFalse();
  }

  @Test
  void axesOfSizeOneKeepTheirLogicalPlaceInTheOrder() {
    assertThat(NdArray.zeros(DType.F32, Shape.of(1, 3, 1, 5)).order()).containsExactly(0, 1, 2, 3);
    assertThat(NdArray.zeros(DType.F32, Shape.of(1, 1, 1)).order()).containsExactly(0, 1, 2);
  }

  @Test
  void viewsShareTheJavaArray() {
    float[] numbers = {1, 2, 3, 4, 5, 6};
    NdArray x = NdArray.wrap(numbers, Shape.of(2, 3));
    assertThat(x.f32()).isSameAs(numbers);
    assertThat(x.permute(1, 0).f32()).isSameAs(numbers);
    assertThat(x.slice(new int[] {1, 2}, new int[] {1, -2}, Shape.of(1, 2)).f32()).isSameAs(numbers);
    assertThat(x.expand(Shape.of(4, 2, 3)).f32()).isSameAs(numbers);
    assertThat(x.reshape(Shape.of(3, 2)).f32()).isSameAs(numbers);
  }

  @Test
  void aJavaArrayTakenOutIsACopy() {
    float[] numbers = {1, 2};
    float[] taken = (float[]) NdArray.wrap(numbers, Shape.of(2)).toJavaArray();
    taken[0] = 9;
    assertThat(numbers).containsExactly(1, 2);
  }

  @Test
  void onlyArraysOfTheThreeElementTypesAreWrapped() {
    assertThatThrownBy(() -> NdArray.wrap(new long[2], Shape.of(2))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor: array of type long[], expected float[], double[] or int[]");
  }

  @ParameterizedTest
  @EnumSource
  void fillingWritesEveryElementOfItsRangeAndNoOther(DType dtype) {
    NdArray x = NdArray.zeros(dtype, Shape.of(4));
    x.slice(new int[] {1}, new int[] {1}, Shape.of(2)).fill(7);
    assertThat(StridedViews.numbers(x)).containsExactly(0, 7, 7, 0);
  }

  @ParameterizedTest
  @EnumSource
  void emptyArraysAreDenseInEveryOrderAndCanBeViewed(DType dtype) {
    NdArray x = NdArray.zeros(dtype, Shape.of(2, 0, 3));
    assertThat(x.isDense()).isTrue();
    assertThat(x.isDenseIn(2, 1, 0)).isTrue();
    assertThat(x.permute(1, 2, 0).shape()).isEqualTo(Shape.of(0, 3, 2));
    assertThat(x.reshape(Shape.of(5, 0)).shape()).isEqualTo(Shape.of(5, 0));
    assertThat(StridedViews.numbers(x.copyInOrder(2, 0, 1))).isEmpty();
    assertThat(x.fill(1).count()).isZero();
  }

  /// 16 bytes of the array's header and 48 in front are a cache line.
  @Test
  void newNumbersBeginACacheLineBehindTheirArray() {
    for (DType type : DType.values()) {
      int bytes = type == DType.F64 ? 8 : 4;
      Tensor copy = Tensor.of(new float[] {1, 2}, 2).to(type);
      for (NdArray made : List.of(NdArray.zeros(type, Shape.of(3)), NdArray.empty(type, Shape.of(3)), copy.array(),
          new Workspace().call(() -> NdArray.empty(type, Shape.of(3))))) {
        assertThat(made.offset() * bytes).isEqualTo(48);
      }
    }
    assertThat(Tensor.of(new int[] {1}, 1).array().offset()).isEqualTo(12);
    assertThat(NdArray.wrap(new float[3], Shape.of(3)).offset()).isZero();
  }

  @Test
  void moreNumbersThanAnArrayCanHoldAreRefused() {
    assertThatThrownBy(() -> NdArray.zeros(DType.F32, Shape.of(Integer.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor: 2147483647 numbers, more than an array can hold, 2147483615");
  }

  @Test
  void arraysAreComparedByIdentity() {
    NdArray x = NdArray.zeros(DType.F32, Shape.of(2));
    assertThat(List.of(x)).contains(x).doesNotContain(NdArray.zeros(DType.F32, Shape.of(2)));
    assertThat(x).hasSameHashCodeAs(x);
  }

  @Test
  void everyViewTakenBeforeAnOverwriteIsRefused() {
    NdArray x = NdArray.zeros(DType.F32, Shape.of(2, 3));
    NdArray transposed = x.permute(1, 0);
    NdArray renewed = x.overwrite();
    renewed.f32()[renewed.offset()] = 1;
    assertThat(renewed.at(0, 0)).isEqualTo(1);
    for (NdArray old : List.of(x, transposed, transposed.permute(1, 0))) {
      assertThatThrownBy(old::f32).isInstanceOf(IllegalStateException.class).hasMessage("tensor: shape " + old.shape()
          + " was overwritten in place (by an optimiser step?) after it was read; take it, or the gradient graph that holds it, anew");
      assertThatThrownBy(() -> old.at(0, 0)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(old::toJavaArray).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(old::overwrite).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> old.fill(0)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void onlyTheLastOverwriteGivesAUsableView() {
    NdArray first = NdArray.zeros(DType.F64, Shape.of(2)).overwrite();
    NdArray second = first.overwrite();
    NdArray view = second.reshape(Shape.of(2, 1));
    assertThat(view.f64()).isSameAs(second.f64());
    assertThatThrownBy(first::f64).isInstanceOf(IllegalStateException.class);
  }

  /// Whether the addresses, read in row-major order of the walk's axes, count up by one.
  private static boolean fillsARange(View view, int[] walk) {
    NdArray walked = view.array().permute(walk);
    int[] sizes = walked.shape().toArray();
    boolean fills = true;
    for (int k = 0; k < walked.count(); k++) {
      fills &= address(walked, Naive.index(sizes, k)) == walked.offset() + k;
    }
    return fills;
  }

  private static int address(NdArray array, int[] index) {
    int at = array.offset();
    for (int i = 0; i < index.length; i++) {
      at += index[i] * array.stride(i);
    }
    return at;
  }

  /// Whether the addresses, read in row-major order, are a linear function of the indices of the target shape.
  private static boolean stridesExist(View view, int[] target) {
    int[] sizes = view.naive().sizes();
    int[] address =
        IntStream.range(0, view.array().count()).map(k -> address(view.array(), Naive.index(sizes, k))).toArray();
    int[] strides = new int[target.length];
    int neighbour = 1;
    for (int i = target.length - 1; i >= 0 && address.length > 0; i--) {
      strides[i] = target[i] > 1 ? address[neighbour] - address[0] : 0;
      neighbour *= target[i];
    }
    boolean linear = true;
    for (int k = 0; k < address.length; k++) {
      int[] index = Naive.index(target, k);
      int expected = address[0];
      for (int i = 0; i < index.length; i++) {
        expected += index[i] * strides[i];
      }
      linear &= address[k] == expected;
    }
    return linear;
  }

  /// A shape with the given number of elements, made of its prime factors and ones.
  private static int[] regrouped(int count, List<Integer> choices) {
    int rank = 1 + choices.getFirst() % 5;
    int[] sizes = new int[rank];
    Arrays.fill(sizes, 1);
    if (count == 0) {
      Arrays.setAll(sizes, i -> choices.get(1 + i) % 3);
      sizes[choices.getLast() % rank] = 0;
      return sizes;
    }
    int rest = count;
    int drawn = 1;
    for (int prime = 2; rest > 1; prime++) {
      for (; rest % prime == 0; rest /= prime) {
        sizes[choices.get(drawn++ % choices.size()) % rank] *= prime;
      }
    }
    return sizes;
  }

  private static List<int[]> permutations(int n) {
    List<int[]> result = new ArrayList<>(List.of(new int[0]));
    for (int next = 0; next < n; next++) {
      List<int[]> longer = new ArrayList<>();
      for (int[] shorter : result) {
        for (int at = 0; at <= next; at++) {
          int[] order = new int[next + 1];
          System.arraycopy(shorter, 0, order, 0, at);
          order[at] = next;
          System.arraycopy(shorter, at, order, at + 1, next - at);
          longer.add(order);
        }
      }
      result = longer;
    }
    return result;
  }
}
