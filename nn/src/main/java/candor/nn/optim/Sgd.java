package candor.nn.optim;

import candor.kernel.Update;
import candor.nn.Parameter;
import candor.tensor.DType;
import candor.tensor.NdArray;
import java.util.List;

/// Stochastic gradient descent with momentum and L2 weight decay: `d = g + decay · w`, `v = momentum · v + d`,
/// `w = w − rate · v`, as in PyTorch; [Momentum] has the variants.
///
/// The decay enters the gradient, so it is the gradient of `½ decay ‖w‖²`.
public final class Sgd extends Descent {
  private final Momentum momentum;

  /// An optimiser without momentum and decay.
  ///
  /// @param parameters what to change, with values
  /// @param rate learning rate, positive and finite
  /// @throws IllegalArgumentException if it is out of its range
  public Sgd(List<Parameter> parameters, double rate) {
    this(parameters, rate, 0, 0);
  }

  /// Makes the optimiser.
  ///
  /// @param parameters what to change, with values
  /// @param rate learning rate, positive and finite
  /// @param momentum share of the previous velocity that is kept, in `[0, 1)`
  /// @param decay weight decay, finite, 0 or more
  /// @throws IllegalArgumentException if a number is out of its range
  public Sgd(List<Parameter> parameters, double rate, double momentum, double decay) {
    boolean fits = isPositive(rate) && momentum >= 0 && momentum < 1 && isNotNegative(decay);
    if (!fits) {
      throw new IllegalArgumentException("sgd: rate " + rate + ", momentum " + momentum + ", decay " + decay
          + ", expected a positive finite rate, momentum in [0, 1), finite decay of 0 or more");
    }
    this(ParameterGroups.of(parameters).decay(decay), rate, Momentum.of(momentum));
  }

  /// Makes an optimiser of parameters that differ in decay or learning rate.
  ///
  /// @param groups what to change, with values
  /// @param rate learning rate, positive and finite
  /// @param momentum how earlier gradients are remembered
  /// @throws IllegalArgumentException if the rate is out of its range
  public Sgd(ParameterGroups groups, double rate, Momentum momentum) {
    if (!isPositive(rate)) {
      throw new IllegalArgumentException("sgd: rate " + rate + ", expected a positive finite number");
    }
    super("sgd", groups, rate, "velocity");
    this.momentum = momentum;
  }

  @Override
  int cost() {
    return 4;
  }

  @Override
  Slots.Rule rule(Update kernel, double rate, double decay, int step) {
    double take = step == 1 ? 1 : 1 - momentum.dampening();
    Update.Sgd next = new Update.Sgd(rate, momentum.share(), take, decay, momentum.nesterov());
    return (w, memory, g, at, n) -> {
      NdArray v = memory.getFirst();
      if (w.dtype() == DType.F32) {
        kernel.sgd(next, w.f32(), w.offset() + at, v.f32(), v.offset() + at, g.f32(), g.offset() + at, n);
      } else {
        kernel.sgd(next, w.f64(), w.offset() + at, v.f64(), v.offset() + at, g.f64(), g.offset() + at, n);
      }
    };
  }
}
