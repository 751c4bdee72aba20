package candor.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;

import candor.nn.Parameter;
import candor.nn.layer.Linear;
import candor.nn.optim.RmsProp.Settings;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares with the steps of PyTorch's optimisers in `optimizers.csv`, which `src/test/python/optimizers.py` wrote.
class OptimizersTorchTest {
  private static final int STEPS = 6;

  static Stream<List<String[]>> trajectories() throws IOException {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(OptimizersTorchTest.class.getResourceAsStream("optimizers.csv")),
        StandardCharsets.UTF_8))) {
      List<String[]> rows = in.lines().skip(1).map(line -> line.split(",")).toList();
      return Stream.iterate(0, at -> at < rows.size(), at -> at + STEPS).map(at -> rows.subList(at, at + STEPS));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @ParameterizedTest
  @MethodSource("trajectories")
  void theStepsAreThoseOfPyTorch(List<String[]> rows) {
    String name = rows.getFirst()[0];
    DType dtype = DType.valueOf(rows.getFirst()[1]);
    List<Parameter> parameters = parameters(dtype);
    Optimizer optimizer = optimizer(name, parameters);
    // PyTorch rounds after every product, ours are fused, and the errors of a few steps add up.
    double tolerance = dtype == DType.F64 ? 3e-15 : 1e-6;
    for (String[] row : rows) {
      List<Tensor> gradients = tensors(row[3], dtype);
      optimizer.step(name.equals("clip value") ? Clipping.byValue(gradients, 0.5) : gradients);
      List<Tensor> expected = tensors(row[4], dtype);
      for (int i = 0; i < 2; i++) {
        Tensor value = parameters.get(i).value();
        assertThat(value.isClose(expected.get(i), tolerance, tolerance)).as("%s %s, step %s: %s, expected %s", name,
            dtype, row[2], value, expected.get(i)).isTrue();
      }
    }
  }

  private static Optimizer optimizer(String name, List<Parameter> parameters) {
    ParameterGroups all = ParameterGroups.of(parameters);
    ParameterGroups groups = ParameterGroups.of(parameters.subList(0, 1)).factor(0.2).decay(0.3)
        .and(ParameterGroups.of(parameters.subList(1, 2)));
    return switch (name) {
      case "nesterov" -> new Sgd(all.decay(0.01), 0.1, Momentum.nesterov(0.9));
      case "dampening" -> new Sgd(all, 0.1, Momentum.of(0.9).dampening(0.3));
      case "rmsprop" -> new RmsProp(parameters, 0.01);
      case "rmsprop momentum" ->
        new RmsProp(all.decay(0.1), 0.01, Settings.DEFAULT.share(0.9).epsilon(1e-3).momentum(0.8));
      case "rmsprop centred" -> new RmsProp(all, 0.01, Settings.DEFAULT.share(0.9).centred());
      case "rmsprop centred momentum" ->
        new RmsProp(all.decay(0.1), 0.01, Settings.DEFAULT.share(0.95).momentum(0.8).centred());
      case "adagrad" -> new Adagrad(parameters, 0.1);
      case "adagrad decay" -> new Adagrad(all.decay(0.1), 0.1, 0.01);
      case "sgd groups" -> new Sgd(groups, 0.1, Momentum.of(0.9));
      case "adam groups" -> new Adam(groups, 0.1);
      case "adamw groups" -> new AdamW(groups, 0.1);
      case "clip norm" -> new ClippedOptimizer(new Sgd(all, 0.1, Momentum.of(0.9)), 1.5);
      case "clip value" -> new Sgd(all, 0.1, Momentum.of(0.9));
      default -> throw new AssertionError(name);
    };
  }

  private static List<Parameter> parameters(DType dtype) {
    Linear layer = new Linear(3, 2);
    layer.initialise(1, dtype);
    layer.parameters().get(0)
        .assign(Tensor.of(new double[] {-1, -0.6, -0.2, 0.2, 0.6, 1}, 2, 3).to(dtype));
    layer.parameters().get(1).assign(Tensor.of(new double[] {0.5, -0.5}, 2).to(dtype));
    return layer.parameters();
  }

  /// The numbers of weight and bias.
  private static List<Tensor> tensors(String text, DType dtype) {
    double[] values = Stream.of(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    Tensor all = Tensor.of(values, 8).to(dtype);
    return List.of(all.slice(0, 0, 6).reshape(2, 3), all.slice(0, 6, 8));
  }
}
