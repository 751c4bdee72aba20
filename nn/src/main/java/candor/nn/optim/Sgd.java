package candor.nn.optim;

import candor.kernel.Update;
import candor.nn.Parameter;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;

/// Stochastic gradient descent with momentum and L2 weight decay: `d = g + decay · w`, `v = momentum · v + d`,
/// `w = w − rate · v`, as in PyTorch.
///
/// The decay enters the gradient, so it is the gradient of `½ decay ‖w‖²`.
public final class Sgd implements Optimizer {
  private final List<Parameter> parameters;
  private final double rate;
  private final double momentum;
  private final double decay;
  private final List<NdArray> velocities = new ArrayList<>();

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
    this.parameters = List.copyOf(parameters);
    this.rate = rate;
    this.momentum = momentum;
    this.decay = decay;
    for (Parameter p : this.parameters) {
      NdArray value = p.value().array();
      velocities.add(Workspace.outside(() -> NdArray.zeros(value.dtype(), value.shape(), value.order())));
    }
  }

  @Override
  public List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public void step(List<Tensor> gradients) {
    requireFit(gradients);
    for (int i = 0; i < parameters.size(); i++) {
      NdArray w = parameters.get(i).overwrite();
      update(w, velocities.get(i), gradients.get(i).array().inOrder(w.order()));
    }
  }

  private void requireFit(List<Tensor> gradients) {
    if (gradients.size() != parameters.size()) {
      throw new IllegalArgumentException(
          "sgd: " + gradients.size() + " gradients for " + parameters.size() + " parameters");
    }
    for (int i = 0; i < gradients.size(); i++) {
      Tensor value = parameters.get(i).value();
      Tensor g = gradients.get(i);
      if (!g.shape().equals(value.shape()) || g.dtype() != value.dtype()) {
        throw new IllegalArgumentException(
            "sgd: gradient of parameter " + parameters.get(i).name() + " is " + g.dtype() + g.shape()
                + ", expected " + value.dtype() + value.shape());
      }
      if (value.dtype() != velocities.get(i).dtype()) {
        throw new IllegalArgumentException("sgd: parameter " + parameters.get(i).name() + " is " + value.dtype()
            + " now, was " + velocities.get(i).dtype() + " when the optimiser was made");
      }
    }
  }

  private void update(NdArray w, NdArray v, NdArray g) {
    Backend backend = Backend.current();
    Update kernel = backend.kernels().update();
    backend.forEach(w.count(), 4, (from, to) -> {
      if (w.dtype() == DType.F32) {
        kernel.sgd(w.f32(), w.offset() + from, v.f32(), from, g.f32(), g.offset() + from, to - from, (float) rate,
            (float) momentum, (float) decay);
      } else {
        kernel.sgd(w.f64(), w.offset() + from, v.f64(), from, g.f64(), g.offset() + from, to - from, rate, momentum,
            decay);
      }
    });
  }
}
