package candor.nn.layer;

import candor.kernel.RecurrentCell;
import candor.nn.Context;
import candor.nn.Parameter;
import candor.op.RecurrenceSpec;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// One layer of a recurrent layer in one direction.
///
/// @param name its random numbers' name, such as `l0_reverse`
/// @param cell kind of cell
/// @param reverse whether it runs backwards
/// @param inputWeight `[G H, F]`
/// @param stateWeight `[G H, H]`
/// @param inputBias `[G H]`
/// @param stateBias `[G H]`
record RecurrentDirection(String name, RecurrentCell cell, boolean reverse, Parameter inputWeight,
    Parameter stateWeight, Parameter inputBias, Parameter stateBias) {
  /// Runs over all steps.
  ///
  /// @param x `[T, N, F]`
  /// @param lengths length of every sequence
  /// @param state `[S, N, H]`
  /// @param options what to drop
  /// @param context context of the whole layer
  /// @return `[T + S, N, H]`, outputs and last states
  Tensor run(Tensor x, int[] lengths, Tensor state, RecurrentOptions options, Context context) {
    RecurrenceSpec spec = new RecurrenceSpec(cell, lengths, reverse);
    Tensor bias = Tensor.stack(0, List.of(inputBias.value(), stateBias.value()));
    int units = state.shape().size(2);
    Tensor masks = masks("state", options.stateDropout(), options.untied(), units, x.dtype(), lengths.length,
        context);
    return product(x, options, context).recurrence(spec, stateWeight.value(), bias, state, masks);
  }

  /// The product of all steps with the input weights, `[T, N, G H]`.
  private Tensor product(Tensor x, RecurrentOptions options, Context context) {
    int inputs = x.shape().size(2);
    Tensor masks = masks("input", options.inputDropout(), options.untied(), inputs, x.dtype(), x.shape().size(1),
        context);
    int count = masks.shape().size(0);
    Tensor weight = inputWeight.value();
    if (count == 0) {
      return product(x, weight);
    }
    List<Tensor> gates = new ArrayList<>();
    int rows = weight.shape().size(0) / count;
    for (int m = 0; m < count; m++) {
      gates.add(product(x.mul(masks.select(0, m)), weight.slice(0, m * rows, (m + 1) * rows)));
    }
    return count == 1 ? gates.getFirst() : Tensor.concat(2, gates);
  }

  private static Tensor product(Tensor x, Tensor weight) {
    int steps = x.shape().size(0);
    int samples = x.shape().size(1);
    Tensor rows = x.reshape(steps * samples, x.shape().size(2));
    return rows.matmul(weight.transpose()).reshape(steps, samples, weight.shape().size(0));
  }

  /// Masks that all steps of a sequence share, `[M, N, features]`: none, one, or one for each gate.
  private Tensor masks(String use, double p, boolean untied, int features, DType dtype, int samples, Context context) {
    if (p == 0 || !context.isRandom()) {
      return Tensor.zeros(dtype, 0, samples, features);
    }
    RandomStream stream = context.stream().child(name).child(use);
    List<Tensor> masks = new ArrayList<>();
    for (int gate = 0; gate < (untied ? cell.gates() : 1); gate++) {
      masks.add(VariationalDropout.mask(p, stream.child(gate), context.sampleIds(), dtype, features));
    }
    return Tensor.stack(0, masks);
  }
}
