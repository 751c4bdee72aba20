package candor.kernel.simd;

import java.util.List;

/// Positions along one [Axis] of a convolution's result that combine the same kernel taps.
///
/// Position `start + i · step`, for `0 ≤ i < count`, combines tap `taps[j]` with position `sources[j] + i · sourceStep`
/// of the other side, for every `j`, both ascending. Away from the border all positions of a forward pass are one run;
/// the gradient of a convolution of stride `s` has `s` of them.
///
/// @param start first position
/// @param step distance between positions
/// @param count number of positions
/// @param sourceStep distance between the positions that a tap reads
/// @param taps kernel positions whose source exists; empty when there is none
/// @param sources what each tap reads for the first position
record TapRun(int start, int step, int count, int sourceStep, int[] taps, int[] sources) {

  /// The first of all positions that some runs read; of the largest number if there is none.
  static int firstSource(List<TapRun> runs) {
    int first = Integer.MAX_VALUE;
    for (TapRun run : runs) {
      if (run.taps.length > 0) {
        first = Math.min(first, run.sources[0]);
      }
    }
    return first;
  }

  /// The end of these positions, 0 if there is none.
  static int endOfSources(List<TapRun> runs) {
    int end = 0;
    for (TapRun run : runs) {
      if (run.taps.length > 0) {
        end = Math.max(end, run.sources[run.taps.length - 1] + (run.count - 1) * run.sourceStep + 1);
      }
    }
    return end;
  }

  /// Whether neighbours in the run are neighbours on both sides.
  boolean isAdjacent() {
    return step == 1 && sourceStep == 1;
  }

  /// Whether the taps of a position follow each other, in the kernel and in the source.
  boolean isDense() {
    int last = taps.length - 1;
    return last >= 0 && taps[last] - taps[0] == last && sources[last] - sources[0] == last;
  }
}
