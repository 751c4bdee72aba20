package candor.bayes.dirichlet;

import candor.nn.loss.Reduction;
import candor.nn.loss.SampleLoss;
import candor.tensor.Tensor;

/// The negative evidence lower bound of a network whose output is a Dirichlet distribution over class probabilities,
/// with a flat prior (Joo, Chung & Seo 2020, *Being Bayesian about Categorical Probability*): `λ⁻¹ (ψ(α₀) − ψ(α_y)) +
/// KL(Dir(α) ‖ Dir(1))`, all times `λ` unless told otherwise, so that its size, and the learning rate, are those of a
/// cross-entropy.
///
/// `ψ(α₀) − ψ(α_y) = E[−ln p_y]` is the expected cross-entropy. The loss counts every label `1/λ` times: it is smallest
/// at the posterior after so many observations of `y`, `α = 1 + λ⁻¹ onehot(y)`. For `λ = 0.01` and ten classes the
/// minimum is `ln C(109, 9) = 29.0811`, times `λ`: a bound that no network beats.
///
/// Two things are often misread. The bound equals `ln P(y|x)` up to the divergence of the posterior, so `ln P(y|x)`,
/// which does not depend on the network, is left out; it is not a probability that is added. And the divergence from
/// the flat distribution, `−h(α) − ln Γ(K)` with the differential entropy `h`, does not fall as `1/α₀`: where all `α_k`
/// are at least 1 it grows with them, as `½ (K − 1) ln α₀` if all grow together, and that is what keeps the network
/// modest.
///
/// Outputs are `[N, K]`, labels I32 `[N]`; the elements are `[N]`. Everything is computed in F64 (see [Dirichlet]) and
/// rounded to the outputs' type.
///
/// @param lambda `λ`, positive and finite
/// @param scaled whether the whole is multiplied with `λ`
/// @param link how outputs become concentrations
/// @param reduction how the samples become one number
public record BeliefMatching(double lambda, boolean scaled, ConcentrationLink link, Reduction reduction)
    implements
      SampleLoss {
  /// Checks the weight.
  ///
  /// @throws IllegalArgumentException if it is not positive and finite
  public BeliefMatching {
    if (!(lambda > 0 && lambda < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("beliefMatching: lambda " + lambda + ", expected a positive finite number");
    }
  }

  /// `λ = 0.01`, scaled, with bounded exponentials, the mean of the samples.
  public BeliefMatching() {
    this(0.01, true, ConcentrationLink.EXP, Reduction.MEAN);
  }

  /// The same with another weight.
  ///
  /// @param weight `λ`, positive and finite
  /// @return new loss
  /// @throws IllegalArgumentException if it is out of its range
  public BeliefMatching lambda(double weight) {
    return new BeliefMatching(weight, scaled, link, reduction);
  }

  /// The same without the factor `λ`: a negative evidence lower bound in nats.
  ///
  /// @return new loss
  public BeliefMatching unscaled() {
    return new BeliefMatching(lambda, false, link, reduction);
  }

  /// The same with another link.
  ///
  /// @param other how outputs become concentrations
  /// @return new loss
  public BeliefMatching link(ConcentrationLink other) {
    return new BeliefMatching(lambda, scaled, other, reduction);
  }

  @Override
  public BeliefMatching reduction(Reduction other) {
    return new BeliefMatching(lambda, scaled, link, other);
  }

  @Override
  public Tensor elements(Tensor outputs, Tensor labels) {
    Labels.require("beliefMatching", outputs, labels, 0);
    return ofConcentrations(link.concentrations(outputs), labels).to(outputs.dtype());
  }

  Tensor ofConcentrations(Tensor a, Tensor labels) {
    Tensor surprise = a.sum(1).digamma().sub(Labels.pick(a, labels).digamma());
    Tensor divergence = Formulas.klToFlat(a);
    return scaled
        ? surprise.add(divergence.mul(lambda))
        : surprise.div(lambda).add(divergence);
  }
}
