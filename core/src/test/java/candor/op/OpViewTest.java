package candor.op;

import candor.op.OpSpec.Trait;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every row gives for a strided view what it gives for a contiguous copy.
class OpViewTest {
  @TestFactory
  Stream<DynamicTest> reversedAxesInMemoryChangeNothing() {
    return tests(x -> inOrder(x, IntStream.range(0, x.shape().rank()).map(i -> x.shape().rank() - 1 - i).toArray()));
  }

  @TestFactory
  Stream<DynamicTest> theFirstAxisInnermostInMemoryChangesNothing() {
    return tests(x -> inOrder(x, IntStream.range(0, x.shape().rank()).map(i -> (i + 1) % x.shape().rank()).toArray()));
  }

  @TestFactory
  Stream<DynamicTest> everySecondElementOfALargerTensorIsLikeACopy() {
    return tests(OpViewTest::spread);
  }

  @TestFactory
  Stream<DynamicTest> aSliceAtAnOffsetIsLikeACopy() {
    return tests(OpViewTest::embedded);
  }

  @TestFactory
  Stream<DynamicTest> aRepeatedFirstAxisIsLikeACopy() {
    return tests(x -> repeated(x, 0));
  }

  @TestFactory
  Stream<DynamicTest> aRepeatedLastAxisIsLikeACopy() {
    return tests(x -> repeated(x, x.shape().rank() - 1));
  }

  private static Stream<DynamicTest> tests(UnaryOperator<Tensor> view) {
    return OpTable.tests(row -> true,
        row -> Stream.concat(row.shapes().stream(), row.odd().stream().limit(3)).forEach(shapes -> {
          for (DType dtype : List.of(DType.F32, DType.F64)) {
            List<Tensor> views =
                row.inputs(shapes, dtype).stream().map(x -> x.shape().rank() == 0 ? x : view.apply(x)).toList();
            Evaluation ofViews = Evaluation.of(row, views);
            Evaluation ofCopies = Evaluation.of(row, views.stream().map(Evaluation::copy).toList());
            String label = row + " " + shapes + " " + dtype;
            if (row.has(Trait.LAYOUT_DEPENDENT) || isBroadcast(row, views)) {
              ofViews.assertClose(label, ofCopies, dtype == DType.F32 ? 1e-5 : 1e-13);
            } else {
              ofCopies.assertSameBits(label, ofViews);
            }
          }
        }));
  }

  /// Gradients are then summed over the repeated axes, in the order in memory.
  private static boolean isBroadcast(OpSpec row, List<Tensor> inputs) {
    return row.has(Trait.ELEMENTWISE) && inputs.stream().map(Tensor::shape).distinct().count() > 1;
  }

  private static Tensor inOrder(Tensor x, int... order) {
    return Tensor.of(x.array().copyInOrder(order));
  }

  private static Tensor spread(Tensor x) {
    return cut(x, 2, 1);
  }

  private static Tensor embedded(Tensor x) {
    return cut(x, 1, 3);
  }

  /// A view of every `step`-th element, from `start` on, of a larger tensor that holds other numbers elsewhere.
  private static Tensor cut(Tensor x, int step, int start) {
    Shape shape = x.shape();
    int[] starts = new int[shape.rank()];
    int[] steps = new int[shape.rank()];
    Arrays.fill(starts, start);
    Arrays.fill(steps, step);
    int[] sizes = IntStream.range(0, shape.rank()).map(i -> start + step * shape.size(i) + 1).toArray();
    NdArray larger = NdArray.zeros(x.dtype(), Shape.of(sizes)).fill(99);
    NdArray view = larger.slice(starts, steps, shape);
    view.assign(x.array());
    return Tensor.of(view);
  }

  private static Tensor repeated(Tensor x, int axis) {
    return x.slice(axis, 0, 1).expand(x.shape().toArray());
  }
}
