package candor.op;

import candor.tensor.Backend;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import java.util.Arrays;

/// The loop nest of an element-wise operation over broadcast operands.
///
/// The result takes the physical order of the first dense operand that has its shape, else row-major order. Its axes
/// are walked in that order, neighbours merged where all operands allow it, until the innermost loop walks every
/// operand with step 0 or 1; an operand that would need another step is copied first.
final class Broadcast {
  private final NdArray out;
  private final NdArray[] in;
  /// Sizes and operand strides of the merged axes, from the outermost to the innermost.
  private final int[] sizes;
  private final int[][] strides;

  /// Body of the loop nest.
  @FunctionalInterface
  interface Body {
    /// Handles `n` neighbouring results.
    ///
    /// @param at index of the first element in every operand
    /// @param y index of the first result
    /// @param n number of results
    void run(int[] at, int y, int n);
  }

  private Broadcast(NdArray out, NdArray[] in) {
    int[] order = out.order();
    int[] merged = new int[order.length];
    int[][] steps = new int[in.length][order.length];
    int depth = -1;
    for (int axis : order) {
      int size = out.shape().size(axis);
      if (size == 1) {
        continue;
      }
      if (depth >= 0 && mergeable(in, steps, depth, axis, size)) {
        merged[depth] *= size;
      } else {
        merged[++depth] = size;
      }
      for (int k = 0; k < in.length; k++) {
        steps[k][depth] = in[k].stride(axis);
      }
    }
    this.out = out;
    this.in = in;
    this.sizes = Arrays.copyOf(merged, depth + 1);
    this.strides = steps;
  }

  private static boolean mergeable(NdArray[] in, int[][] steps, int depth, int axis, int size) {
    for (int k = 0; k < in.length; k++) {
      if (steps[k][depth] != in[k].stride(axis) * size) {
        return false;
      }
    }
    return true;
  }

  static Broadcast of(String operation, NdArray... operands) {
    Shape shape = operands[0].shape();
    for (NdArray x : operands) {
      Loops.requireFloating(operation, x);
      if (x.dtype() != operands[0].dtype()) {
        throw new IllegalArgumentException(
            operation + ": operands have types " + operands[0].dtype() + operands[0].shape()
                + " and " + x.dtype() + x.shape() + ", expected one type");
      }
      shape = Shape.broadcast(operation, shape, x.shape());
    }
    NdArray out = NdArray.empty(operands[0].dtype(), shape, order(shape, operands));
    NdArray[] in = new NdArray[operands.length];
    for (int k = 0; k < in.length; k++) {
      in[k] = operands[k].expand(shape);
    }
    Broadcast plan = new Broadcast(out, in);
    boolean copied = false;
    for (int k = 0; k < in.length; k++) {
      if (plan.step(k) != 0 && plan.step(k) != 1) {
        in[k] = in[k].inOrder(out.order());
        copied = true;
      }
    }
    return copied ? new Broadcast(out, in) : plan;
  }

  private static int[] order(Shape shape, NdArray[] operands) {
    for (NdArray x : operands) {
      if (x.shape().equals(shape) && x.isDense()) {
        return x.order();
      }
    }
    int[] rowMajor = new int[shape.rank()];
    Arrays.setAll(rowMajor, i -> i);
    return rowMajor;
  }

  NdArray out() {
    return out;
  }

  NdArray in(int operand) {
    return in[operand];
  }

  /// Step of an operand in the innermost loop.
  int step(int operand) {
    return sizes.length == 0 ? 0 : strides[operand][sizes.length - 1];
  }

  void run(Body body) {
    int inner = sizes.length == 0 ? 1 : sizes[sizes.length - 1];
    int outer = inner == 0 ? 0 : out.count() / inner;
    // A long row is cut, so that threads can share it; elements are independent.
    int pieces = Math.ceilDiv(inner, Loops.chunk());
    Backend.current().forEach(outer * pieces, Math.min(inner, Loops.chunk()), (from, to) -> {
      int[] at = new int[in.length];
      for (int task = from; task < to; task++) {
        int start = task % pieces * Loops.chunk();
        locate(task / pieces, start, at);
        body.run(at, out.offset() + task / pieces * inner + start, Math.min(Loops.chunk(), inner - start));
      }
    });
  }

  private void locate(int row, int start, int[] at) {
    for (int k = 0; k < in.length; k++) {
      int index = in[k].offset() + start * step(k);
      int rest = row;
      for (int d = sizes.length - 2; d >= 0; d--) {
        index += rest % sizes[d] * strides[k][d];
        rest /= sizes[d];
      }
      at[k] = index;
    }
  }
}
