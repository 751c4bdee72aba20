package candor.bayes.dirichlet;

import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;

/// `N` Dirichlet distributions over the probabilities of `K` classes, with density `Π_k p_k^(α_k − 1) / B(α)`.
///
/// `α₀ = Σ α_k` is the precision, `μ_k = α_k / α₀` the mean. With two classes it is the Beta distribution of the first
/// probability. All results are tensors that can be differentiated, twice and more, by the concentrations.
///
/// They are computed in F64 and rounded to the type of the concentrations at the end. Written with `ln Γ` and `ψ`, as
/// in textbooks, entropies and divergences are small differences of numbers of size `α₀ ln α₀`, and F32 would have no
/// digit left at `α = 10³`. Here the large parts of Stirling's formula are cancelled on paper, and only Binet's function
/// ([Tensor#binet]) is evaluated: concentrations from 10⁻⁴ to 10⁶ lose no more than a few digits of F64.
///
/// @param concentrations `α`, `[N, K]`, positive
public record Dirichlet(Tensor concentrations) {
  /// Checks the concentrations.
  ///
  /// @throws IllegalArgumentException if the type or the shape is wrong, or one is not positive and finite
  public Dirichlet {
    if (concentrations.shape().rank() != 2 || concentrations.shape().size(1) == 0) {
      throw new IllegalArgumentException(
          "dirichlet: concentrations have shape " + concentrations.shape() + ", expected [N,K] with K of 1 or more");
    }
    if (!concentrations.dtype().isFloating()) {
      throw new IllegalArgumentException("dirichlet: concentrations are " + concentrations.dtype()
          + concentrations.shape() + ", expected f32 or f64");
    }
    if (concentrations.count() > 0) {
      // The largest is NaN if any is.
      double least = concentrations.detach().min().item();
      double most = concentrations.detach().max().item();
      if (!(least > 0 && most < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("dirichlet: concentrations lie between " + least + " and " + most
            + ", expected positive finite numbers");
      }
    }
  }

  /// The flat distribution, under which all probabilities are equally likely: `α_k = 1`.
  ///
  /// @param dtype F32 or F64
  /// @param n number of distributions `N`
  /// @param classes number of classes `K`, at least 1
  /// @return the distributions
  /// @throws IllegalArgumentException if the type is I32 or there is no class
  public static Dirichlet flat(DType dtype, int n, int classes) {
    return new Dirichlet(Tensor.ones(dtype, n, classes));
  }

  /// Number of distributions.
  ///
  /// @return `N`
  public int size() {
    return concentrations.shape().size(0);
  }

  /// Number of classes.
  ///
  /// @return `K`
  public int classes() {
    return concentrations.shape().size(1);
  }

  /// The precision `α₀ = Σ α_k`; larger means surer.
  ///
  /// @return `[N]`
  public Tensor precision() {
    return rounded(wide().sum(1));
  }

  /// The mean `μ_k = α_k / α₀`, the probability of each class of the next draw.
  ///
  /// @return `[N, K]`
  public Tensor mean() {
    return rounded(Formulas.mean(wide()));
  }

  /// The variances `μ_k (1 − μ_k) / (α₀ + 1)` of the probabilities.
  ///
  /// @return `[N, K]`
  public Tensor variance() {
    Tensor a = wide();
    Tensor mean = Formulas.mean(a);
    // Not 1 − μ, which has no digits where a class is nearly certain.
    return rounded(mean.mul(Formulas.mean(Formulas.others(a), a)).div(a.sumKeep(1).add(1)));
  }

  /// The covariances `(μ_j δ_jk − μ_j μ_k) / (α₀ + 1)` of the probabilities. Their rows sum to 0.
  ///
  /// @return `[N, K, K]`
  public Tensor covariance() {
    Tensor a = wide();
    Tensor mean = Formulas.mean(a);
    Tensor self = Formulas.self(classes());
    Tensor diagonal = self.mul(mean.mul(Formulas.mean(Formulas.others(a), a)).unsqueeze(1));
    Tensor apart = self.neg().add(1).mul(mean.unsqueeze(2).mul(mean.unsqueeze(1)));
    return rounded(diagonal.sub(apart).div(a.sumKeep(1).add(1).unsqueeze(2)));
  }

  /// The mode `(α_k − 1) / (α₀ − K)`, where the density is largest.
  ///
  /// @return `[N, K]`
  /// @throws IllegalStateException if a concentration is not above 1: the density then has no single largest value
  ///     inside the simplex
  public Tensor mode() {
    double least = concentrations.count() == 0 ? 2 : concentrations.detach().min().item();
    if (!(least > 1)) {
      throw new IllegalStateException(
          "dirichlet: a concentration is " + least + ", a mode exists where all are above 1");
    }
    return rounded(Formulas.mean(wide().sub(1)));
  }

  /// The logarithm of the density with respect to `p_1 … p_{K−1}`, `Σ (α_k − 1) ln p_k − ln B(α)`. At a probability of
  /// 0 it is `−∞` or `∞`, or NaN where both happen; a concentration of exactly 1 does not care.
  ///
  /// @param probabilities `[N, K]`, rows of positive numbers that sum to 1, of any floating-point type
  /// @return `[N]`
  /// @throws IllegalArgumentException if the shape is another, or a row is no distribution
  public Tensor logDensity(Tensor probabilities) {
    if (!probabilities.shape().equals(concentrations.shape())) {
      throw new IllegalArgumentException("dirichlet: probabilities have shape " + probabilities.shape()
          + ", the concentrations " + concentrations.shape());
    }
    requireDistributions(probabilities);
    Tensor powers = wide().sub(1);
    Tensor p = probabilities.to(DType.F64);
    Tensor indifferent = p.detach().eq(0).mul(powers.detach().eq(0));
    Tensor log = Tensor.where(indifferent, Tensor.scalar(DType.F64, 1), p).log();
    return rounded(powers.mul(log).sum(1).sub(wide().lbeta(1)));
  }

  private static void requireDistributions(Tensor probabilities) {
    Tensor p = probabilities.detach().to(DType.F64);
    if (p.count() > 0
        && !(p.min().item() >= 0 && p.sum(1).sub(1).abs().max().item() < 1e-4)) {
      throw new IllegalArgumentException(
          "dirichlet: not every row of the probabilities " + p.shape() + " is a distribution");
    }
  }

  /// Draws from each distribution. The draws of a sample depend on stream, draw number and identity alone: element `k`
  /// at step `t` is the draw of a gamma distribution of shape `α_k`, and the probabilities are their shares. Small
  /// concentrations are drawn as logarithms, so that a row never is 0 divided by 0.
  ///
  /// @param draws number of draws `T`, at least 1
  /// @param stream random numbers
  /// @param sampleIds identity of each of the `N` samples
  /// @return `[T, N, K]`, of the concentrations' type, without a graph
  /// @throws IllegalArgumentException if there is no draw, or not one identity for each sample
  public Tensor sample(int draws, RandomStream stream, int... sampleIds) {
    if (draws < 1) {
      throw new IllegalArgumentException("dirichlet: " + draws + " draws, expected 1 or more");
    }
    if (sampleIds.length != size()) {
      throw new IllegalArgumentException(
          "dirichlet: " + sampleIds.length + " identities for " + size() + " distributions");
    }
    double[] shapes = concentrations.detach().to(DType.F64).toDoubles();
    double[] logs = new double[draws * shapes.length];
    for (int t = 0; t < draws; t++) {
      RandomStream draw = stream.at(t);
      for (int i = 0; i < shapes.length; i++) {
        logs[t * shapes.length + i] = draw.logGamma(shapes[i], sampleIds[i / classes()], i % classes());
      }
    }
    return rounded(Tensor.of(logs, draws, size(), classes()).softmax(2));
  }

  /// The distribution after classes were observed: `α + n`, since the Dirichlet distribution is conjugate to
  /// categorical observations.
  ///
  /// @param counts how often each class was seen, `[N, K]` or what broadcasts to it, of the concentrations' type
  /// @return the posterior
  /// @throws IllegalArgumentException if the counts do not fit, or a concentration would not be positive
  public Dirichlet observe(Tensor counts) {
    Tensor updated = concentrations.add(counts);
    if (!updated.shape().equals(concentrations.shape())) {
      throw new IllegalArgumentException(
          "dirichlet: counts have shape " + counts.shape() + ", the concentrations " + concentrations.shape());
    }
    return new Dirichlet(updated);
  }

  /// The distribution of the probability of one class: Beta with `α_k` and `α₀ − α_k`.
  ///
  /// @param k the class, in `[0, K)`
  /// @return distributions of two classes, `k` and all others
  /// @throws IndexOutOfBoundsException if there is no such class
  public Dirichlet marginal(int k) {
    if (k < 0 || k >= classes()) {
      throw new IndexOutOfBoundsException("dirichlet: class " + k + ", expected 0 to " + (classes() - 1));
    }
    Tensor a = wide();
    return new Dirichlet(rounded(Tensor.stack(1, List.of(a.select(1, k), Formulas.others(a).select(1, k)))));
  }

  /// The differential entropy `ln B(α) + (α₀ − K) ψ(α₀) − Σ (α_k − 1) ψ(α_k)` in nats: largest, `−ln Γ(K)`, for the
  /// flat distribution, and without lower bound.
  ///
  /// @return `[N]`
  public Tensor entropy() {
    return rounded(Formulas.entropy(wide()));
  }

  /// The mean entropy of a drawn distribution, `E H(p) = −Σ μ_k (ψ(α_k + 1) − ψ(α₀ + 1))` in nats: what is random in
  /// the class even if `p` were known.
  ///
  /// @return `[N]`, in `[0, ln K]`
  public Tensor expectedEntropy() {
    return rounded(Formulas.expectedEntropy(wide()));
  }

  /// The entropy of the mean, `H(μ) = −Σ μ_k ln μ_k` in nats.
  ///
  /// @return `[N]`, in `[0, ln K]`
  public Tensor entropyOfMean() {
    return rounded(Formulas.entropyOfMean(wide()));
  }

  /// The mutual information `H(μ) − E H(p)` between the class and `p` in nats: what would be learnt of `p` from one
  /// observation.
  ///
  /// @return `[N]`, in `[0, ln K]`, about `(K − 1) / 2α₀` for large concentrations
  public Tensor mutualInformation() {
    return rounded(Formulas.mutualInformation(wide()));
  }

  /// The Kullback–Leibler divergence of another distribution from this one, `KL(Dir(α) ‖ Dir(β)) = ln Γ(α₀) − ln Γ(β₀)
  /// − Σ (ln Γ(α_k) − ln Γ(β_k)) + Σ (α_k − β_k)(ψ(α_k) − ψ(α₀))` in nats. It is not symmetric.
  ///
  /// @param other `Dir(β)`, of the same shape and type
  /// @return `[N]`
  /// @throws IllegalArgumentException if shapes or types differ
  public Tensor kl(Dirichlet other) {
    Tensor b = other.concentrations;
    if (!b.shape().equals(concentrations.shape()) || b.dtype() != concentrations.dtype()) {
      throw new IllegalArgumentException("dirichlet: divergence of " + b.dtype() + b.shape() + " from "
          + concentrations.dtype() + concentrations.shape() + ", expected one type and one shape");
    }
    return rounded(Formulas.kl(wide(), b.to(DType.F64)));
  }

  private Tensor wide() {
    return concentrations.to(DType.F64);
  }

  private Tensor rounded(Tensor wide) {
    return wide.to(concentrations.dtype());
  }
}
