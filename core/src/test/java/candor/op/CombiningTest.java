package candor.op;

import static org.assertj.core.api.Assertions.assertThat;

import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

/// Reductions and indexing against one element at a time, for random shapes, axes and layouts.
class CombiningTest {
  @Provide
  Arbitrary<Shape> shapes() {
    return Shapes.full(1, 4);
  }

  private static int[] axes(Shape shape, int bits) {
    int[] axes = IntStream.range(0, shape.rank()).filter(i -> (bits >> i & 1) == 1).toArray();
    return axes.length == 0 ? new int[] {0} : axes;
  }

  /// The reduction of every group of numbers that agree in the indices of the other axes.
  private static Tensor reduce(Tensor x, int[] axes, ToDoubleFunction<double[]> f) {
    Shape kept = x.shape().collapsed(axes);
    return Naive.tensor(kept, i -> f.applyAsDouble(Naive.indices(x.shape()).stream()
        .filter(k -> IntStream.range(0, k.length).allMatch(d -> kept.size(d) == 1 || k[d] == i[d])).mapToDouble(x::at)
        .toArray()));
  }

  private static void assertClose(Tensor actual, Tensor expected) {
    assertThat(actual.isClose(expected, 1e-12, 1e-12)).as("%s%nexpected%n%s", actual, expected).isTrue();
  }

  @Property(tries = 300)
  void sumsAddTheNumbersOfEveryGroup(@ForAll("shapes") Shape shape, @ForAll @IntRange(min = 1, max = 15) int bits,
      @ForAll long seed) {
    Tensor x = Naive.random(seed, shape);
    int[] axes = axes(shape, bits);
    Tensor expected = reduce(x, axes, group -> Arrays.stream(group).sum());
    assertClose(x.sumKeep(axes), expected);
    assertClose(x.sum(axes), expected.reshape(Axes.removed(shape, axes).toArray()));
    assertClose(x.meanKeep(axes), reduce(x, axes, group -> Arrays.stream(group).sum() / group.length));
  }

  @Property(tries = 300)
  void extremesAreThoseOfEveryGroup(@ForAll("shapes") Shape shape, @ForAll @IntRange(min = 1, max = 15) int bits,
      @ForAll long seed) {
    Tensor x = Naive.random(seed, shape);
    int[] axes = axes(shape, bits);
    Evaluation.assertSameBits("max", reduce(x, axes, group -> Arrays.stream(group).max().orElseThrow()),
        x.maxKeep(axes));
    Tensor min = reduce(x, axes, group -> Arrays.stream(group).min().orElseThrow());
    Evaluation.assertSameBits("min", min.reshape(Axes.removed(shape, axes).toArray()), x.min(axes));
  }

  @Property(tries = 300)
  void logsumexpNormAndVarianceFollowTheirFormulas(@ForAll("shapes") Shape shape,
      @ForAll @IntRange(min = 1, max = 15) int bits, @ForAll long seed) {
    Tensor x = Naive.random(seed, shape);
    int[] axes = axes(shape, bits);
    assertClose(x.logsumexpKeep(axes),
        reduce(x, axes, group -> StrictMath.log(Arrays.stream(group).map(StrictMath::exp).sum())));
    assertClose(x.normKeep(axes), reduce(x, axes, group -> Math.sqrt(Arrays.stream(group).map(v -> v * v).sum())));
    Tensor variance = reduce(x, axes, group -> {
      double mean = Arrays.stream(group).sum() / group.length;
      return Arrays.stream(group).map(v -> (v - mean) * (v - mean)).sum() / group.length;
    });
    assertThat(x.variance(0, axes).isClose(variance.reshape(Axes.removed(shape, axes).toArray()), 1e-12, 1e-12))
        .isTrue();
  }

  @Property(tries = 300)
  void argmaxPointsAtTheFirstMaximum(@ForAll("shapes") Shape shape, @ForAll @IntRange(max = 3) int axis,
      @ForAll long seed) {
    Tensor x = Domain.TIES.tensor(RandomStream.of(seed), DType.F64, shape);
    int a = axis % shape.rank();
    Tensor expected = reduceIndex(x, a);
    assertThat(x.argmax(a).toInts()).isEqualTo(expected.to(DType.I32).toInts());
    assertThat(x.neg().argmin(a).toInts()).isEqualTo(x.argmax(a).toInts());
  }

