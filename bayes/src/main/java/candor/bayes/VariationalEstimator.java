package candor.bayes;

/// How a pass through a [BayesianLayer] draws. All three have the same distribution for one sample; they differ in how
/// samples of a batch hang together, and so in the noise of gradients.
public enum VariationalEstimator {
  /// One draw of the weights for the pass, shared by all samples (Blundell et al. 2015). A pass of prediction then is one
  /// network.
  WEIGHTS,
  /// Outputs are drawn instead of weights, for each sample by itself: `y ~ N(x μᵀ, x² (σ²)ᵀ)` (Kingma et al. 2015, eq. 6).
  LOCAL,
  /// One draw of the weights' deviations for the pass, whose signs each sample changes by rows and columns (Wen et al. 2018,
  /// eq. 3).
  FLIPOUT
}
