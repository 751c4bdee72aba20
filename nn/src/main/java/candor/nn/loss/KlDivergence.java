package candor.nn.loss;

import candor.tensor.Tensor;

/// The Kullback–Leibler divergence `KL(q ‖ p) = Σ_k q_k (ln q_k − ln p_k)` in nats of a target `q = softmax(t)` from an
/// output `p = softmax(x)`.
///
/// Both are logits `[N, K, …]`; logarithms of probabilities are logits too. The elements are `[N, …]`, and
/// [Reduction#MEAN] is their mean, the divergence of a distribution: PyTorch's `batchmean`, not its `mean`, which
/// divides by `K` as well. Where `q_k = 0` the term is 0. The gradient goes to both; exchange them for the other
/// direction.
///
/// @param reduction how the elements become one number
public record KlDivergence(Reduction reduction) implements SampleLoss {
  private static final String NAME = "klDivergence";

  @Override
  public KlDivergence reduction(Reduction reduction) {
    return new KlDivergence(reduction);
  }

  @Override
  public Tensor elements(Tensor output, Tensor target) {
    Targets.requireLike(NAME, output, target);
    if (output.shape().rank() < 2) {
      throw new IllegalArgumentException(NAME + ": the output has shape " + output.shape() + ", expected [N,K,…]");
    }
    Tensor q = target.softmax(1);
    Tensor ratio = target.logSoftmax(1).sub(output.logSoftmax(1));
    // 0 · −∞ would be NaN.
    Tensor finite = Tensor.where(q.detach().eq(0), Tensor.scalar(q.dtype(), 0), ratio);
    return q.mul(finite).sum(1);
  }
}
