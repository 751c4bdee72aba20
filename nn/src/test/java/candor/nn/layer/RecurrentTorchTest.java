package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Sequences;
import candor.tensor.DType;
import candor.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Outputs, last states, gradients and Hessian-vector products by input, first states and every parameter, under
/// PyTorch's names, against PyTorch in F64: one layer, and two layers in both directions over packed sequences.
class RecurrentTorchTest {
  private static final RecurrentOptions TWICE = RecurrentOptions.DEFAULT.layers(2).inBothDirections();

  @ParameterizedTest
  @ValueSource(strings = {"lstm", "gru", "rnn_tanh packed", "rnn_relu packed", "lstm packed", "gru packed"})
  void numbersAndDerivativesAreThoseOfPyTorch(String name) {
    TorchSequences torch = new TorchSequences(name);
    boolean isPacked = name.endsWith("packed");
    Recurrent layer = layer(name, isPacked ? TWICE : RecurrentOptions.DEFAULT);
    Tensor x = torch.variable("input", 0, 3, 4, 3);
    int parts = isPacked ? 4 : 1;
    Tensor hidden = torch.variable("first hidden", 1, parts, 3, 2);
    RecurrentState first = layer instanceof Lstm
        ? RecurrentState.of(hidden, torch.variable("first cell", 2, parts, 3, 2))
        : RecurrentState.of(hidden);
    torch.fill(layer);
    Sequences sequences = isPacked ? new Sequences(x, new int[] {2, 4, 1}) : Sequences.full(x);
    Recurrent.Result result = layer.run(sequences, first, Context.evaluate());
    Tensor output = result.outputs().values();
    torch.assertClose("output", output);
    torch.assertClose("hidden", result.state().hidden());
    Tensor loss = loss(output, 3).add(loss(result.state().hidden(), 4));
    if (layer instanceof Lstm) {
      torch.assertClose("cell", result.state().cell());
      loss = loss.add(loss(result.state().cell(), 5));
    }
    torch.assertDerivatives(loss);
  }

  private static Tensor loss(Tensor y, int seed) {
    return y.square().mul(TorchSequences.numbers(seed, 1, y.shape().toArray()).to(DType.F64)).sum();
  }

  private static Recurrent layer(String name, RecurrentOptions options) {
    return switch (name.split(" ")[0]) {
      case "rnn_tanh" -> new Rnn(3, 2, Rnn.Nonlinearity.TANH, options);
      case "rnn_relu" -> new Rnn(3, 2, Rnn.Nonlinearity.RELU, options);
      case "lstm" -> new Lstm(3, 2, options);
      case "gru" -> new Gru(3, 2, options);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
