package candor.bayes.dirichlet;

import candor.nn.loss.Reduction;
import candor.nn.loss.SampleLoss;
import candor.tensor.DType;
import candor.tensor.Tensor;

/// The loss of a prior network (Malinin & Gales 2018 and 2019): the divergence between its Dirichlet distribution and
/// the one that it shall give, over the target concentration `c`. The target is `1 + c onehot(y)` for an input of class
/// `y`, and flat, `α_k = 1`, for an input from outside the data, which has the label [#OUTSIDE].
///
/// - [Direction#FORWARD], `KL(target ‖ Dir(α))`, is that of 2018. It averages: where classes overlap, the best `α` for
///   several targets spreads over all of them, and the precision is lost.
/// - [Direction#REVERSE], `KL(Dir(α) ‖ target)`, is that of 2019. It is linear in the target's concentrations, so the
///   best `α` for a mixture of labels is their mean: `1 + c p(y|x)`, and the precision stays.
///
/// A batch holds both kinds of inputs ([OutsideData] makes such batches). With reduction to the mean, an input from
/// outside counts as [#outsideWeight()] inputs of the data; batches with as many of both and weight 1 give half the sum
/// of the two means.
///
/// Outputs are `[N, K]`, labels I32 `[N]`; the elements are `[N]`. Everything is computed in F64 (see [Dirichlet]) and
/// rounded to the outputs' type.
///
/// @param direction which divergence
/// @param concentration `c`, positive and finite
/// @param outsideWeight factor of the inputs from outside, finite and not negative
/// @param link how outputs become concentrations
/// @param reduction how the samples become one number
public record PriorNetworkLoss(Direction direction, double concentration, double outsideWeight, ConcentrationLink link,
    Reduction reduction) implements SampleLoss {
  /// The label of an input from outside the data.
  public static final int OUTSIDE = -1;

  /// Which of the two distributions the divergence starts from.
  public enum Direction {
    /// `KL(target ‖ Dir(α))`.
    FORWARD,
    /// `KL(Dir(α) ‖ target)`.
    REVERSE
  }

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public PriorNetworkLoss {
    if (!(concentration > 0 && concentration < Double.POSITIVE_INFINITY)
        || !(outsideWeight >= 0 && outsideWeight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("priorNetworkLoss: concentration " + concentration + " and outside weight "
          + outsideWeight + ", expected a positive and a non-negative finite number");
    }
  }

  /// Target concentration 1000, weight 1, bounded exponentials, the mean of the samples.
  ///
  /// @param direction which divergence
  public PriorNetworkLoss(Direction direction) {
    this(direction, 1000, 1, ConcentrationLink.EXP, Reduction.MEAN);
  }

  /// The same with another target concentration.
  ///
  /// @param target `c`, positive and finite
  /// @return new loss
  /// @throws IllegalArgumentException if it is out of its range
  public PriorNetworkLoss concentration(double target) {
    return new PriorNetworkLoss(direction, target, outsideWeight, link, reduction);
  }

  /// The same with another weight of the inputs from outside.
  ///
  /// @param factor the weight, finite and not negative
  /// @return new loss
  /// @throws IllegalArgumentException if it is out of its range
  public PriorNetworkLoss outsideWeight(double factor) {
    return new PriorNetworkLoss(direction, concentration, factor, link, reduction);
  }

  /// The same with another link.
  ///
  /// @param other how outputs become concentrations
  /// @return new loss
  public PriorNetworkLoss link(ConcentrationLink other) {
    return new PriorNetworkLoss(direction, concentration, outsideWeight, other, reduction);
  }

  @Override
  public PriorNetworkLoss reduction(Reduction other) {
    return new PriorNetworkLoss(direction, concentration, outsideWeight, link, other);
  }

  @Override
  public Tensor elements(Tensor outputs, Tensor labels) {
    Labels.require("priorNetworkLoss", outputs, labels, OUTSIDE);
    return ofConcentrations(link.concentrations(outputs), labels).to(outputs.dtype());
  }

  Tensor ofConcentrations(Tensor a, Tensor labels) {
    int classes = a.shape().size(1);
    Tensor inside = labels.to(DType.F64).ge(0);
    Tensor some = labels.to(DType.F64).maximum(0).to(DType.I32);
    Tensor target = some.oneHot(classes, DType.F64).mul(inside.unsqueeze(1)).mul(concentration).add(1);
    Tensor divergence = direction == Direction.FORWARD ? Formulas.kl(target, a) : Formulas.kl(a, target);
    return divergence.mul(inside.mul(1 - outsideWeight).add(outsideWeight)).div(concentration);
  }
}
