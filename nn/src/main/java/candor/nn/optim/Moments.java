package candor.nn.optim;

import candor.kernel.Update;
import candor.nn.Parameter;
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

  /// Parameters with one decay.
  Moments(String name, List<Parameter> parameters, double rate, double beta1, double beta2, double epsilon,
      double decay) {
    if (!isNotNegative(decay) || !fit(rate, beta1, beta2, epsilon)) {
      throw new IllegalArgumentException(name + ": rate " + rate + ", beta1 " + beta1 + ", beta2 " + beta2
          + ", epsilon " + epsilon + ", decay " + decay
          + ", expected a positive finite rate, betas in [0, 1), a positive finite epsilon, finite decay of 0 or more");
    }
    this(name, ParameterGroups.of(parameters).decay(decay), rate, beta1, beta2, epsilon);
  }

  Moments(String name, ParameterGroups groups, double rate, double beta1, double beta2, double epsilon) {
    if (!fit(rate, beta1, beta2, epsilon)) {
      throw new IllegalArgumentException(name + ": rate " + rate + ", beta1 " + beta1 + ", beta2 " + beta2
          + ", epsilon " + epsilon + ", expected a positive finite rate, betas in [0, 1), a positive finite epsilon");
    }
    super(name, groups, rate, "mean", "square");
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }

  private static boolean fit(double rate, double beta1, double beta2, double epsilon) {
    return isPositive(rate) && isShare(beta1) && isShare(beta2) && isPositive(epsilon);
  }

  @Override
  final int cost() {
    return 16;
  }

  /// The decay of a parameter that enters its gradient.
  abstract double penalty(double decay);

  /// What a parameter is multiplied with before the step.
  abstract double shrink(double rate, double decay);

  @Override
  final Slots.Rule rule(Update kernel, double rate, double decay, int step) {
    Update.Adam next = new Update.Adam(rate / (1 - StrictMath.pow(beta1, step)), beta1, beta2,
        1 / Math.sqrt(1 - StrictMath.pow(beta2, step)), epsilon, penalty(decay), shrink(rate, decay));
    return (w, memory, g, at, n) -> {
      NdArray m = memory.getFirst();
      NdArray v = memory.getLast();
      if (w.dtype() == DType.F32) {
        kernel.adam(next, w.f32(), w.offset() + at, m.f32(), v.f32(), v.offset() + at, g.f32(), g.offset() + at, n);
      } else {
        kernel.adam(next, w.f64(), w.offset() + at, m.f64(), v.f64(), v.offset() + at, g.f64(), g.offset() + at, n);
      }
    };
  }
}
