package candor.nn.optim;

import candor.tensor.Tensor;
import java.util.List;

/// Limits gradients before a step.
///
/// ```java
/// Clipping.Result clipped = Clipping.byNorm(Autograd.grad(loss, variables), 1);
/// optimizer.step(clipped.gradients());
/// ```
///
/// [ClippedOptimizer] does this in every step.
public final class Clipping {
  private Clipping() {
  }

  /// Gradients of limited norm.
  ///
  /// @param gradients the gradients, the same tensors where the norm was within the limit
  /// @param norm norm before clipping
  public record Result(List<Tensor> gradients, double norm) {
  }

  /// Scales all gradients with the same number where their common norm is larger than the limit, so that it becomes the
  /// limit: `g · limit / ‖g‖` (Pascanu et al. 2013, Alg. 1). PyTorch adds 10⁻⁶ to `‖g‖`.
  ///
  /// @param gradients the gradients
  /// @param limit largest norm, positive
  /// @return the gradients and the norm that they had
  /// @throws IllegalArgumentException if the limit is not positive, or a gradient is not finite
  public static Result byNorm(List<Tensor> gradients, double limit) {
    requireLimit(limit);
    double norm = norm(gradients);
    if (norm <= limit) {
      return new Result(List.copyOf(gradients), norm);
    }
    return new Result(gradients.stream().map(g -> g.detach().mul(limit / norm)).toList(), norm);
  }

  /// Moves every number into `[−limit, limit]`. NaN stays NaN.
  ///
  /// @param gradients the gradients
  /// @param limit largest absolute value, positive
  /// @return new gradients
  /// @throws IllegalArgumentException if the limit is not positive
  public static List<Tensor> byValue(List<Tensor> gradients, double limit) {
    requireLimit(limit);
    return gradients.stream().map(g -> g.detach().clamp(-limit, limit)).toList();
  }

  /// The Euclidean norm of all numbers of all gradients.
  ///
  /// @param gradients the gradients
  /// @return the norm, 0 of none
  /// @throws IllegalArgumentException if a gradient is not finite
  public static double norm(List<Tensor> gradients) {
    double squares = squares(gradients, 1);
    // A sum of squares can overflow or vanish where the norm does not.
    if (squares > Float.MIN_NORMAL && squares < Float.MAX_VALUE) {
      return Math.sqrt(squares);
    }
    double largest = largest(gradients);
    return largest == 0 ? 0 : largest * Math.sqrt(squares(gradients, largest));
  }

  private static double squares(List<Tensor> gradients, double unit) {
    double sum = 0;
    for (Tensor g : gradients) {
      Tensor x = g.detach();
      sum += (unit == 1 ? x : x.div(unit)).square().sum().item();
    }
    return sum;
  }

  private static double largest(List<Tensor> gradients) {
    double largest = 0;
    for (int i = 0; i < gradients.size(); i++) {
      Tensor g = gradients.get(i).detach();
      double max = g.count() == 0 ? 0 : g.abs().max().item();
      if (!Double.isFinite(max)) {
        throw new IllegalArgumentException("clip: gradient " + i + ", " + g.dtype() + g.shape() + ", has " + max
            + " as its largest number, expected finite gradients");
      }
      largest = Math.max(largest, max);
    }
    return largest;
  }

  private static void requireLimit(double limit) {
    if (!(limit > 0)) {
      throw new IllegalArgumentException("clip: limit " + limit + ", expected a positive number");
    }
  }
}
