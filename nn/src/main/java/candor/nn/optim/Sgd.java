package candor.nn.optim;

import candor.kernel.Update;
import candor.nn.Parameter;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import java.util.List;

/// Stochastic gradient descent with momentum and L2 weight decay: `d = g + decay · w`, `v = momentum · v + d`,
/// `w = w − rate · v`, as in PyTorch.
///
/// The decay enters the gradient, so it is the gradient of `½ decay ‖w‖²`.
public final class Sgd extends Descent {
  private final double momentum;
  private final double decay;

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
    super("sgd", parameters, rate, "velocity");
    this.momentum = momentum;
    this.decay = decay;
  }

  @Override
  int cost() {
    return 4;
  }

  @Override
  Slots.Rule rule(double rate, int step) {
    Update kernel = Backend.current().kernels().update();
    return (w, memory, g, at, n) -> {
      NdArray v = memory.getFirst();
      if (w.dtype() == DType.F32) {
        kernel.sgd(w.f32(), w.offset() + at, v.f32(), at, g.f32(), g.offset() + at, n, (float) rate, (float) momentum,
            (float) decay);
      } else {
        kernel.sgd(w.f64(), w.offset() + at, v.f64(), at, g.f64(), g.offset() + at, n, rate, momentum, decay);
      }
    };
  }
}
