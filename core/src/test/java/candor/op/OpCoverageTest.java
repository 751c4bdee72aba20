package candor.op;

import static org.assertj.core.api.Assertions.assertThat;

import candor.autograd.Autograd;
import candor.autograd.GradientOption;
import candor.autograd.Graph;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The table is complete: every operation occurs in a row.
class OpCoverageTest {
  @Test
  void everyOperationOccursInARow() throws IOException, URISyntaxException {
    Set<Class<?>> seen = new HashSet<>();
    OpTable.ROWS.forEach(row -> seen.addAll(operations(row)));
    Set<Class<?>> missing = operations();
    assertThat(missing).as("classes found under candor.op").contains(Arithmetic.Add.class, CrossEntropy.class,
        Dropout.class);
    missing.removeAll(seen);
    assertThat(missing).as("operations without a row in OpTable").isEmpty();
  }

  @Test
  void namesAreUnique() {
    assertThat(OpTable.ROWS.stream().map(OpSpec::name)).doesNotHaveDuplicates();
  }

  @TestFactory
  Stream<DynamicTest> aRowWithoutDerivativeRunsTheOperationThatItNames() {
    return OpTable.tests(row -> row.constant().isPresent(), row -> {
      List<Tensor> inputs = row.inputs(row.shapes().getLast(), DType.F64);
      NdArray direct = row.constant().orElseThrow().forward(inputs.stream().map(Tensor::array).toArray(NdArray[]::new));
      Tensor y = row.apply(row.tracked(inputs));
      assertThat(y.node()).isNull();
      assertThat(Evaluation.numbers(y)).isEqualTo(Evaluation.numbers(Tensor.of(direct)));
    });
  }

  /// The operations in the graphs of result, gradients and second derivatives of a row.
  private static Set<Class<? extends Op>> operations(OpSpec row) {
    if (!row.isDifferentiable()) {
      return row.constant().<Set<Class<? extends Op>>>map(op -> Set.of(op.getClass())).orElse(Set.of());
    }
    List<Tensor> inputs = row.tracked(row.inputs(row.shapes().getLast(), DType.F64));
    List<Tensor> variables = row.variables(inputs);
    Tensor value = row.apply(inputs);
    List<Tensor> all = new ArrayList<>(List.of(value));
    List<Tensor> gradients =
        Autograd.vjp(value, Evaluation.normal("cotangent", 0, value), variables, GradientOption.CREATE_GRAPH);
    all.addAll(gradients);
    Tensor along = Tensor.scalar(DType.F64, 0);
    for (Tensor gradient : gradients) {
      along = along.add(gradient.square().sum());
    }
    all.addAll(Autograd.grad(along, variables, GradientOption.CREATE_GRAPH));
    return Graph.operations(all);
  }

  /// The classes under candor.op that implement [Op].
  private static Set<Class<?>> operations() throws IOException, URISyntaxException {
    Path classes = Path.of(Op.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(classes.resolve("candor/op"))) {
      Set<Class<?>> result = new HashSet<>();
      files.map(file -> classes.relativize(file).toString()).filter(name -> name.endsWith(".class")).forEach(name -> {
        Class<?> type = load(name.replace(".class", "").replace('/', '.').replace('\\', '.'));
        if (Op.class.isAssignableFrom(type) && !type.isInterface()) {
          result.add(type);
        }
      });
      return result;
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Op.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
