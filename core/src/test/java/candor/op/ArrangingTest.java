package candor.op;

import static org.assertj.core.api.Assertions.assertThat;

import candor.random.RandomStream;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;

/// What rearranges and cuts against one element at a time, for random shapes and layouts.
class ArrangingTest {
  @Provide
  Arbitrary<Shape> shapes() {
    return Shapes.any(0, 4);
  }

  @Provide
  Arbitrary<Shape> axes() {
    return Shapes.any(1, 4);
  }

  @Property(tries = 300)
  void reshapeKeepsRowMajorOrder(@ForAll("shapes") Shape shape, @ForAll long seed) {
    Tensor x = Naive.random(seed, shape);
    int[] sizes = factors(shape.count(), RandomStream.of(seed).child("sizes"));
    assertThat(x.reshape(sizes).toDoubles()).isEqualTo(x.toDoubles());
    assertThat(x.reshape(sizes).shape()).isEqualTo(Shape.of(sizes));
  }

  /// A random product of sizes, with ones here and there.
  private static int[] factors(int count, RandomStream random) {
    int[] draws = new int[8];
    random.bounded(4, 0, draws);
    IntStream.Builder sizes = IntStream.builder();
    int rest = count;
    for (int draw : draws) {
      int size = rest != 0 && rest % (draw + 1) == 0 ? draw + 1 : 1;
      rest /= size;
      if (size > 1 || draw == 0) {
        sizes.add(size);
      }
    }
    return sizes.add(rest).build().toArray();
  }

  @Property(tries = 300)
  void permuteMovesAxes(@ForAll("shapes") Shape shape, @ForAll long seed) {
    Tensor x = Naive.random(seed, shape);
    int[] axes = RandomStream.of(seed).child("axes").permutation(shape.rank());
    Shape result = Shape.of(IntStream.of(axes).map(shape::size).toArray());
    Tensor expected = Naive.tensor(result, i -> {
      int[] old = new int[axes.length];
      IntStream.range(0, axes.length).forEach(k -> old[axes[k]] = i[k]);
      return x.at(old);
    });
    Evaluation.assertSameBits("permute", expected, x.permute(axes));
  }

  @Property(tries = 300)
  void slicePicksEveryStepth(@ForAll("axes") Shape shape, @ForAll @IntRange(max = 3) int axis,
      @ForAll @IntRange(max = 5) int from,
      @ForAll @IntRange(max = 5) int to, @ForAll @IntRange(min = 1, max = 3) int step, @ForAll long seed) {
    Tensor x = Naive.random(seed, shape);
    int a = axis % shape.rank();
    int end = Math.min(Math.max(from, to), shape.size(a));
    int start = Math.min(Math.min(from, to), end);
    int size = (int) IntStream.iterate(start, i -> i < end, i -> i + step).count();
    Tensor expected = Naive.tensor(shape.with(a, size), i -> x.at(Naive.with(i, a, start + step * i[a])));
    Evaluation.assertSameBits("slice", expected, x.slice(a, start, end, step));
  }

  @Property(tries = 200)
  void flipReversesAxes(@ForAll("axes") Shape shape, @ForAll @IntRange(max = 3) int axis, @ForAll long seed) {
    Tensor x = Naive.random(seed, shape);
    int a = axis % shape.rank();
    Evaluation.assertSameBits("flip", Naive.tensor(shape, i -> x.at(Naive.with(i, a, shape.size(a) - 1 - i[a]))),
        x.flip(a));
  }

  @Property(tries = 200)
  void padAddsNumbersAtBothEnds(@ForAll("axes") Shape shape, @ForAll @IntRange(max = 3) int axis,
      @ForAll @IntRange(max = 3) int before,
      @ForAll @IntRange(max = 3) int after, @ForAll long seed) {
    Tensor x = Naive.random(seed, shape);
    int a = axis % shape.rank();
    Tensor expected = Naive.tensor(shape.with(a, before + shape.size(a) + after), i -> {
      int k = i[a] - before;
      return k >= 0 && k < shape.size(a) ? x.at(Naive.with(i, a, k)) : 7;
    });
    Evaluation.assertSameBits("pad", expected, x.pad(a, before, after, 7));
  }

