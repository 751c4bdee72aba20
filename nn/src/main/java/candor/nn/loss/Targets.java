package candor.nn.loss;

import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Checks of what a network should have said.
final class Targets {
  private Targets() {
  }

  /// Refuses a target that is not one number for each number of the output.
  static void requireLike(String loss, Tensor output, Tensor target) {
    if (output.dtype() != target.dtype() || !output.shape().equals(target.shape())) {
      throw new IllegalArgumentException(loss + ": the output is " + output.dtype() + output.shape()
          + ", the target " + target.dtype() + target.shape() + ", expected one type and one shape");
    }
  }

  /// Refuses logits and classes unless these are `[N, K, …]` and `[N, …]`.
  static void requireClassShape(String loss, Tensor logits, Tensor classes) {
    Shape shape = logits.shape();
    if (shape.rank() < 2 || !classes.shape().equals(shape.without(1))) {
      throw new IllegalArgumentException(loss + ": logits have shape " + shape + " and targets " + classes.shape()
          + ", expected " + (shape.rank() == 2 ? "[N,K] and [N]" : "[N,K,…] and [N,…]"));
    }
  }

  /// The classes, in row-major order.
  ///
  /// @param ignored a number that is no class, if there is one
  /// @throws IndexOutOfBoundsException if another number is no class either
  static int[] classes(String loss, Tensor target, int classes, @Nullable Integer ignored) {
    if (target.dtype() != DType.I32) {
      throw new IllegalArgumentException(
          loss + ": targets have type " + target.dtype() + target.shape() + ", expected i32");
    }
    int[] values = target.toInts();
    for (int i = 0; i < values.length; i++) {
      boolean known = values[i] >= 0 && values[i] < classes || ignored != null && values[i] == ignored;
      if (!known) {
        throw new IndexOutOfBoundsException(loss + ": target " + values[i] + " at position " + i + " of "
            + target.shape() + ", expected 0 to " + (classes - 1) + (ignored == null ? "" : " or " + ignored));
      }
    }
    return values;
  }

  /// Refuses targets outside `[0, 1]`.
  static void requireShares(String loss, Tensor target) {
    if (target.count() == 0) {
      return;
    }
    double least = target.detach().min().item();
    double most = target.detach().max().item();
    if (!(least >= 0 && most <= 1)) {
      throw new IllegalArgumentException(
          loss + ": targets lie between " + least + " and " + most + ", expected numbers in [0, 1]");
    }
  }

  /// Refuses targets other than −1 and 1.
  static void requireSigns(String loss, Tensor target) {
    if (target.count() > 0 && target.detach().abs().sub(1).abs().max().item() != 0) {
      throw new IllegalArgumentException(loss + ": targets " + Arrays.toString(
          target.detach().to(DType.F64).flatten(0).slice(0, 0, Math.min(target.count(), 8)).toDoubles())
          + (target.count() > 8 ? " …" : "") + ", expected -1 and 1");
    }
  }
}
