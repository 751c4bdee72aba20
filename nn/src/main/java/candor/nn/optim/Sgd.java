package candor.nn.optim;

import candor.kernel.Update;
import candor.nn.Parameter;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import java.util.List;

/// Stochastic gradient descent with momentum and L2 weight decay: `d = g + decay · w`, `v = momentum · v + d`,
/// `w = w − rate · v`, as in PyTorch.
///
/// The decay enters the gradient, so it is the gradient of `½ decay ‖w‖²`.
public final class Sgd implements Optimizer {
  private final Slots slots;
  private final double rate;
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
    boolean fits = rate > 0 && rate < Double.POSITIVE_INFINITY && momentum >= 0 && momentum < 1 && decay >= 0
        && decay < Double.POSITIVE_INFINITY;
    if (!fits) {
      throw new IllegalArgumentException("sgd: rate " + rate + ", momentum " + momentum + ", decay " + decay
          + ", expected a positive finite rate, momentum in [0, 1), finite decay of 0 or more");
    }
    this.slots = new Slots("sgd", parameters, 1);
    this.rate = rate;
    this.momentum = momentum;
    this.decay = decay;
  }

  @Override
  public List<Parameter> parameters() {
    return slots.parameters();
  }

  @Override
  public void step(List<Tensor> gradients) {
    Update kernel = Backend.current().kernels().update();
    slots.step(gradients, 4, (w, memory, g, at, n) -> {
      NdArray v = memory.getFirst();
      if (w.dtype() == DType.F32) {
        kernel.sgd(w.f32(), w.offset() + at, v.f32(), at, g.f32(), g.offset() + at, n, (float) rate, (float) momentum,
            (float) decay);
      } else {
        kernel.sgd(w.f64(), w.offset() + at, v.f64(), at, g.f64(), g.offset() + at, n, rate, momentum, decay);
      }
    });
  }
}
