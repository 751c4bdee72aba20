package candor.op;

import candor.autograd.Saved;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Recurrent layers over whole sequences (see [candor.kernel.RecurrentCell] for the cells).
///
/// The operands are the product of all steps with the input weights, `[T, N, G H]` for `G` gates of `H` units, the
/// recurrent weight `[G H, H]`, the biases of both products `[2, G H]`, the first states `[S, N, H]`, and `[M, N, H]`,
/// what the old `h` of each sequence is multiplied with before the recurrent product, in every step alike: nothing (`M =
/// 0`), one mask, or one for each gate. The mask is a constant.
///
/// - [Trace] runs the steps, and keeps what their gradients need if there will be gradients.
/// - [Output] is the part of the trace that users want: `h` of every step, then the last states.
/// - [Gradient] runs the steps back (backpropagation through time), and gives the gradients of all operands. Those of
///   the weights are one product over all steps.
///
/// As the statistics of batch normalisation, the trace is passed along so that it is computed once, and the rules take
/// it for the function of the other operands that it is. The derivative of the gradient is that of the same recurrence
/// written step by step, which takes longer, and is closed under differentiation because its operations are.
public interface Recurrences {
  /// All numbers that the steps make, in one array (see [RecurrentSizes]); a constant, since the derivatives of what is
  /// read from it are those of [Output].
  ///
  /// @param spec cell, lengths, direction
  /// @param keeps whether it has what gradients need; if not, it has little more than the output
  record Trace(RecurrenceSpec spec, boolean keeps) implements Op.Constant {
    @Override
    public NdArray forward(NdArray... x) {
      RecurrentSizes sizes = RecurrentSizes.of("recurrence", spec, keeps, x[0], x[1], x[2], x[3], x[4]);
      return RecurrentLoop.trace(sizes, x[0], x[1], x[2], x[3], x[4]);
    }

    @Override
    public long multiplyAdds(NdArray[] x, NdArray y) {
      return products(spec, x[1]);
    }
  }

  /// `h` of every step, 0 where a sequence has ended, then the states after each sequence's last step, `[T + S, N, H]`,
  /// of the trace and the operands.
  ///
  /// @param spec cell, lengths, direction
  record Output(RecurrenceSpec spec) implements Op {
    @Override
    public NdArray forward(NdArray... x) {
      RecurrentSizes sizes = RecurrentSizes.of("recurrence", spec, false, x[1], x[2], x[3], x[4], x[5]);
      Shape shape = sizes.outputShape();
      return x[0].slice(new int[] {0}, new int[] {1}, Shape.of(shape.count())).reshape(shape);
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor g, Saved s) {
      Tensor x = s.input(1);
      Tensor weight = s.input(2);
      Tensor flat = g.recurrenceGradient(spec, s.input(0), x, weight, s.input(3), s.input(4), s.input(5));
      int units = weight.shape().size(1);
      int width = weight.shape().size(0);
      int ofWeight = x.count();
      int ofBias = ofWeight + units * width;
      int ofState = ofBias + 2 * width;
      return new @Nullable Tensor[] {null, s.needs(1) ? flat.slice(0, 0, ofWeight).reshape(x.shape().toArray()) : null,
        s.needs(2) ? flat.slice(0, ofWeight, ofBias).reshape(width, units) : null,
        s.needs(3) ? flat.slice(0, ofBias, ofState).reshape(2, width) : null,
        s.needs(4) ? flat.slice(0, ofState, flat.count()).reshape(s.shape(4).toArray()) : null, null};
    }
  }

  /// The gradients of input product, weight, biases and state, one after the other in one vector, of that of
  /// the output, the trace and the operands.
  ///
  /// @param spec cell, lengths, direction
  record Gradient(RecurrenceSpec spec) implements Op {
    @Override
    public NdArray forward(NdArray... x) {
      RecurrentSizes sizes = RecurrentSizes.of("recurrenceGradient", spec, true, x[2], x[3], x[4], x[5], x[6]);
      if (x[0].dtype() != sizes.dtype() || !x[0].shape().equals(sizes.outputShape())) {
        throw new IllegalArgumentException("recurrenceGradient: output gradient is " + x[0].dtype() + x[0].shape()
            + ", expected " + sizes.dtype() + sizes.outputShape());
      }
      if (x[1].dtype() != sizes.dtype() || !x[1].shape().equals(sizes.traceShape())) {
        throw new IllegalArgumentException("recurrenceGradient: trace is " + x[1].dtype() + x[1].shape()
            + ", expected " + sizes.dtype() + sizes.traceShape());
      }
      return RecurrentLoop.gradient(sizes, x[0], x[1].rowMajor(), x[3], x[6]);
    }

    /// As many for the gradient of the states as for that of the weight.
    @Override
    public long multiplyAdds(NdArray[] x, NdArray y) {
      return 2 * products(spec, x[3]);
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor u, Saved s) {
      return s.derive(u, x -> UnrolledRecurrence.gradient(spec, x.get(0), x.subList(2, 6), x.get(6)));
    }
  }

  /// The recurrent products of all steps that the sequences have.
  private static long products(RecurrenceSpec spec, NdArray weight) {
    return Arrays.stream(spec.lengths()).asLongStream().sum() * weight.count();
  }
}
