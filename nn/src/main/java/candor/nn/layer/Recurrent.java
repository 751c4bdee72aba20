package candor.nn.layer;

import candor.kernel.RecurrentCell;
import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.nn.Sequences;
import candor.op.Dropout;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A recurrent layer over sequences `[N, T, F]`, of one or more layers in one or both directions.
///
/// [#apply] takes sequences of one length and gives `h` of every step of the last layer, `[N, T, D H]`, the direction
/// backwards behind the one forwards. [#run] takes sequences of any lengths and first states, and gives the last states
/// too. A sequence of no steps gives no outputs and keeps its state.
///
/// A sequence's numbers depend neither on its padding nor on the others of the batch, to the bit. The last state is that
/// after its own last step; backwards, that after its first, since it begins at its own end.
///
/// Parameters have PyTorch's names and shapes: `weight_ih_l<k>` `[G H, F]`, `weight_hh_l<k>` `[G H, H]`, `bias_ih_l<k>` and
/// `bias_hh_l<k>` `[G H]` of layer `k`, with `_reverse` behind them for the direction backwards; `F` is `D H` above the
/// first layer. They begin uniform on `±1/√H`. In memory `T` is the outermost axis of outputs.
public abstract sealed class Recurrent extends Module permits Rnn, Lstm, Gru {
  private final String operation;
  private final RecurrentCell cell;
  private final int inputs;
  private final int units;
  private final RecurrentOptions options;
  /// Layer by layer, forwards and backwards.
  private final List<RecurrentDirection> directions = new ArrayList<>();

  Recurrent(String operation, RecurrentCell cell, int inputs, int units, RecurrentOptions options) {
    if (inputs < 1 || units < 1) {
      throw new IllegalArgumentException(
          operation + ": " + inputs + " inputs and " + units + " units, expected 1 or more");
    }
    this.operation = operation;
    this.cell = cell;
    this.inputs = inputs;
    this.units = units;
    this.options = options;
    for (int layer = 0; layer < options.layers(); layer++) {
      for (int d = 0; d < options.directions(); d++) {
        directions.add(direction(layer, d == 1));
      }
    }
  }

  private RecurrentDirection direction(int layer, boolean reverse) {
    String name = "l" + layer + (reverse ? "_reverse" : "");
    int width = cell.gates() * units;
    int features = layer == 0 ? inputs : options.directions() * units;
    Init init = Init.uniform(1 / Math.sqrt(units));
    int[] byInput = {1, 0};
    Parameter inputWeight = parameter("weight_ih_" + name, init, Shape.of(width, features), byInput);
    Parameter stateWeight = parameter("weight_hh_" + name, init, width, units);
    return new RecurrentDirection(name, cell, reverse, inputWeight, stateWeight,
        parameter("bias_ih_" + name, init, width), parameter("bias_hh_" + name, init, width));
  }

  /// What a run gives.
  ///
  /// @param outputs `h` of every step of the last layer, `[N, T, D H]`, 0 behind the end of a sequence
  /// @param state states after each sequence's last step
  public record Result(Sequences outputs, RecurrentState state) {
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    require(x);
    return over(Sequences.full(x), null, context).outputs().values();
  }

  /// Runs from states of 0.
  ///
  /// @param x sequences `[N, T, F]`
  /// @param context mode and random stream of the caller
  /// @return outputs and last states
  /// @throws IllegalArgumentException if the shape is another
  public final Result run(Sequences x, Context context) {
    return call(context, own -> over(x, null, own), result -> result.outputs().values());
  }

  /// Runs from given states, such as those after the part of the sequences before.
  ///
  /// @param x sequences `[N, T, F]`
  /// @param first first states
  /// @param context mode and random stream of the caller
  /// @return outputs and last states
  /// @throws IllegalArgumentException if a shape is another
  public final Result run(Sequences x, RecurrentState first, Context context) {
    return call(context, own -> over(x, first, own), result -> result.outputs().values());
  }

  private Result over(Sequences x, @Nullable RecurrentState first, Context context) {
    require(x.values());
    int states = cell.states();
    if (first != null) {
      first.require(operation, Shape.of(states, directions.size(), x.samples(), units));
    }
    Tensor rows = x.cleared().values().transpose(0, 1);
    List<Tensor> last = new ArrayList<>();
    for (int layer = 0; layer < options.layers(); layer++) {
      List<Tensor> outputs = new ArrayList<>();
      for (int d = 0; d < options.directions(); d++) {
        int index = last.size();
        Tensor state = first == null
            ? Tensor.zeros(rows.dtype(), states, x.samples(), units)
            : first.parts().select(1, index);
        Tensor y = directions.get(index).run(rows, x.lengths(), state, options, context);
        outputs.add(y.slice(0, 0, x.steps()));
        last.add(y.slice(0, x.steps(), x.steps() + states));
      }
      rows = outputs.size() == 1 ? outputs.getFirst() : Tensor.concat(2, outputs);
      if (layer < options.layers() - 1) {
        rows = dropped(rows, layer, context);
      }
    }
    Tensor parts = last.size() == 1 ? last.getFirst().unsqueeze(1) : Tensor.stack(1, last);
    return new Result(x.with(rows.transpose(0, 1)), new RecurrentState(parts));
  }

  private void require(Tensor x) {
    Shape shape = x.shape();
    if (shape.rank() != 3 || shape.size(2) != inputs) {
      throw new IllegalArgumentException(
          operation + ": input has shape " + shape + ", expected [N,T," + inputs + "]");
    }
    Types.requireOne(operation, x, directions.getFirst().inputWeight().value());
  }

  /// Ordinary dropout between layers.
  private Tensor dropped(Tensor rows, int layer, Context context) {
    if (options.dropout() == 0 || !context.isRandom()) {
      return rows;
    }
    Dropout dropout = Dropout.of(options.dropout(), context.stream().child("dropout_l" + layer), context.sampleIds());
    return rows.transpose(0, 1).dropout(dropout).transpose(0, 1);
  }

  @Override
  public boolean isStochastic() {
    return options.isRandom();
  }
}
