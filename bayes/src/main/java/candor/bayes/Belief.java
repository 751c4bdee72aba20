package candor.bayes;

import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// What a model believes about `N` inputs: their classes ([OfClasses]), or numbers ([GaussianMixture]).
///
/// The family is sealed. What is measured on beliefs ([Uncertainty]) switches over all of it, so the compiler points at
/// every place that a new kind of belief has to fill.
public sealed interface Belief {
  /// The expected value: the probability of every class `[N, K]`, or the mean of the target `[N]` or `[N, D]`.
  ///
  /// @return what the model would bet
  Tensor mean();

  /// What a model believes about the classes of inputs. [Scores] compares it with the true ones.
  sealed interface OfClasses extends Belief {
    /// The probability of every class, `[N, K]`.
    @Override
    Tensor mean();
  }

  /// Probabilities without a second opinion, as a deterministic network gives them.
  ///
  /// @param mean probabilities `[N, K]`
  record Categorical(Tensor mean) implements OfClasses {
    /// Checks the probabilities.
    ///
    /// @throws IllegalArgumentException if the type or the rank is wrong, or a row is not a distribution
    public Categorical {
      require(mean, 2, "[N,K]");
    }
  }

  /// The probabilities of several networks, or of several passes through a random one.
  ///
  /// @param probabilities `[T, N, K]`
  record Samples(Tensor probabilities) implements OfClasses {
    /// Checks the probabilities.
    ///
    /// @throws IllegalArgumentException if the type or the rank is wrong, there is no pass, or a row is not a
    /// distribution
    public Samples {
      require(probabilities, 3, "[T,N,K]");
    }

    /// The mean over the passes: probabilities are averaged, not logits.
    @Override
    public Tensor mean() {
      return probabilities.mean(0);
    }

    /// What is measured on the passes, without them. Measures of samples are those of their summary; who takes several
    /// makes it once.
    ///
    /// @return the summary, in F64
    public Summary summary() {
      return PassSums.unpack(PassSums.of(probabilities.detach()).packed());
    }

    /// All passes of several beliefs about the same inputs, side by side. Every pass counts equally.
    ///
    /// @param parts one belief or more, of the same type and sizes but for `T`
    /// @return the passes of the first, then those of the second, …
    /// @throws IllegalArgumentException if there is none, or they do not fit together
    public static Samples concat(List<Samples> parts) {
      return new Samples(joined("samples", parts.stream().map(Samples::probabilities).toList()));
    }
  }

  /// What is measured on passes, but not the passes: the memory of one pass for any number of them. All tensors are F64
  /// but the votes. The passes may differ in number from input to input.
  ///
  /// @param mean mean probabilities `[N, K]` over the passes
  /// @param variance variance `[N, K]` of each probability over the passes, `1/T Σ (p_t − p̄)²`
  /// @param votes number of passes `[N, K]`, I32, in which the class is the most probable one ([TieRule#FIRST]); those
  ///     of a row add up to the passes of the input
  /// @param entropy mean entropy `[N]` of the passes, in nats
  record Summary(Tensor mean, Tensor variance, Tensor votes, Tensor entropy) implements OfClasses {
    /// Checks types and shapes, and the probabilities.
    ///
    /// @throws IllegalArgumentException if a type or shape is wrong, or a row of the mean is not a distribution
    public Summary {
      require(mean, 2, "[N,K]");
      boolean fits = mean.dtype() == DType.F64 && variance.dtype() == DType.F64 && entropy.dtype() == DType.F64
          && votes.dtype() == DType.I32 && variance.shape().equals(mean.shape()) && votes.shape().equals(mean.shape())
          && entropy.shape().equals(Shape.of(mean.shape().size(0)));
      if (!fits) {
        throw new IllegalArgumentException("belief: summary of " + describe(mean) + ", " + describe(variance) + ", "
            + describe(votes) + " and " + describe(entropy) + ", expected f64[N,K], f64[N,K], i32[N,K] and f64[N]");
      }
    }