  @Property(tries = 200)
  void placeIsUndoneBySlice(@ForAll("axes") Shape shape, @ForAll @IntRange(min = 1, max = 3) int step,
      @ForAll @IntRange(max = 2) int start,
      @ForAll long seed) {
    Tensor x = Naive.random(seed, shape);
    int[] starts = IntStream.range(0, shape.rank()).map(i -> start).toArray();
    int[] steps = IntStream.range(0, shape.rank()).map(i -> step).toArray();
    Shape larger = Shape.of(IntStream.of(shape.toArray()).map(n -> start + step * n).toArray());
    Tensor y = x.place(starts, steps, larger, 0);
    Evaluation.assertSameBits("place, slice", x, y.slice(starts, steps, shape));
    assertThat(y.abs().sum().item()).isCloseTo(x.abs().sum().item(), Offset.offset(1e-9));
  }

  @Property(tries = 200)
  void concatIsUndoneBySlices(@ForAll("axes") Shape shape,
      @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 3) Integer> sizes,
      @ForAll @IntRange(max = 3) int axis, @ForAll long seed) {
    int a = axis % shape.rank();
    List<Tensor> parts = sizes.stream().map(n -> Naive.random(seed + n, shape.with(a, n))).toList();
    Tensor joined = Tensor.concat(a, parts);
    int at = 0;
    for (Tensor part : parts) {
      Evaluation.assertSameBits("concat, slice", part, joined.slice(a, at, at + part.shape().size(a)));
      at += part.shape().size(a);
    }
    assertThat(joined.shape()).isEqualTo(shape.with(a, at));
  }

  @Property(tries = 200)
  void splitIsUndoneByConcat(@ForAll("axes") Shape shape, @ForAll @IntRange(max = 3) int axis,
      @ForAll @IntRange(min = 1, max = 6) int size,
      @ForAll long seed) {
    Tensor x = Naive.random(seed, shape);
    int a = axis % shape.rank();
    List<Tensor> parts = x.split(a, size);
    assertThat(parts).hasSize(Math.ceilDiv(shape.size(a), size));
    if (!parts.isEmpty()) {
      Evaluation.assertSameBits("split, concat", x, Tensor.concat(a, parts));
    }
  }

  /// Views of views of views give the numbers that copies after every step give.
  @Property(tries = 500)
  void chainsOfViewsEqualChainsOfCopies(@ForAll("axes") Shape shape,
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 4) Integer> steps,
      @ForAll long seed) {
    Tensor views = Naive.random(seed, shape);
    Tensor copies = Evaluation.copy(views);
    for (int k = 0; k < steps.size(); k++) {
      RandomStream random = RandomStream.of(seed).child(k);
      views = step(views, steps.get(k), random);
      copies = Evaluation.copy(step(copies, steps.get(k), random));
    }
    Evaluation.assertSameBits(steps + "", copies, views);
    Evaluation.assertSameBits(steps + " squared", copies.square(), views.square());
    Evaluation.assertSameBits(steps + " row-major", copies, Tensor.of(views.array().rowMajor()));
  }

  private static Tensor step(Tensor x, int kind, RandomStream random) {
    int rank = x.shape().rank();
    int axis = random.bounded(rank, 0, 0);
    int size = x.shape().size(axis);
    return switch (kind) {
      case 0 -> x.permute(random.permutation(rank));
      case 1 -> x.slice(axis, random.bounded(size + 1, 0, 1), size, 1 + random.bounded(2, 0, 2));
      case 2 -> x.reshape(factors(x.count(), random));
      case 3 -> rank < 5 && x.count() < 300 ? repeated(x, axis) : x;
      default -> x.flip(axis);
    };
  }

  private static Tensor repeated(Tensor x, int axis) {
    Tensor y = x.unsqueeze(axis);
    return y.expand(y.shape().with(axis, 3).toArray());
  }
}
