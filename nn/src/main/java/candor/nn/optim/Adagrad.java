package candor.nn.optim;

import candor.kernel.Update;
import candor.nn.Parameter;
import candor.tensor.DType;
import candor.tensor.NdArray;
import java.util.List;

/// Adagrad (Duchi et al. 2011, fig. 1 with diagonal matrices): `s = s + d²`, `w = w − rate · d / (√s + ε)`, with
/// `d = g + decay · w`, as in PyTorch. A rate that falls with the steps is the matter of a [Schedule] here.
public final class Adagrad extends Descent {
  private static final double EPSILON = 1e-10;

  private final double epsilon;

  /// An optimiser with `ε = 10⁻¹⁰`, without weight decay.
  ///
  /// @param parameters what to change, with values
  /// @param rate learning rate, positive and finite
  /// @throws IllegalArgumentException if the rate is out of its range
  public Adagrad(List<Parameter> parameters, double rate) {
    this(ParameterGroups.of(parameters), rate, EPSILON);
  }

  /// Makes the optimiser.
  ///
  /// @param groups what to change, with values
  /// @param rate learning rate, positive and finite
  /// @param epsilon what is added to the root, positive and finite
  /// @throws IllegalArgumentException if a number is out of its range
  public Adagrad(ParameterGroups groups, double rate, double epsilon) {
    if (!isPositive(rate) || !isPositive(epsilon)) {
      throw new IllegalArgumentException(
          "adagrad: rate " + rate + ", epsilon " + epsilon + ", expected positive finite numbers");
    }
    super("adagrad", groups, rate, "sum");
    this.epsilon = epsilon;
  }

  @Override
  int cost() {
    return 12;
  }

  @Override
  Slots.Rule rule(Update kernel, double rate, double decay, int step) {
    Update.Adagrad next = new Update.Adagrad(rate, epsilon, decay);
    return (w, memory, g, at, n) -> {
      NdArray s = memory.getFirst();
      if (w.dtype() == DType.F32) {
        kernel.adagrad(next, w.f32(), w.offset() + at, s.f32(), s.offset() + at, g.f32(), g.offset() + at, n);
      } else {
        kernel.adagrad(next, w.f64(), w.offset() + at, s.f64(), s.offset() + at, g.f64(), g.offset() + at, n);
      }
    };
  }
}
