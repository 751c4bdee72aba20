package candor.tensor;

import candor.autograd.Node;
import candor.op.RecurrenceSpec;
import candor.op.Recurrences;

/// Recurrent layers of [Tensor], and their derivatives (see [Recurrences]).
public sealed interface Recurring permits Tensor {
  /// Runs a recurrent layer of `H` units, `G` gates and `S` states over `N` sequences of up to `T` steps, where this
  /// `[T, N, G H]` is the product of all steps with the input weights.
  ///
  /// @param spec cell, lengths, direction
  /// @param weight recurrent weight, `[G H, H]`
  /// @param bias biases of the product with the input weights and of that with the recurrent weight, `[2, G H]`
  /// @param state first states, `[S, N, H]`
  /// @return new tensor `[T + S, N, H]`: `h` of every step, 0 where a sequence has ended, then the states after each
  ///     sequence's last step
  /// @throws IllegalArgumentException if shapes, types or lengths do not fit
  default Tensor recurrence(RecurrenceSpec spec, Tensor weight, Tensor bias, Tensor state) {
    return recurrence(spec, weight, bias, state, none(state));
  }

  /// [#recurrence(RecurrenceSpec, Tensor, Tensor, Tensor)] with the old `h` of every sequence multiplied with a mask
  /// before each product with the recurrent weight, as in variational dropout (Gal & Ghahramani 2016).
  ///
  /// @param spec cell, lengths, direction
  /// @param weight recurrent weight, `[G H, H]`
  /// @param bias biases of the product with the input weights and of that with the recurrent weight, `[2, G H]`
  /// @param state first states, `[S, N, H]`
  /// @param mask a constant: `[1, N, H]`, or `[G, N, H]` with a mask for each gate; none where its first size is 0
  /// @return new tensor `[T + S, N, H]`: `h` of every step, 0 where a sequence has ended, then the states after each
  ///     sequence's last step
  /// @throws IllegalArgumentException if shapes, types or lengths do not fit, or the mask is tracked
  default Tensor recurrence(RecurrenceSpec spec, Tensor weight, Tensor bias, Tensor state, Tensor mask) {
    if (mask.node() != null) {
      throw new IllegalArgumentException(
          "recurrence: the mask of shape " + mask.shape() + " is tracked, expected a constant");
    }
    Tensor x = (Tensor) this;
    boolean keeps = Node.records(x, weight, bias, state);
    Tensor trace = Node.apply(new Recurrences.Trace(spec, keeps), x, weight, bias, state, mask);
    return Node.apply(new Recurrences.Output(spec), trace, x, weight, bias, state, mask);
  }

  /// All numbers that the steps of [#recurrence(RecurrenceSpec, Tensor, Tensor, Tensor, Tensor)] make, for its gradient.
  ///
  /// @param spec cell, lengths, direction
  /// @param weight recurrent weight
  /// @param bias biases
  /// @param state first states
  /// @param mask masks
  /// @return a vector, constant
  /// @throws IllegalArgumentException if shapes, types or lengths do not fit
  default Tensor recurrenceTrace(RecurrenceSpec spec, Tensor weight, Tensor bias, Tensor state, Tensor mask) {
    return Node.apply(new Recurrences.Trace(spec, true), (Tensor) this, weight, bias, state, mask);
  }

  /// The gradients of [#recurrence(RecurrenceSpec, Tensor, Tensor, Tensor, Tensor)] for its operands, where this is the
  /// gradient of its result.
  ///
  /// @param spec cell, lengths, direction
  /// @param trace trace of the operands; derivatives take it for the function of them that it is
  /// @param input product with the input weights
  /// @param weight recurrent weight
  /// @param bias biases
  /// @param state first states
  /// @param mask masks
  /// @return a vector: the gradients of `input`, `weight`, `bias` and `state`, one after the other
  /// @throws IllegalArgumentException if shapes, types or lengths do not fit
  default Tensor recurrenceGradient(RecurrenceSpec spec, Tensor trace, Tensor input, Tensor weight, Tensor bias,
      Tensor state, Tensor mask) {
    return Node.apply(new Recurrences.Gradient(spec), (Tensor) this, trace, input, weight, bias, state, mask);
  }

  private static Tensor none(Tensor state) {
    Shape shape = state.shape();
    return shape.rank() == 3 ? Tensor.zeros(state.dtype(), 0, shape.size(1), shape.size(2)) : state;
  }
}
