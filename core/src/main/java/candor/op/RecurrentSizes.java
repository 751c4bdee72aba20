package candor.op;

import candor.kernel.RecurrentCell;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import java.util.Arrays;

/// The sizes of a recurrence, and where the numbers of a step lie in the arrays that its operations share.
///
/// The trace holds, one after the other, the result `[T + S, N, H]`, the recurrent inputs `[T, N, M H]` (the old `h`, or
/// one masked copy of it for each mask) and what gradients of steps need, `[T, N, K H]`. Of the latter two it has one step
/// only, written again and again, where there will be no gradient. The gradient holds those of the input product `[T, N, G
/// H]`, of the weight `[G H, H]`, of the biases `[2, G H]` and of the state `[S, N, H]`.
///
/// @param spec cell, lengths, direction
/// @param dtype type of all numbers
/// @param steps `T`
/// @param samples `N`
/// @param units `H`
/// @param masks number of masks: none, one, or one for each gate
/// @param keeps whether the trace has what gradients need of all steps
record RecurrentSizes(RecurrenceSpec spec, DType dtype, int steps, int samples, int units, int masks, boolean keeps) {
  /// Reads the sizes, and checks that the operands fit together.
  static RecurrentSizes of(String operation, RecurrenceSpec spec, boolean keeps, NdArray x, NdArray weight,
      NdArray bias, NdArray state, NdArray mask) {
    Loops.requireFloating(operation, x);
    RecurrentCell cell = spec.cell();
    Shape w = weight.shape();
    if (w.rank() != 2 || w.size(0) != cell.gates() * w.size(1)) {
      throw new IllegalArgumentException(operation + ": weight has shape " + w + ", expected [" + cell.gates()
          + " H,H] for " + cell);
    }
    int units = w.size(1);
    int width = w.size(0);
    if (x.shape().rank() != 3 || x.shape().size(2) != width) {
      throw new IllegalArgumentException(operation + ": input product has shape " + x.shape() + ", expected [T,N,"
          + width + "] for a weight " + w);
    }
    int steps = x.shape().size(0);
    int samples = x.shape().size(1);
    require(operation, "weight", weight, x, w);
    require(operation, "bias", bias, x, Shape.of(2, width));
    require(operation, "state", state, x, Shape.of(cell.states(), samples, units));
    int masks = mask.shape().rank() == 0 ? -1 : mask.shape().size(0);
    boolean known = masks == 0 || masks == 1 || masks == cell.gates();
    require(operation, "mask", mask, x, Shape.of(known ? masks : cell.gates(), samples, units));
    requireLengths(operation, spec.lengths(), samples, steps);
    return new RecurrentSizes(spec, x.dtype(), steps, samples, units, masks, keeps);
  }

  private static void require(String operation, String name, NdArray array, NdArray x, Shape expected) {
    if (array.dtype() != x.dtype() || !array.shape().equals(expected)) {
      throw new IllegalArgumentException(operation + ": " + name + " is " + array.dtype() + array.shape()
          + ", expected " + x.dtype() + expected + " for an input product " + x.dtype() + x.shape());
    }
  }

  private static void requireLengths(String operation, int[] lengths, int samples, int steps) {
    boolean fit = lengths.length == samples && Arrays.stream(lengths).allMatch(n -> n >= 0 && n <= steps);
    if (!fit) {
      throw new IllegalArgumentException(operation + ": lengths " + Arrays.toString(lengths).replace(" ", "")
          + ", expected one of 0 to " + steps + " for each of " + samples + " sequences");
    }
  }

  RecurrentCell cell() {
    return spec.cell();
  }

  /// `G H`.
  int width() {
    return cell().gates() * units;
  }

  /// Width of the recurrent inputs of a sample.
  int inputWidth() {
    return Math.max(1, masks) * units;
  }

  /// Width of what is kept of a step of a sample.
  int keptWidth() {
    return cell().kept() * units;
  }

  /// Where the result has a sample's `h` of a step, or, from `steps` on, its last states.
  int outputAt(int step, int sample) {
    return (step * samples + sample) * units;
  }

  /// Where the trace has the recurrent inputs.
  int inputAt(int step, int sample) {
    return outputAt(steps + cell().states(), 0) + row(step, sample) * inputWidth();
  }

  /// Where the trace has what is kept.
  int keptAt(int step, int sample) {
    return outputAt(steps + cell().states(), 0) + rows() * inputWidth() + row(step, sample) * keptWidth();
  }

  private int row(int step, int sample) {
    return keeps ? step * samples + sample : sample;
  }

  private int rows() {
    return keeps ? steps * samples : samples;
  }

  Shape outputShape() {
    return Shape.of(steps + cell().states(), samples, units);
  }

  Shape traceShape() {
    long rows = rows();
    return flat(outputShape().count() + rows * inputWidth() + rows * keptWidth());
  }

  /// Where an array that lies as the input product has a step of a sample.
  int productAt(int step, int sample) {
    return (step * samples + sample) * width();
  }

  /// Where the gradient has that of the weight.
  int weightAt() {
    return productAt(steps, 0);
  }

  /// Where the gradient has those of the biases.
  int biasAt() {
    return weightAt() + units * width();
  }

  /// Where the gradient has those of the state.
  int stateAt() {
    return biasAt() + 2 * width();
  }

  Shape gradientShape() {
    long products = (long) steps * samples * width();
    return flat(products + (long) units * width() + 2L * width() + (long) cell().states() * samples * units);
  }

  private static Shape flat(long count) {
    return Shape.of(Math.toIntExact(count));
  }
}
