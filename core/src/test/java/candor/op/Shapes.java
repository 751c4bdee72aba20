package candor.op;

import candor.tensor.Shape;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/// Random shapes for properties.
final class Shapes {
  private Shapes() {
  }

  /// Shapes with sizes 1 to 5, now and then 0.
  static Arbitrary<Shape> any(int rankFrom, int rankTo) {
    Arbitrary<Integer> size =
        Arbitraries.frequencyOf(Tuple.of(12, Arbitraries.integers().between(1, 5)), Tuple.of(1, Arbitraries.just(0)));
    return size.array(int[].class).ofMinSize(rankFrom).ofMaxSize(rankTo).map(Shape::of);
  }

  /// Shapes with sizes 1 to 5.
  static Arbitrary<Shape> full(int rankFrom, int rankTo) {
    return Arbitraries.integers().between(1, 5).array(int[].class).ofMinSize(rankFrom).ofMaxSize(rankTo).map(Shape::of);
  }

  /// A shape that can be broadcast to another: some leading axes dropped, some sizes replaced by 1, as the bits of a
  /// number say.
  static Shape repeatable(Shape target, int dropped, int ones) {
    int rank = Math.max(0, target.rank() - dropped);
    int lead = target.rank() - rank;
    return Shape.of(IntStream.range(0, rank).map(i -> (ones >> i & 1) == 1 ? 1 : target.size(lead + i)).toArray());
  }
}
