package candor.nn.optim;

import candor.nn.Parameter;
import candor.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// An optimiser whose gradients are limited in norm before every step ([Clipping#byNorm]). Rate and state are those of
/// the optimiser inside.
public final class ClippedOptimizer implements Optimizer {
  private final Optimizer optimizer;
  private final double limit;
  private double norm = Double.NaN;

  /// Joins an optimiser and a limit.
  ///
  /// @param optimizer makes the steps
  /// @param limit largest norm of all gradients together, positive
  /// @throws IllegalArgumentException if it is not positive
  public ClippedOptimizer(Optimizer optimizer, double limit) {
    if (!(limit > 0)) {
      throw new IllegalArgumentException("clip: limit " + limit + ", expected a positive number");
    }
    this.optimizer = optimizer;
    this.limit = limit;
  }

  /// The norm of the gradients of the last step, before clipping.
  ///
  /// @return the norm, NaN before the first step
  public double norm() {
    return norm;
  }

  @Override
  public List<Parameter> parameters() {
    return optimizer.parameters();
  }

  @Override
  public double rate() {
    return optimizer.rate();
  }

  @Override
  public void rate(double rate) {
    optimizer.rate(rate);
  }

  @Override
  public void step(List<Tensor> gradients) {
    Clipping.Result clipped = Clipping.byNorm(gradients, limit);
    optimizer.step(clipped.gradients());
    norm = clipped.norm();
  }

  @Override
  public Map<String, Tensor> state() {
    return optimizer.state();
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    optimizer.restore(state);
  }
}
