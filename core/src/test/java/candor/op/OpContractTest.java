package candor.op;

import static org.assertj.core.api.Assertions.assertThat;

import candor.autograd.Autograd;
import candor.autograd.GradientOption;
import candor.op.OpSpec.Empty;
import candor.op.OpSpec.Trait;
import candor.tensor.DType;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What every row promises besides its numbers.
class OpContractTest {
  @TestFactory
  Stream<DynamicTest> inputsAreUnchangedAfterForwardAndBackward() {
    return OpTable.tests(row -> true, row -> {
      List<Tensor> inputs = row.inputs(row.shapes().getLast(), DType.F32);
      List<Tensor> before = inputs.stream().map(Evaluation::copy).toList();
      Evaluation.of(row, inputs);
      for (int i = 0; i < inputs.size(); i++) {
        Evaluation.assertSameBits(row + ", input " + i, before.get(i), inputs.get(i));
      }
    });
  }

  /// The arrays come back poisoned, so an operation that relies on zeros, or skips a place, is found.
  @TestFactory
  Stream<DynamicTest> recycledMemoryChangesNoBit() {
    return OpTable.tests(row -> true, row -> row.smallAndOdd().forEach(shapes -> {
      for (DType dtype : List.of(DType.F32, DType.F64)) {
        List<Tensor> inputs = row.inputs(shapes, dtype);
        Evaluation fresh = Evaluation.of(row, inputs);
        Workspace workspace = new Workspace();
        for (int round = 0; round < 2; round++) {
          workspace.call(() -> {
            fresh.assertSameBits(row + " " + shapes + " " + dtype, Evaluation.of(row, inputs));
            return shapes;
          });
        }
      }
    }));
  }

  @TestFactory
  Stream<DynamicTest> gradientsHaveTheSameBitsWithAndWithoutAGraph() {
    return OpTable.tests(OpSpec::isDifferentiable, row -> row.smallAndOdd().forEach(shapes -> {
      List<Tensor> inputs = row.tracked(row.inputs(shapes, DType.F32));
      List<Tensor> variables = row.variables(inputs);
      Tensor y = row.apply(inputs);
      Tensor cotangent = Evaluation.normal("cotangent", 0, y);
      List<Tensor> plain = Autograd.vjp(y, cotangent, variables);
      List<Tensor> graph = Autograd.vjp(y, cotangent.variable(), variables, GradientOption.CREATE_GRAPH);
      for (int i = 0; i < plain.size(); i++) {
        Evaluation.assertSameBits(row + " " + shapes + ", gradient " + i, plain.get(i), graph.get(i));
        assertThat(plain.get(i).node()).as("history of gradient %d", i).isNull();
      }
    }));
  }

  @TestFactory
  Stream<DynamicTest> gradientsHaveShapeAndTypeOfTheirVariables() {
    return OpTable.tests(OpSpec::isDifferentiable, row -> row.shapes().forEach(shapes -> {
      for (DType dtype : List.of(DType.F32, DType.F64)) {
        List<Tensor> inputs = row.inputs(shapes, dtype);
        assertLikeVariables(row, inputs, Evaluation.of(row, inputs));
      }
    }));
  }

  @TestFactory
  Stream<DynamicTest> oneInputAloneGetsTheGradientItGetsAmongAll() {
    return OpTable.tests(row -> row.isDifferentiable() && row.shapes().getLast().contains(" "), row -> {
      List<Tensor> inputs = row.inputs(row.shapes().getLast(), DType.F64);
      List<Tensor> all = row.tracked(inputs);
      Tensor y = row.apply(all);
      Tensor cotangent = Evaluation.normal("cotangent", 0, y);
      List<Tensor> together = Autograd.vjp(y, cotangent, row.variables(all));
      List<Integer> variables = IntStream.range(0, inputs.size()).filter(row::isVariable).boxed().toList();
      for (int k = 0; k < variables.size(); k++) {
        int alone = variables.get(k);
        List<Tensor> one =
            IntStream.range(0, inputs.size()).mapToObj(i -> i == alone ? all.get(i) : inputs.get(i)).toList();
        Tensor gradient = Autograd.vjp(row.apply(one), cotangent, List.of(all.get(alone))).getFirst();
        Evaluation.assertSameBits(row + ", gradient of input " + alone, together.get(k), gradient);
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> tensorsWithoutElementsBehave() {
    return OpTable.tests(row -> !row.empties().isEmpty(), row -> {
      for (Empty empty : row.empties()) {
        for (DType dtype : List.of(DType.F32, DType.F64)) {
          List<Tensor> inputs = row.inputs(empty.inputs(), dtype);
          Evaluation result = Evaluation.of(row, inputs);
          assertThat(result.value().shape()).as(row + " " + empty).isEqualTo(OpSpec.parse(empty.output()).getFirst());
          if (inputs.stream().allMatch(x -> x.count() == 0)) {
            assertThat(Evaluation.numbers(result.value())).as(row + " " + empty)
                .containsOnly(zeros(result.value().count()));
          }
          assertLikeVariables(row, inputs, result);
        }
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> aNaNStaysANaN() {
    return OpTable.tests(
        row -> row.has(Trait.ELEMENTWISE) && row.domains().size() == 1 && row.isDifferentiable()
            && !row.name().equals("pow 0"),
        row -> {
          Tensor y = row.apply(List.of(Tensor.of(new double[] {Double.NaN, 1}, 2)));
          assertThat(y.at(0)).isNaN();
          assertThat(y.at(1)).isNotNaN();
        });
  }

  private static double[] zeros(int count) {
    return count == 0 ? new double[0] : new double[] {0};
  }

  private static void assertLikeVariables(OpSpec row, List<Tensor> inputs, Evaluation result) {
    if (row.isDifferentiable()) {
      List<Tensor> variables = row.variables(inputs);
      for (int i = 0; i < variables.size(); i++) {
        for (Tensor gradient : List.of(result.gradients().get(i), result.products().get(i))) {
          assertThat(gradient.shape()).isEqualTo(variables.get(i).shape());
          assertThat(gradient.dtype()).isEqualTo(variables.get(i).dtype());
        }
      }
    }
  }
}