    /// Number of passes of each input.
    ///
    /// @return the row sums of the votes
    public int[] passes() {
      return votes.to(DType.F64).sum(1).to(DType.I32).toInts();
    }
  }

  /// What a model believes about numbers: a mixture of `M` normal distributions of equal weight, such as the members of
  /// an ensemble or the passes of MC dropout. Of `D` numbers for an input, those of one component are independent.
  ///
  /// The variance is the mean of the variances, which is aleatoric, and the variance of the means, which is epistemic
  /// (Lakshminarayanan et al. 2017, section 2.4; Kendall & Gal 2017, eq. 9).
  ///
  /// @param means `[M, N]` or `[M, N, D]`
  /// @param variances of the same type and shape, positive and finite
  record GaussianMixture(Tensor means, Tensor variances) implements Belief {
    /// Checks means and variances.
    ///
    /// @throws IllegalArgumentException if types or shapes are wrong, there is no component, a mean is not finite, or a
    ///     variance not positive and finite
    public GaussianMixture {
      int rank = means.shape().rank();
      boolean fits = means.dtype().isFloating() && means.dtype() == variances.dtype() && (rank == 2 || rank == 3)
          && means.shape().equals(variances.shape()) && means.shape().size(0) > 0;
      if (!fits) {
        throw new IllegalArgumentException("belief: means " + describe(means) + " and variances " + describe(variances)
            + ", expected floating-point [M,N] or [M,N,D], both alike");
      }
      Mixtures.requireSound(means, variances);
    }

    /// The mean of the means, `[N]` or `[N, D]`.
    @Override
    public Tensor mean() {
      return means.mean(0);
    }

    /// The mean variance of the components.
    ///
    /// @return `1/M Σ σ²`, `[N]` or `[N, D]`, in F64
    public Tensor aleatoric() {
      return variances.detach().to(DType.F64).mean(0);
    }

    /// The variance of the components' means.
    ///
    /// @return `1/M Σ (μ − μ̄)²`, `[N]` or `[N, D]`, in F64
    public Tensor epistemic() {
      return means.detach().to(DType.F64).variance(0, 0);
    }

    /// The variance of the mixture, `1/M Σ (σ² + μ²) − μ̄²`, as a sum without cancellation.
    ///
    /// @return [#aleatoric] and [#epistemic] together, `[N]` or `[N, D]`, in F64
    public Tensor variance() {
      return aleatoric().add(epistemic());
    }

    /// The logarithm of the density at the targets, `ln 1/M Σ_m Π_d N(y_d; μ_md, σ²_md)`, in nats, without underflow.
    ///
    /// @param targets `[N]` or `[N, D]`
    /// @return one number for each input
    /// @throws IllegalArgumentException if the targets have another shape than [#mean]
    public double[] logLikelihood(Tensor targets) {
      return Mixtures.logLikelihood(this, targets);
    }

    /// The probability of a number at most as large as the target, each of `D` by itself; uniform on `[0, 1]` for a
    /// calibrated model.
    ///
    /// @param targets `[N]` or `[N, D]`
    /// @return `1/M Σ Φ((y − μ)/σ)`, as the targets, in F64
    /// @throws IllegalArgumentException if the targets have another shape than [#mean]
    public Tensor cumulative(Tensor targets) {
      return Mixtures.cumulative(this, targets);
    }

    /// The numbers below which the mixture lies with a given probability, each of `D` by itself, by bisection to the
    /// resolution of F64.
    ///
    /// @param probability in `(0, 1)`
    /// @return quantiles `[N]` or `[N, D]`, in F64
    /// @throws IllegalArgumentException if the probability is out of its range
    public Tensor quantile(double probability) {
      return Mixtures.quantile(this, probability);
    }

    /// The central intervals: the mixture lies below the lower and above the upper end with probability `(1 − level)/2`.
    ///
    /// @param level probability of the interval, in `(0, 1)`, such as 0.95
    /// @return the ends
    /// @throws IllegalArgumentException if the level is out of its range
    public Interval interval(double level) {
      return Mixtures.interval(this, level);
    }

