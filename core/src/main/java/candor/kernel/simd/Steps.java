package candor.kernel.simd;

import candor.kernel.Convolution;

/// The steps that a weight gradient takes at once, pixels by chunks of sixteen images, in stretches of steps that follow
/// each other in memory.
///
/// @param at where each stretch begins in the input
/// @param gAt where it begins in the packed gradient of the output
/// @param lengths its number of steps
/// @param ends for each class of taps, the end of its stretches
record Steps(int[] at, int[] gAt, int[] lengths, int[] ends) {

  void put(int i, int at, int gAt, int length) {
    this.at[i] = at;
    this.gAt[i] = gAt;
    this.lengths[i] = length;
  }

  /// Whether a step goes on where a stretch ends.
  ///
  /// @param pitch distance between steps in the packed gradient
  boolean meets(int stretch, int at, int gAt, int pitch) {
    return this.at[stretch] + lengths[stretch] * Convolution.LANES == at
        && this.gAt[stretch] + lengths[stretch] * pitch == gAt;
  }
}
