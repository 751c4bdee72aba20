package candor.kernel.simd;

import static candor.kernel.Convolution.LANES;

/// The steps of a block that each class of taps of a weight gradient sees, pixels by chunks of sixteen images: as
/// stretches of steps that follow each other in memory, or one by one, whichever the tile takes.
final class Steps {
  /// Where each stretch begins in the input.
  final int[] at;
  /// Where it begins in the packed gradient of the output.
  final int[] gAt;
  /// Its number of steps.
  final int[] lengths;
  private final LaneTile shape;
  private final int[] ends;

  Steps(LaneTile shape, int classes, Scratch scratch) {
    this.shape = shape;
    this.at = scratch.sources.atLeast(classes * shape.steps);
    this.gAt = scratch.gradients.atLeast(classes * shape.steps);
    this.lengths = scratch.lengths.atLeast(classes * shape.steps);
    this.ends = new int[classes];
  }

  /// The first stretch of a class.
  int first(int tapClass) {
    return tapClass * shape.steps;
  }

  /// The end of its stretches.
  int end(int tapClass) {
    return ends[tapClass];
  }

  /// Takes all steps away.
  void clear() {
    for (int i = 0; i < ends.length; i++) {
      ends[i] = first(i);
    }
  }

  /// Adds `count` steps that follow each other to a class, to its last stretch where that ends.
  void add(int tapClass, int at, int gAt, int count) {
    int end = ends[tapClass];
    if (!shape.inStretches()) {
      for (int i = 0; i < count; i++) {
        put(end++, at + i * LANES, gAt + i * shape.pitch(), 1);
      }
    } else if (end > first(tapClass) && endsAt(end - 1, at, gAt)) {
      lengths[end - 1] += count;
    } else {
      put(end++, at, gAt, count);
    }
    ends[tapClass] = end;
  }

  private void put(int i, int at, int gAt, int length) {
    this.at[i] = at;
    this.gAt[i] = gAt;
    this.lengths[i] = length;
  }

  private boolean endsAt(int i, int at, int gAt) {
    return this.at[i] + lengths[i] * LANES == at && this.gAt[i] + lengths[i] * shape.pitch() == gAt;
  }
}
