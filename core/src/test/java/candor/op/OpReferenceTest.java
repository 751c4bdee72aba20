package candor.op;

import static org.assertj.core.api.Assertions.assertThat;

import candor.autograd.Autograd;
import candor.op.OpSpec.Trait;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Results and gradients of every row against PyTorch.
class OpReferenceTest {
  private static final double F64 = 2e-14;
  private static final double F32 = 1e-6;
  private static final Map<String, List<Reference>> REFERENCES =
      Reference.operations().stream().collect(Collectors.groupingBy(Reference::name));

  @Test
  void everyRowHasAReferenceAndEveryReferenceARow() {
    TreeSet<String> rows = OpTable.ROWS.stream().filter(row -> !row.has(Trait.NO_REFERENCE)).map(OpSpec::name)
        .collect(Collectors.toCollection(TreeSet::new));
    assertThat(new TreeSet<>(REFERENCES.keySet())).isEqualTo(rows);
  }

  @TestFactory
  Stream<DynamicTest> resultsInF64AreThoseOfPyTorch() {
    return tests((row, reference) -> result(row, reference, DType.F64, F64));
  }

  @TestFactory
  Stream<DynamicTest> resultsInF32AreThoseOfPyTorch() {
    return tests((row, reference) -> result(row, reference, DType.F32, F32));
  }

  @TestFactory
  Stream<DynamicTest> gradientsInF64AreThoseOfPyTorch() {
    return tests((row, reference) -> gradients(row, reference, DType.F64, F64));
  }

  @TestFactory
  Stream<DynamicTest> gradientsInF32AreThoseOfPyTorch() {
    return tests((row, reference) -> gradients(row, reference, DType.F32, F32));
  }

  private static Stream<DynamicTest> tests(BiConsumer<OpSpec, Reference> check) {
    return OpTable.tests(row -> REFERENCES.containsKey(row.name()),
        row -> REFERENCES.get(row.name()).forEach(reference -> check.accept(row, reference)));
  }

  private static void result(OpSpec row, Reference reference, DType dtype, double tolerance) {
    Tensor y = row.apply(inputs(reference, dtype));
    Evaluation.assertClose(row.name(), y, reference.out(), tolerance);
  }

  private static void gradients(OpSpec row, Reference reference, DType dtype, double tolerance) {
    List<Tensor> inputs = row.tracked(inputs(reference, dtype));
    Tensor y = row.apply(inputs);
    assertThat(reference.cotangent()).hasSize(row.isDifferentiable() ? 1 : 0);
    if (row.isDifferentiable()) {
      List<Tensor> gradients = Autograd.vjp(y, reference.cotangent().getFirst().to(y.dtype()), row.variables(inputs));
      assertThat(gradients).hasSameSizeAs(reference.gradients());
      for (int i = 0; i < gradients.size(); i++) {
        Evaluation.assertClose(row + ", gradient " + i, gradients.get(i), reference.gradients().get(i), tolerance);
      }
    }
  }

  private static List<Tensor> inputs(Reference reference, DType dtype) {
    return reference.inputs().stream().map(x -> x.dtype().isFloating() ? x.to(dtype) : x).toList();
  }
}
