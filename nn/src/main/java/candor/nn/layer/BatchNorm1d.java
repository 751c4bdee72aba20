package candor.nn.layer;

/// Batch normalisation (Ioffe & Szegedy 2015, Alg. 1) of `[N, F]` or `[N, F, L]`: `y = γ (x − μ) / √(σ² + ε) + β` for every feature
/// over the batch, and the length.
///
/// In training `μ` and the biased `σ²` are those of the batch, and the running ones move by the momentum towards them,
/// the variance towards the unbiased estimate, as in PyTorch; the pass notes that in the context, and
/// [candor.nn.Context#applyUpdates] does it. In evaluation and sampling they are the running ones. Parameters `weight`,
/// `γ`, and `bias`, `β`, begin as 1 and 0, buffers `running_mean` and `running_var` as 0 and 1.
public final class BatchNorm1d extends BatchNorm {
  /// A layer with `ε = 10⁻⁵` and momentum 0.1.
  ///
  /// @param features number of features
  /// @throws IllegalArgumentException if it is below 1
  public BatchNorm1d(int features) {
    this(features, EPSILON, MOMENTUM);
  }

  /// Makes the layer.
  ///
  /// @param features number of features
  /// @param epsilon what is added to the variance, positive and finite
  /// @param momentum share of the batch in the new running statistics, in `[0, 1]`
  /// @throws IllegalArgumentException if a number is out of its range
  public BatchNorm1d(int features, double epsilon, double momentum) {
    super("batchNorm1d", "[N," + features + "] or [N," + features + ",L]", features, 2, 3, epsilon, momentum);
  }
}
