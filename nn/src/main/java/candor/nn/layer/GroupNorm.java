package candor.nn.layer;

/// Group normalisation (Wu & He 2018, eq. 1 and 7) of `[N, C, …]`: `y = γ (x − μ) / √(σ² + ε) + β`, with mean and biased
/// variance of every sample over groups of neighbouring channels and their pixels, in training and evaluation alike.
///
/// One group normalises all channels together, as many groups as channels each by itself ([InstanceNorm]). Parameters
/// `weight`, `γ`, and `bias`, `β`, have one number for each channel and begin as 1 and 0.
public final class GroupNorm extends ChannelNorm {
  /// A layer with `ε = 10⁻⁵`.
  ///
  /// @param groups number of groups
  /// @param channels number of channels
  /// @throws IllegalArgumentException if one is below 1, or the channels do not divide into the groups
  public GroupNorm(int groups, int channels) {
    this(groups, channels, Standardised.EPSILON, true);
  }

  private GroupNorm(int groups, int channels, double epsilon, boolean isAffine) {
    super("groupNorm", groups, channels, epsilon, isAffine);
  }

  /// The same with another `ε`.
  ///
  /// @param value what is added to the variance, positive and finite
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if it is out of its range
  public GroupNorm epsilon(double value) {
    return new GroupNorm(groups(), channels(), value, isAffine());
  }

  /// The same without parameters, `γ = 1` and `β = 0`.
  ///
  /// @return a new layer
  public GroupNorm withoutAffine() {
    return new GroupNorm(groups(), channels(), epsilon(), false);
  }
}
