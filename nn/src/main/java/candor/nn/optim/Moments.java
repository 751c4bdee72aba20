package candor.nn.optim;

import candor.kernel.Update;
import candor.nn.Parameter;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import java.util.List;

/// What [Adam] and [AdamW] share: running means of the gradients and of their squares, with bias corrections.
abstract sealed class Moments extends Descent permits Adam, AdamW {
  static final double BETA1 = 0.9;
  static final double BETA2 = 0.999;
  static final double EPSILON = 1e-8;

  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final double penalty;
  private final double decoupled;

  /// Of the two decays one is 0.
  Moments(String name, List<Parameter> parameters, double rate, double beta1, double beta2, double epsilon,
      double penalty, double decoupled) {
    boolean fits = isPositive(rate) && isShare(beta1) && isShare(beta2) && isPositive(epsilon)
        && isNotNegative(penalty) && isNotNegative(decoupled);
    if (!fits) {
      throw new IllegalArgumentException(name + ": rate " + rate + ", beta1 " + beta1 + ", beta2 " + beta2
          + ", epsilon " + epsilon + ", decay " + (penalty == 0 ? decoupled : penalty)
          + ", expected a positive finite rate, betas in [0, 1), a positive finite epsilon, finite decay of 0 or more");
    }
    super(name, parameters, rate, "mean", "square");
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.penalty = penalty;
    this.decoupled = decoupled;
  }

  private static boolean isShare(double x) {
    return x >= 0 && x < 1;
  }

  @Override
  final int cost() {
    return 16;
  }

  @Override
  final Slots.Rule rule(double rate, int step) {
    Update kernel = Backend.current().kernels().update();
    Update.Adam next = new Update.Adam(rate / (1 - StrictMath.pow(beta1, step)), beta1, beta2,
        1 / Math.sqrt(1 - StrictMath.pow(beta2, step)), epsilon, penalty, 1 - rate * decoupled);
    return (w, memory, g, at, n) -> {
      NdArray m = memory.getFirst();
      NdArray v = memory.getLast();
      if (w.dtype() == DType.F32) {
        kernel.adam(next, w.f32(), w.offset() + at, m.f32(), v.f32(), at, g.f32(), g.offset() + at, n);
      } else {
        kernel.adam(next, w.f64(), w.offset() + at, m.f64(), v.f64(), at, g.f64(), g.offset() + at, n);
      }
    };
  }
}
