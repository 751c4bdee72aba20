package candor.nn.layer;

/// Spatial dropout (Tompson et al. 2015, section 3.2) of `[N, C, L]`: in training and sampling each channel of each sample is
/// zeroed as a whole with probability `p`, and the others are multiplied by `1/(1 − p)`; in evaluation the input passes
/// unchanged.
///
/// Neighbours in a channel are so alike that the one that was dropped can be told from the next; a channel cannot.
public final class Dropout1d extends ChannelDropout {
  /// Makes the layer.
  ///
  /// @param p probability of zero, in `[0, 1)`, rounded to a multiple of 2⁻¹⁶
  /// @throws IllegalArgumentException if `p` is outside `[0, 1)`
  public Dropout1d(double p) {
    super("dropout1d", "[N,C,L]", 3, p);
  }
}
