package candor.op;

import candor.autograd.GradientCheck;
import candor.op.OpSpec.Trait;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// First and second derivatives of every row against differences, in F64.
class OpDerivativeTest {
  @TestFactory
  Stream<DynamicTest> firstDerivativesAgreeWithDifferences() {
    return OpTable.tests(OpDerivativeTest::isChecked, row -> check(row, 1));
  }

  @TestFactory
  Stream<DynamicTest> secondDerivativesAgreeWithDifferences() {
    return OpTable.tests(OpDerivativeTest::isChecked, row -> check(row, 2));
  }

  private static boolean isChecked(OpSpec row) {
    return row.isDifferentiable() && !row.has(Trait.NO_DIFFERENCES);
  }

  private static void check(OpSpec row, int order) {
    for (String shapes : row.shapes()) {
      List<Tensor> inputs = row.inputs(shapes, DType.F64);
      try {
        GradientCheck.ofOrder(order)
            .check(variables -> row.apply(merged(row, inputs, variables)), row.variables(inputs)).assertPasses();
      } catch (AssertionError e) {
        throw new AssertionError(row + " " + shapes + ": " + e.getMessage(), e);
      }
    }
  }

  /// The inputs with those that have gradients replaced.
  private static List<Tensor> merged(OpSpec row, List<Tensor> inputs, List<Tensor> variables) {
    Iterator<Tensor> next = variables.iterator();
    List<Tensor> result = new ArrayList<>(inputs);
    for (int i = 0; i < inputs.size(); i++) {
      if (row.isVariable(i)) {
        result.set(i, next.next());
      }
    }
    return result;
  }
}