    /// The same belief in other units, `y ↦ scale · y + shift`: what undoes the standardisation of targets.
    ///
    /// @param scale a number, or one for each of `D`, not 0
    /// @param shift a number, or one for each of `D`
    /// @return the belief, in F64
    /// @throws IllegalArgumentException if they cannot be broadcast, or a variance becomes 0 or infinite
    public GaussianMixture affine(Tensor scale, Tensor shift) {
      Tensor factor = scale.detach().to(DType.F64);
      return new GaussianMixture(means.detach().to(DType.F64).mul(factor).add(shift.detach().to(DType.F64)),
          variances.detach().to(DType.F64).mul(factor.square()));
    }

    /// All components of several beliefs about the same inputs. Every component counts equally.
    ///
    /// @param parts one belief or more, of the same type and sizes but for `M`
    /// @return the components of the first, then those of the second, …
    /// @throws IllegalArgumentException if there is none, or they do not fit together
    public static GaussianMixture concat(List<GaussianMixture> parts) {
      return new GaussianMixture(joined("mixture", parts.stream().map(GaussianMixture::means).toList()),
          joined("mixture", parts.stream().map(GaussianMixture::variances).toList()));
    }
  }

  /// Ends of intervals.
  ///
  /// @param low lower ends `[N]` or `[N, D]`, F64
  /// @param high upper ends `[N]` or `[N, D]`, F64
  record Interval(Tensor low, Tensor high) {
  }

  /// A distribution over the class probabilities themselves, as a prior network gives it.
  ///
  /// @param concentrations `α`, `[N, K]`, positive
  record Dirichlet(Tensor concentrations) implements OfClasses {
    /// Checks the concentrations.
    ///
    /// @throws IllegalArgumentException if the type or the shape is wrong, or one is not positive and finite
    public Dirichlet {
      requireConcentrations(concentrations);
    }

    /// The mean `α_k / α₀`.
    @Override
    public Tensor mean() {
      return concentrations.div(concentrations.sumKeep(1));
    }

    /// The distribution with its density, draws and closed forms.
    ///
    /// @return the same concentrations, in F64 and without a graph
    public candor.bayes.dirichlet.Dirichlet distribution() {
      return new candor.bayes.dirichlet.Dirichlet(concentrations.detach().to(DType.F64));
    }
  }

  private static void requireConcentrations(Tensor a) {
    if (a.shape().rank() != 2 || a.shape().size(1) == 0) {
      throw new IllegalArgumentException(
          "belief: concentrations have shape " + a.shape() + ", expected [N,K] with K of 1 or more");
    }
    if (!a.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "belief: concentrations are " + a.dtype() + a.shape() + ", expected f32 or f64");
    }
    if (a.count() > 0 && !(a.detach().min().item() > 0 && a.detach().max().item() < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "belief: not all concentrations " + a.shape() + " are positive and finite");
    }
  }

  private static void require(Tensor p, int rank, String expected) {
    if (p.shape().rank() != rank || rank == 3 && p.shape().size(0) == 0) {
      throw new IllegalArgumentException("belief: probabilities have shape " + p.shape() + ", expected " + expected);
    }
    if (!p.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "belief: probabilities are " + p.dtype() + p.shape() + ", expected f32 or f64");
    }
    if (!Distributions.areSound(p)) {
      throw new IllegalArgumentException(
          "belief: not every row of the probabilities " + p.shape() + " is a distribution");
    }
  }

  private static Tensor joined(String what, List<Tensor> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("belief: " + what + " of no beliefs, expected 1 or more");
    }
    for (Tensor part : parts) {
      Tensor first = parts.getFirst();
      if (part.dtype() != first.dtype() || !part.shape().without(0).equals(first.shape().without(0))) {
        throw new IllegalArgumentException("belief: " + what + " of " + describe(first) + " and " + describe(part)
            + ", which may differ in the size of axis 0 only");
      }
    }
    return Tensor.concat(0, new ArrayList<>(parts));
  }

  private static String describe(Tensor x) {
    return x.dtype() + "" + x.shape();
  }
}
