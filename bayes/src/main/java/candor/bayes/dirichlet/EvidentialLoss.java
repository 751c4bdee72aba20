package candor.bayes.dirichlet;

import candor.nn.loss.Reduction;
import candor.nn.loss.SampleLoss;
import candor.tensor.DType;
import candor.tensor.Tensor;

/// The losses of evidential networks (Sensoy, Kaplan & Kandemir 2018): how well the Dirichlet distribution fits the
/// label, plus `w KL(Dir(α̃) ‖ Dir(1))` with `α̃ = y + (1 − y) ⊙ α`, which takes evidence for wrong classes back and
/// leaves that for the right one alone.
///
/// The weight `w` begins at 0 and grows to 1 over the first epochs ([Annealing]), so that the network explores before
/// it is punished.
///
/// Outputs are `[N, K]`, labels I32 `[N]`; the elements are `[N]`. Everything is computed in F64 (see [Dirichlet]) and
/// rounded to the outputs' type.
///
/// @param fit how the fit is measured
/// @param klWeight `w`, finite and not negative
/// @param link how outputs become concentrations
/// @param reduction how the samples become one number
public record EvidentialLoss(Fit fit, double klWeight, ConcentrationLink link, Reduction reduction)
    implements
      SampleLoss {
  /// How well a Dirichlet distribution fits a label.
  public enum Fit {
    /// `ln α₀ − ln α_y`, the negative logarithm of the marginal likelihood (eq. 3).
    LIKELIHOOD,
    /// `ψ(α₀) − ψ(α_y)`, the expected cross-entropy (eq. 4).
    DIGAMMA,
    /// `Σ_k (y_k − μ_k)² + μ_k (1 − μ_k) / (α₀ + 1)`, the expected squared error: that of the mean and the variance
    /// (eq. 5).
    SQUARED
  }

  /// Checks the weight.
  ///
  /// @throws IllegalArgumentException if it is negative or not finite
  public EvidentialLoss {
    if (!(klWeight >= 0 && klWeight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "evidentialLoss: weight " + klWeight + " of the divergence, expected a non-negative finite number");
    }
  }

  /// Weight 1, evidence by ReLU, the mean of the samples.
  ///
  /// @param fit how the fit is measured
  public EvidentialLoss(Fit fit) {
    this(fit, 1, ConcentrationLink.RELU, Reduction.MEAN);
  }

  /// The same with another weight of the divergence.
  ///
  /// @param weight `w`, finite and not negative
  /// @return new loss
  /// @throws IllegalArgumentException if it is out of its range
  public EvidentialLoss klWeight(double weight) {
    return new EvidentialLoss(fit, weight, link, reduction);
  }

  /// The same with another link.
  ///
  /// @param other how outputs become concentrations
  /// @return new loss
  public EvidentialLoss link(ConcentrationLink other) {
    return new EvidentialLoss(fit, klWeight, other, reduction);
  }

  @Override
  public EvidentialLoss reduction(Reduction other) {
    return new EvidentialLoss(fit, klWeight, link, other);
  }

  @Override
  public Tensor elements(Tensor outputs, Tensor labels) {
    Labels.require("evidentialLoss", outputs, labels, 0);
    return ofConcentrations(link.concentrations(outputs), labels).to(outputs.dtype());
  }

  Tensor ofConcentrations(Tensor a, Tensor labels) {
    Tensor label = labels.oneHot(a.shape().size(1), DType.F64);
    Tensor wrong = label.add(label.neg().add(1).mul(a));
    return misfit(a, labels, label).add(Formulas.klToFlat(wrong).mul(klWeight));
  }

  private Tensor misfit(Tensor a, Tensor labels, Tensor label) {
    Tensor precision = a.sum(1);
    return switch (fit) {
      case LIKELIHOOD -> precision.log().sub(Labels.pick(a, labels).log());
      case DIGAMMA -> precision.digamma().sub(Labels.pick(a, labels).digamma());
      case SQUARED -> {
        Tensor mean = a.div(precision.unsqueeze(1));
        Tensor variance = mean.mul(mean.neg().add(1)).sum(1).div(precision.add(1));
        yield label.sub(mean).square().sum(1).add(variance);
      }
    };
  }
}
