package candor.op;

import static org.assertj.core.api.Assertions.assertThat;

import candor.kernel.Kernels;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every row gives the same bits on every backend: result, gradients and Hessian-vector products.
class OpBitsTest {
  private static final double[] EXTREMES =
      {0.0, -0.0, Float.MIN_VALUE, -Float.MIN_VALUE, 1e-40, -1e-39, Float.MIN_NORMAL,
        -Float.MIN_NORMAL, 1e-20, -1e-7, 0.5, -0.5, 1, -1, 1.5, -2, 3, 9.25, -9.25, 88.5, -88.5, 104, -104, 1e10, -1e10,
        1e30, Float.MAX_VALUE,
        -Float.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN};

  private static final Backend SCALAR = new Backend(Kernels.scalar(), new WorkerPool(1));
  private static final Backend BEST = new Backend(Kernels.best().compiled(), new WorkerPool(1));
  private static final List<Backend> THREADED =
      List.of(new Backend(Kernels.best().compiled(), new WorkerPool(2)), new Backend(Kernels.best(), new WorkerPool(7)),
          new Backend(Kernels.scalar(), new WorkerPool(7)));

  @AfterAll
  static void closePools() {
    SCALAR.pool().close();
    BEST.pool().close();
    THREADED.forEach(backend -> backend.pool().close());
  }

  @TestFactory
  Stream<DynamicTest> simdAndScalarKernelsAgreeAtAwkwardSizes() {
    return OpTable.tests(row -> true, row -> row.smallAndOdd().forEach(shapes -> {
      List<Tensor> inputs = row.inputs(shapes, DType.F32);
      Evaluation.on(SCALAR, row, inputs).assertSameBits(row + " " + shapes, Evaluation.on(BEST, row, inputs));
    }));
  }

  @TestFactory
  Stream<DynamicTest> anyNumberOfThreadsAgreesAtLargeSizes() {
    return OpTable.tests(row -> !row.large().isEmpty(), row -> row.large().forEach(shapes -> {
      List<Tensor> inputs = row.inputs(shapes, DType.F32);
      Evaluation expected = Evaluation.on(BEST, row, inputs);
      for (Backend backend : THREADED) {
        String label =
            "%s %s, %s kernels, %d threads".formatted(row, shapes, backend.kernels().name(), backend.pool().threads());
        expected.assertSameBits(label, Evaluation.on(backend, row, inputs));
      }
    }));
  }

  @TestFactory
  Stream<DynamicTest> simdAndScalarKernelsAgreeOnExtremeNumbers() {
    return OpTable.tests(row -> true, row -> {
      for (String shapes : row.shapes()) {
        for (int start = 0; start < EXTREMES.length; start += 5) {
          List<Tensor> inputs = extreme(row, shapes, start);
          Evaluation.on(SCALAR, row, inputs).assertSameBits(row + " of " + inputs, Evaluation.on(BEST, row, inputs));
        }
      }
    });
  }

  /// All pairs of extreme numbers meet in an element-wise operation of two inputs.
  @TestFactory
  Stream<DynamicTest> simdAndScalarKernelsAgreeOnAllPairsOfExtremeNumbers() {
    Shape shape = Shape.of(EXTREMES.length, EXTREMES.length);
    Tensor columns = Evaluation.cycle(EXTREMES, 0, 1, shape).to(DType.F32);
    return OpTable.tests(row -> row.has(OpSpec.Trait.ELEMENTWISE) && row.domains().size() <= 2, row -> {
      List<Tensor> inputs = List.of(columns, columns.transpose()).subList(0, row.domains().size());
      Evaluation.on(SCALAR, row, inputs).assertSameBits(row + "", Evaluation.on(BEST, row, inputs));
    });
  }

  @TestFactory
  Stream<DynamicTest> evaluationTwiceGivesTheSameBits() {
    return OpTable.tests(row -> true, row -> {
      List<Tensor> inputs = row.inputs(row.shapes().getLast(), DType.F64);
      Evaluation.of(row, inputs).assertSameBits(row + "", Evaluation.of(row, inputs));
    });
  }

  private static List<Tensor> extreme(OpSpec row, String shapes, int start) {
    List<Tensor> inputs = new ArrayList<>(row.inputs(shapes, DType.F32));
    for (int i = 0; i < inputs.size(); i++) {
      if (row.isVariable(i)) {
        inputs.set(i, Evaluation.cycle(EXTREMES, start + 11 * i, 1 + i, inputs.get(i).shape()).to(DType.F32));
      }
    }
    assertThat(inputs).isNotEmpty();
    return inputs;
  }
}
