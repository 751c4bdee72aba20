package candor.bayes;

import candor.nn.Module;
import candor.tensor.Tensor;

/// Monte Carlo dropout for numbers (Gal & Ghahramani 2016): every pass is a component of the mixture.
///
/// With known noise, [GaussianHead.Precision], the predictive mean is that of the passes, the variance is `τ⁻¹` and the
/// variance over the passes (section 3), and the log-likelihood of a target that of eq. 8,
/// `ln Σ_t exp(−½ τ (y − ŷ_t)²) − ln T − ½ ln 2π + ½ ln τ`. With a learned one, [GaussianHead.Learned], the mean of the
/// learned variances takes the place of `τ⁻¹` (Kendall & Gal 2017, eq. 9).
///
/// What [McDropout] says of random numbers, threads and the layers that run once holds here too.
public final class McDropoutRegression implements Predictive<Belief.GaussianMixture> {
  private static final String NAME = "mc dropout regression";

  private final Passes passes;
  private final GaussianHead head;

  /// Makes the predictor.
  ///
  /// @param model network with outputs `[N, D]` or `[N, 2D]`
  /// @param head how they are read
  /// @param passes number of passes `T`, at least 1
  /// @param seed seed of the masks
  /// @throws IllegalArgumentException if there is no pass, or the model has no random layer
  public McDropoutRegression(Module model, GaussianHead head, int passes, long seed) {
    this.passes = new Passes(NAME, model, passes, seed);
    this.head = head;
  }

  @Override
  public Belief.GaussianMixture predict(Tensor input, int... sampleIds) {
    return GaussianOutputs.mixture(passes.map(1, input, sampleIds,
        (network, ids) -> network.passes(0, passes.count(), output -> GaussianOutputs.of(NAME, head, output), ids)));
  }
}
