package candor.bayes;

import candor.tensor.Tensor;

/// What a model believes of the classes of `N` inputs.
public sealed interface Belief {
  /// The probability of every class, `[N, K]`: what the model would bet.
  ///
  /// @return the predictive probabilities
  Tensor mean();

  /// Probabilities without a second opinion, as a deterministic network gives them.
  ///
  /// @param mean probabilities `[N, K]`
  record Categorical(Tensor mean) implements Belief {
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
  record Samples(Tensor probabilities) implements Belief {
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
  }

  /// A distribution over the class probabilities themselves, as a prior network gives it.
  ///
  /// @param concentrations `α`, `[N, K]`, positive
  record Dirichlet(Tensor concentrations) implements Belief {
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
}
