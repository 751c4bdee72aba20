package candor.nn.optim;

import candor.nn.Parameter;
import java.util.List;

/// Adam with decoupled weight decay (Loshchilov & Hutter 2019, Alg. 2): `w = (1 − rate · decay) w − rate · m̂ / (√v̂ +
/// ε)` with the moments of [Adam], as in PyTorch. The paper's schedule multiplier is 1, and its decay is `rate · decay`
/// here.
public final class AdamW extends Moments {
  /// An optimiser with `β₁ = 0.9`, `β₂ = 0.999`, `ε = 10⁻⁸`.
  ///
  /// @param parameters what to change, with values
  /// @param rate learning rate, positive and finite
  /// @param decay decoupled weight decay, finite, 0 or more
  /// @throws IllegalArgumentException if a number is out of its range
  public AdamW(List<Parameter> parameters, double rate, double decay) {
    this(parameters, rate, BETA1, BETA2, EPSILON, decay);
  }

  /// Makes the optimiser.
  ///
  /// @param parameters what to change, with values
  /// @param rate learning rate, positive and finite
  /// @param beta1 share of the mean of gradients that is kept, in `[0, 1)`
  /// @param beta2 share of the mean of squared gradients that is kept, in `[0, 1)`
  /// @param epsilon what is added to the root of that mean, positive and finite
  /// @param decay decoupled weight decay, finite, 0 or more
  /// @throws IllegalArgumentException if a number is out of its range
  public AdamW(List<Parameter> parameters, double rate, double beta1, double beta2, double epsilon, double decay) {
    super("adamW", parameters, rate, beta1, beta2, epsilon, decay);
  }

  /// Makes an optimiser of parameters that differ in decay or learning rate.
  ///
  /// @param groups what to change, with values
  /// @param rate learning rate, positive and finite
  /// @throws IllegalArgumentException if the rate is out of its range
  public AdamW(ParameterGroups groups, double rate) {
    this(groups, rate, BETA1, BETA2, EPSILON);
  }

  /// Makes an optimiser of parameters that differ in decay or learning rate.
  ///
  /// @param groups what to change, with values
  /// @param rate learning rate, positive and finite
  /// @param beta1 share of the mean of gradients that is kept, in `[0, 1)`
  /// @param beta2 share of the mean of squared gradients that is kept, in `[0, 1)`
  /// @param epsilon what is added to the root of that mean, positive and finite
  /// @throws IllegalArgumentException if a number is out of its range
  public AdamW(ParameterGroups groups, double rate, double beta1, double beta2, double epsilon) {
    super("adamW", groups, rate, beta1, beta2, epsilon);
  }

  @Override
  double penalty(double decay) {
    return 0;
  }

  @Override
  double shrink(double rate, double decay) {
    return 1 - rate * decay;
  }
}