  private static Tensor reduceIndex(Tensor x, int axis) {
    return Naive.tensor(x.shape().collapsed(axis), i -> {
      int best = 0;
      for (int k = 1; k < x.shape().size(axis); k++) {
        best = x.at(Naive.with(i, axis, k)) > x.at(Naive.with(i, axis, best)) ? k : best;
      }
      return best;
    });
  }

  @Property(tries = 200)
  void cumsumAddsFromTheStart(@ForAll("shapes") Shape shape, @ForAll @IntRange(max = 3) int axis, @ForAll long seed) {
    Tensor x = Naive.random(seed, shape);
    int a = axis % shape.rank();
    Tensor expected = Naive.tensor(shape,
        i -> IntStream.rangeClosed(0, i[a]).mapToDouble(k -> x.at(Naive.with(i, a, k))).reduce(0, Double::sum));
    Evaluation.assertClose("cumsum", x.cumsum(a), expected, 1e-14);
  }

  @Property(tries = 200)
  void softmaxSumsToOneAndLogSoftmaxIsItsLogarithm(@ForAll("shapes") Shape shape, @ForAll @IntRange(max = 3) int axis,
      @ForAll long seed) {
    Tensor x = Naive.random(seed, shape).mul(20);
    int a = axis % shape.rank();
    Tensor sum = x.softmax(a).sum(a);
    assertThat(sum.isClose(Tensor.ones(DType.F64, sum.shape().toArray()), 1e-14, 0)).isTrue();
    assertThat(x.logSoftmax(a).exp().isClose(x.softmax(a), 1e-14, 1e-13)).isTrue();
  }

  @Property(tries = 200)
  void gatherReadsWhereTheIndexPoints(@ForAll("shapes") Shape shape, @ForAll @IntRange(max = 3) int axis,
      @ForAll @IntRange(max = 4) int count,
      @ForAll long seed) {
    Tensor x = Naive.random(seed, shape);
    int a = axis % shape.rank();
    Tensor index = Domain.index(shape.size(a)).tensor(RandomStream.of(seed), DType.F64, shape.with(a, count));
    Tensor expected = Naive.tensor(index.shape(), i -> x.at(Naive.with(i, a, (int) index.at(i))));
    Evaluation.assertSameBits("gather", expected, x.gather(a, index));
  }

  @Property(tries = 200)
  void scatterAddAddsWhereTheIndexPoints(@ForAll("shapes") Shape shape, @ForAll @IntRange(max = 3) int axis,
      @ForAll @IntRange(min = 1, max = 4) int size,
      @ForAll long seed) {
    Tensor x = Naive.random(seed, shape);
    int a = axis % shape.rank();
    Tensor index = Domain.index(size).tensor(RandomStream.of(seed), DType.F64, shape);
    List<int[]> all = Naive.indices(shape);
    Tensor expected = Naive.tensor(shape.with(a, size), i -> all.stream()
        .filter(k -> Arrays.equals(Naive.with(k, a, 0), Naive.with(i, a, 0)) && (int) index.at(k) == i[a])
        .mapToDouble(x::at).reduce(0, Double::sum));
    Evaluation.assertSameBits("scatterAdd", expected, x.scatterAdd(a, index, size));
  }

  @Property(tries = 200)
  void indexSelectAndIndexAddAreAdjoint(@ForAll("shapes") Shape shape, @ForAll @IntRange(max = 3) int axis,
      @ForAll @IntRange(max = 6) int count,
      @ForAll long seed) {
    Tensor x = Naive.random(seed, shape);
    int a = axis % shape.rank();
    Tensor index = Domain.index(shape.size(a)).tensor(RandomStream.of(seed), DType.F64, Shape.of(count));
    Tensor picked = x.indexSelect(a, index);
    Evaluation.assertSameBits("indexSelect",
        Naive.tensor(shape.with(a, count), i -> x.at(Naive.with(i, a, (int) index.at(i[a])))), picked);
    Tensor g = Naive.random(seed + 1, picked.shape());
    assertThat(g.indexAdd(a, index, shape.size(a)).mul(x).sum().item())
        .isCloseTo(g.mul(picked).sum().item(), Offset.offset(1e-9));
  }
}
