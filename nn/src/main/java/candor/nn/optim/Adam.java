package candor.nn.optim;

import candor.nn.Parameter;
import java.util.List;

/// Adam (Kingma & Ba 2015, Alg. 1): `m = β₁ m + (1 − β₁) d`, `v = β₂ v + (1 − β₂) d²`, `w = w − rate · m̂ / (√v̂ + ε)`,
/// with `m̂ = m / (1 − β₁ᵗ)`, `v̂ = v / (1 − β₂ᵗ)` and `d = g + decay · w`, as in PyTorch.
///
/// The decay enters the gradient, so it is the gradient of `½ decay ‖w‖²`, and is divided by `√v̂` like the rest of it;
/// [AdamW] keeps it apart.
public final class Adam extends Moments {
  /// An optimiser with the paper's numbers, `β₁ = 0.9`, `β₂ = 0.999`, `ε = 10⁻⁸`, without weight decay.
  ///
  /// @param parameters what to change, with values
  /// @param rate learning rate, positive and finite
  /// @throws IllegalArgumentException if the rate is out of its range
  public Adam(List<Parameter> parameters, double rate) {
    this(parameters, rate, BETA1, BETA2, EPSILON, 0);
  }

  /// Makes the optimiser.
  ///
  /// @param parameters what to change, with values
  /// @param rate learning rate, positive and finite
  /// @param beta1 share of the mean of gradients that is kept, in `[0, 1)`
  /// @param beta2 share of the mean of squared gradients that is kept, in `[0, 1)`
  /// @param epsilon what is added to the root of that mean, positive and finite
  /// @param decay L2 weight decay, finite, 0 or more
  /// @throws IllegalArgumentException if a number is out of its range
  public Adam(List<Parameter> parameters, double rate, double beta1, double beta2, double epsilon, double decay) {
    super("adam", parameters, rate, beta1, beta2, epsilon, decay);
  }

  /// Makes an optimiser of parameters that differ in decay or learning rate.
  ///
  /// @param groups what to change, with values
  /// @param rate learning rate, positive and finite
  /// @throws IllegalArgumentException if the rate is out of its range
  public Adam(ParameterGroups groups, double rate) {
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
  public Adam(ParameterGroups groups, double rate, double beta1, double beta2, double epsilon) {
    super("adam", groups, rate, beta1, beta2, epsilon);
  }

  @Override
  double penalty(double decay) {
    return decay;
  }

  @Override
  double shrink(double rate, double decay) {
    return 1;
  }
}
