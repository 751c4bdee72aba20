package candor.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/// Random views: an array that is permuted, sliced (backwards too) and expanded a few times, with the numbers it should
/// show.
class StridedViews extends DomainContextBase {
  /// A view and what it should show.
  record View(NdArray array, Naive naive) {
    @Override
    public String toString() {
      int[] strides = IntStream.range(0, naive.rank()).map(array::stride).toArray();
      return array.dtype() + array.shape().toString() + " strides " + Arrays.toString(strides) + " offset "
          + array.offset();
    }
  }

  /// A change of a view; the numbers choose among what is possible.
  private record Step(int kind, List<Integer> choices) {
    View apply(View view) {
      return switch (kind) {
        case 0 -> permuted(view, choices);
        case 1 -> sliced(view, choices);
        default -> expanded(view, choices);
      };
    }
  }

  @Provide
  Arbitrary<View> views() {
    Arbitrary<List<Integer>> sizes = Arbitraries.integers().between(0, 5).list().ofMaxSize(4);
    Arbitrary<List<Step>> steps = Combinators.combine(Arbitraries.integers().between(0, 2),
        Arbitraries.integers().between(0, 1000).list().ofSize(8)).as(Step::new).list().ofMaxSize(4);
    return Combinators.combine(Arbitraries.of(DType.class), sizes, steps).as(StridedViews::build);
  }

  private static View build(DType dtype, List<Integer> sizes, List<Step> steps) {
    Naive naive = Naive.counting(sizes.stream().mapToInt(Integer::intValue).toArray());
    View view = new View(array(dtype, naive), naive);
    for (Step step : steps) {
      view = step.apply(view);
    }
    return view;
  }

  /// An array of the given type in row-major order.
  static NdArray array(DType dtype, Naive naive) {
    Object values = switch (dtype) {
      case F32 -> floats(naive.values());
      case F64 -> IntStream.of(naive.values()).asDoubleStream().toArray();
      case I32 -> naive.values().clone();
    };
    return NdArray.wrap(values, naive.shape());
  }

  static int[] numbers(NdArray array) {
    return switch (array.toJavaArray()) {
      case float[] f -> IntStream.range(0, f.length).map(i -> (int) f[i]).toArray();
      case double[] d -> IntStream.range(0, d.length).map(i -> (int) d[i]).toArray();
      case int[] n -> n;
      default -> throw new AssertionError();
    };
  }

  /// A permutation of `0 … n − 1` from arbitrary numbers.
  static int[] order(int n, List<Integer> choices) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
    for (int i = n - 1; i > 0; i--) {
      Collections.swap(order, i, choices.get(i % choices.size()) % (i + 1));
    }
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private static float[] floats(int[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i];
    }
    return result;
  }

  private static View permuted(View view, List<Integer> choices) {
    int[] axes = order(view.naive().rank(), choices);
    return new View(view.array().permute(axes), view.naive().permute(axes));
  }

  private static View sliced(View view, List<Integer> choices) {
    int rank = view.naive().rank();
    int[] start = new int[rank];
    int[] step = new int[rank];
    int[] sizes = new int[rank];
    for (int i = 0; i < rank; i++) {
      int size = view.naive().sizes()[i];
      int choice = choices.get(i);
      step[i] = choice % 7 < 4 ? 1 + choice % 3 : -1 - choice % 3;
      start[i] = size == 0 ? 0 : choice / 7 % size;
      int room = step[i] > 0 ? size - start[i] : start[i] + 1;
      int most = size == 0 ? 0 : Math.ceilDiv(room, Math.abs(step[i]));
      sizes[i] = choice % 5 == 0 ? most / 2 : most;
    }
    return new View(view.array().slice(start, step, Shape.of(sizes)), view.naive().slice(start, step, sizes));
  }

  private static View expanded(View view, List<Integer> choices) {
    int[] old = view.naive().sizes();
    int lead = old.length < 4 ? choices.get(0) % 2 : 0;
    int[] sizes = new int[old.length + lead];
    for (int i = 0; i < sizes.length; i++) {
      boolean free = i < lead || old[i - lead] == 1;
      sizes[i] = free ? choices.get(1 + i) % 4 : old[i - lead];
    }
    return new View(view.array().expand(Shape.of(sizes)), view.naive().expand(sizes));
  }
}
