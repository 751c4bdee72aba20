package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Numbers;
import candor.nn.Sequences;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// First and second derivatives of the layers of sequences, with their dropout, against differences.
class SequenceDerivativesTest {
  private static final RecurrentOptions OPTIONS =
      RecurrentOptions.DEFAULT.layers(2).inBothDirections().dropout(0.3).variational(0.3, 0.3);

  @Test
  void lstm() {
    check(new OfLengths(new Lstm(2, 2, OPTIONS)), Numbers.normal(1, 3, 3, 2));
  }

  @Test
  void gruWithMasksForEachGate() {
    check(new OfLengths(new Gru(2, 2, OPTIONS.withMasksForEachGate())), Numbers.normal(1, 3, 3, 2));
  }

  @Test
  void simple() {
    check(new OfLengths(new Rnn(2, 2, Rnn.Nonlinearity.TANH, OPTIONS)), Numbers.normal(1, 3, 3, 2));
  }

  @Test
  void attention() {
    check(new MultiHeadAttention(4, 2).causal().dropout(0.2), Numbers.normal(1, 2, 3, 4));
  }

  @Test
  void encoderLayers() {
    check(new TransformerEncoderLayer(4, 2, 3).dropout(0.2).gelu(), Numbers.normal(1, 2, 2, 4));
    check(new TransformerEncoderLayer(4, 2, 3).normFirst().gelu(), Numbers.normal(1, 2, 2, 4));
  }

  @Test
  void variationalDropoutAndPositions() {
    check(new VariationalDropout(0.4), Numbers.normal(1, 2, 3, 4));
    check(new PositionalEncoding(4, 5), Numbers.normal(1, 2, 3, 4));
  }

  @Test
  void linearOverSequences() {
    check(new Linear(3, 2), Numbers.normal(1, 2, 4, 3));
    check(new Linear(3, 2), Numbers.normal(1, 4, 2, 3).transpose(0, 1));
  }

  /// Tokens have no derivative, so the input is what the vectors are multiplied with.
  @Test
  void embedding() {
    check(new Scaled(new Embedding(4, 3).padding(0).dropout(0.3)), Numbers.normal(1, 2, 4, 3));
  }

  private static void check(Module model, Tensor x) {
    model.initialise(2, DType.F64);
    int[] ids = IntStream.range(0, x.shape().size(0)).toArray();
    ModuleDerivatives.check(model, x, () -> Context.train(3, 4, ids));
  }

  /// Last states and outputs of sequences of different lengths.
  private static final class OfLengths extends Module {
    private final Recurrent layer;

    OfLengths(Recurrent layer) {
      this.layer = child("layer", layer);
    }

    @Override
    protected Tensor forward(Tensor x, Context context) {
      Recurrent.Result result = layer.run(new Sequences(x, new int[] {2, 3, 1}), context);
      return Tensor.concat(0, List.of(result.outputs().values().flatten(0),
          result.state().parts().flatten(0)));
    }
  }

  private static final class Scaled extends Module {
    private final Embedding table;

    Scaled(Embedding table) {
      this.table = child("table", table);
    }

    @Override
    protected Tensor forward(Tensor x, Context context) {
      return table.apply(Tensor.of(new int[] {1, 2, 1, 0, 3, 2, 0, 1}, 2, 4), context).mul(x);
    }
  }
}
