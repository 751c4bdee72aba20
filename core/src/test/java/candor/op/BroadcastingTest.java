package candor.op;

import static org.assertj.core.api.Assertions.assertThat;

import candor.autograd.Autograd;
import candor.kernel.BinaryFn;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Broadcasting against one element at a time, for random shapes and layouts.
class BroadcastingTest {
  @Provide
  Arbitrary<Shape> shapes() {
    return Shapes.any(0, 4);
  }

  @Provide
  Arbitrary<BinaryFn> functions() {
    return Arbitraries.of(BinaryFn.ADD, BinaryFn.SUB, BinaryFn.MUL, BinaryFn.DIV, BinaryFn.MAXIMUM, BinaryFn.MINIMUM,
        BinaryFn.LT);
  }

  @Property(tries = 500)
  void binaryOperationsRepeatAxesAsNumPyDoes(@ForAll("shapes") Shape shape, @ForAll("functions") BinaryFn f,
      @ForAll @IntRange(max = 3) int dropped,
      @ForAll @IntRange(max = 15) int ones, @ForAll boolean isLeftSmall, @ForAll long seed) {
    Tensor whole = Naive.random(seed, shape);
    Tensor part = Naive.random(seed + 1, Shapes.repeatable(shape, dropped, ones));
    Tensor a = isLeftSmall ? part : whole;
    Tensor b = isLeftSmall ? whole : part;
    Tensor expected = Naive.tensor(shape, i -> f.f64().apply(Naive.broadcast(a, i), Naive.broadcast(b, i)));
    Evaluation.assertSameBits(f + "", expected, apply(f, a, b));
  }

  @Property(tries = 300)
  void bothOperandsMayBeRepeated(@ForAll("shapes") Shape shape, @ForAll @IntRange(max = 15) int left,
      @ForAll @IntRange(max = 15) int right,
      @ForAll long seed) {
    Tensor a = Naive.random(seed, Shapes.repeatable(shape, 0, left & ~right));
    Tensor b = Naive.random(seed + 1, Shapes.repeatable(shape, 0, right & ~left));
    Tensor expected = Naive.tensor(shape, i -> Naive.broadcast(a, i) - Naive.broadcast(b, i));
    Evaluation.assertSameBits("sub", expected, a.sub(b));
  }

  @Property(tries = 300)
  void whereRepeatsAllThreeOperands(@ForAll("shapes") Shape shape, @ForAll @IntRange(max = 15) int first,
      @ForAll @IntRange(max = 15) int second,
      @ForAll long seed) {
    Tensor c = Naive.random(seed, shape).gt(0);
    Tensor a = Naive.random(seed + 1, Shapes.repeatable(shape, 1, first));
    Tensor b = Naive.random(seed + 2, Shapes.repeatable(shape, 2, second));
    Tensor expected = Naive.tensor(shape, i -> c.at(i) != 0 ? Naive.broadcast(a, i) : Naive.broadcast(b, i));
    Evaluation.assertSameBits("where", expected, Tensor.where(c, a, b));
  }

  @Property(tries = 300)
  void gradientsAreSummedOverRepeatedAxes(@ForAll("shapes") Shape shape, @ForAll @IntRange(max = 3) int dropped,
      @ForAll @IntRange(max = 15) int ones,
      @ForAll long seed) {
    Tensor whole = Naive.random(seed, shape);
    Tensor part = Naive.random(seed + 1, Shapes.repeatable(shape, dropped, ones)).variable();
    Tensor gradient = Autograd.grad(whole.mul(part).sum(), part);
    int lead = shape.rank() - part.shape().rank();
    double[] expected = new double[part.count()];
    List<int[]> indices = Naive.indices(part.shape());
    for (int[] i : Naive.indices(shape)) {
      int[] at =
          IntStream.range(0, part.shape().rank()).map(d -> part.shape().size(d) == 1 ? 0 : i[lead + d]).toArray();
      int flat =
          IntStream.range(0, indices.size()).filter(k -> Arrays.equals(indices.get(k), at)).findFirst().orElseThrow();
      expected[flat] += whole.at(i);
    }
    assertThat(gradient.isClose(Tensor.of(expected, part.shape().toArray()), 1e-12, 1e-12)).isTrue();
  }

  @Property(tries = 200)
  void expandRepeatsWithoutCopying(@ForAll("shapes") Shape shape, @ForAll @IntRange(max = 3) int dropped,
      @ForAll @IntRange(max = 15) int ones,
      @ForAll long seed) {
    Tensor x = Naive.random(seed, Shapes.repeatable(shape, dropped, ones));
    Tensor y = x.expand(shape.toArray());
    Evaluation.assertSameBits("expand", Naive.tensor(shape, i -> Naive.broadcast(x, i)), y);
    assertThat(y.array().f64()).isSameAs(x.array().f64());
  }

  private static Tensor apply(BinaryFn f, Tensor a, Tensor b) {
    return switch (f) {
      case ADD -> a.add(b);
      case SUB -> a.sub(b);
      case MUL -> a.mul(b);
      case DIV -> a.div(b);
      case MAXIMUM -> a.maximum(b);
      case MINIMUM -> a.minimum(b);
      default -> a.lt(b);
    };
  }
}
