package candor.nn.layer;

/// Instance normalisation (Ulyanov et al. 2016, eq. 3) of `[N, C, L]` or `[N, C, H, W]`: `y = (x − μ) / √(σ² + ε)`, with mean and
/// biased variance of every channel of every sample, in training and evaluation alike; the case of [GroupNorm] with as
/// many groups as channels.
///
/// As in PyTorch there are no parameters unless asked for.
public final class InstanceNorm extends ChannelNorm {
  /// A layer with `ε = 10⁻⁵`, without parameters.
  ///
  /// @param channels number of channels
  /// @throws IllegalArgumentException if it is below 1
  public InstanceNorm(int channels) {
    this(channels, Standardised.EPSILON, false);
  }

  private InstanceNorm(int channels, double epsilon, boolean isAffine) {
    super("instanceNorm", channels, channels, epsilon, isAffine);
  }

  /// The same with another `ε`.
  ///
  /// @param value what is added to the variance, positive and finite
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if it is out of its range
  public InstanceNorm epsilon(double value) {
    return new InstanceNorm(channels(), value, isAffine());
  }

  /// The same with parameters, `γ (x − μ) / √(σ² + ε) + β`: `weight`, `γ`, and `bias`, `β`, have one number for each channel and
  /// begin as 1 and 0.
  ///
  /// @return a new layer, without numbers
  public InstanceNorm affine() {
    return new InstanceNorm(channels(), epsilon(), true);
  }
}
