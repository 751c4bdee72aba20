package candor.bayes.dirichlet;

import candor.tensor.DType;
import candor.tensor.Tensor;

/// The formulas of [Dirichlet], of F64 concentrations `[N, K]`, written so that large parts cancel on paper.
final class Formulas {
  private static final double LN_2PI = 1.8378770664093453;

  private Formulas() {
  }

  /// The shares `α_k / α₀`.
  static Tensor mean(Tensor a) {
    return mean(a, a);
  }

  /// Some numbers as shares of the precision.
  static Tensor mean(Tensor part, Tensor a) {
    return part.div(a.sumKeep(1));
  }

  /// `α₀ − α_k` as a sum of the others, which does not cancel.
  static Tensor others(Tensor a) {
    return a.matmul(self(a.shape().size(1)).neg().add(1));
  }

  /// The identity matrix.
  static Tensor self(int k) {
    return Tensor.range(DType.I32, k).oneHot(k, DType.F64);
  }

  static Tensor entropyOfMean(Tensor a) {
    Tensor rest = mean(others(a), a);
    return mean(a).mul(logRatio(a, a.sumKeep(1), rest.neg())).sum(1).neg();
  }

  /// Small concentrations have nearly as much mutual information as total entropy, so the difference is for large ones.
  static Tensor expectedEntropy(Tensor a) {
    Tensor precision = a.sumKeep(1);
    Tensor direct = mean(a).mul(precision.add(1).digamma().sub(a.add(1).digamma())).sum(1);
    Tensor difference = entropyOfMean(a).sub(mutualInformation(a));
    return Tensor.where(precision.detach().squeeze(1).lt(1), direct, difference);
  }

  /// With `ψ(x + 1) = ln x + d(x)` the logarithms cancel: `Σ μ_k d(α_k) − d(α₀)`.
  static Tensor mutualInformation(Tensor a) {
    return mean(a).mul(beyondLog(a)).sum(1).sub(beyondLog(a.sum(1)));
  }

  /// `d(x) = ψ(x + 1) − ln x = 1/2x + μ'(x)`; below 1 the latter is a difference of large numbers, above the former.
  private static Tensor beyondLog(Tensor x) {
    return Tensor.where(x.detach().lt(1), x.add(1).digamma().sub(x.log()), half(x).add(x.binet(1)));
  }

  /// With Stirling's formula for `ln Γ` and `ψ`, `ln Γ(x) − (x − c) ψ(x) = (c − ½) ln x − x + ½ ln 2π + μ(x) + (x − c)
  /// (1/2x − μ'(x))`, and the terms `−x` cancel.
  static Tensor entropy(Tensor a) {
    int k = a.shape().size(1);
    return entropyTerm(a, 1).sum(1).sub(entropyTerm(a.sum(1), k)).add(0.5 * (k - 1) * LN_2PI);
  }

  /// `KL(Dir(α) ‖ Dir(1)) = −h(α) − ln Γ(K)`.
  static Tensor klToFlat(Tensor a) {
    return entropy(a).add(Tensor.scalar(DType.F64, a.shape().size(1)).lgamma()).neg();
  }

  private static Tensor entropyTerm(Tensor x, double c) {
    return x.log().mul(c - 0.5).add(x.binet(0)).add(x.sub(c).mul(half(x).sub(x.binet(1))));
  }

  private static Tensor half(Tensor x) {
    return Tensor.scalar(DType.F64, 0.5).div(x);
  }

  /// The divergence is that of the exponential family, `Σ D(β_k, α_k) − D(β₀, α₀)` with the Bregman divergence `D` of
  /// `ln Γ`. Stirling's formula splits `ln Γ` into `x ln x − x`, `−½ ln x` and `μ`, and `D` with it; the first parts
  /// together are `β₀` times the divergence of the means.
  static Tensor kl(Tensor a, Tensor b) {
    Tensor p = mean(a);
    Tensor q = mean(b);
    Tensor relative = relativeChange(a, b, p, q);
    Tensor ofMeans = q.mul(logRatio(q, p, relative)).sub(p.mul(relative)).sum(1).mul(b.sum(1));
    return ofMeans.add(bregman(b, a).sum(1)).sub(bregman(b.sum(1), a.sum(1)));
  }

  /// `q/p − 1` without the rounding of `q` and `p`: `(δ_k − q_k δ₀) / α_k` with `δ = β − α`, or `(δ_k − p_k δ₀) / α_k
  /// · α₀/β₀`. The first is for `α₀ > β₀`, the second for others, so that no factor magnifies what rounding leaves.
  private static Tensor relativeChange(Tensor a, Tensor b, Tensor p, Tensor q) {
    Tensor change = b.sub(a);
    Tensor shrinks = change.sumKeep(1).detach().lt(0);
    Tensor share = Tensor.where(shrinks, q, p);
    Tensor scale = Tensor.where(shrinks, Tensor.scalar(DType.F64, 1), mean(a.sumKeep(1), b));
    return change.sub(share.mul(change.sumKeep(1))).div(a).mul(scale);
  }

  private static Tensor bregman(Tensor b, Tensor a) {
    Tensor relative = b.sub(a).div(a);
    Tensor ofLog = relative.sub(logRatio(b, a, relative)).mul(0.5);
    Tensor ofBinet = b.binet(0).sub(a.binet(0)).sub(b.sub(a).mul(a.binet(1)));
    return ofLog.add(ofBinet);
  }

  /// `ln(b/a)`, accurate too where the two nearly agree.
  ///
  /// @param relative `b/a − 1`
  private static Tensor logRatio(Tensor b, Tensor a, Tensor relative) {
    return Tensor.where(relative.detach().gt(-0.5), relative.maximum(-0.5).log1p(), b.div(a).log());
  }
}
