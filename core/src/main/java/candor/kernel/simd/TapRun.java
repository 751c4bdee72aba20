package candor.kernel.simd;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;

/// Positions along one axis of a convolution's result that combine the same kernel taps.
///
/// Position `start + i · step`, for `0 ≤ i < count`, combines tap `taps[j]` with position `sources[j] + i · sourceStep`
/// of the other side, for every `j`, taps ascending. Away from the border all positions of a forward pass are one run;
/// the gradient of a convolution of stride `s` has `s` of them.
///
/// @param start first position
/// @param step distance between positions
/// @param count number of positions
/// @param sourceStep distance between the positions that a tap reads
/// @param taps kernel positions whose source exists, ascending; empty when there is none
/// @param sources what each tap reads for the first position
record TapRun(int start, int step, int count, int sourceStep, int[] taps, int[] sources) {

  /// Cuts the positions `from … to − 1` into runs.
  ///
  /// @param step distance between positions that may share a run
  /// @param sourceStep how far sources move between them
  /// @param kernel number of taps
  /// @param source the source of (position, tap), negative when there is none
  static List<TapRun> cut(int from, int to, int step, int sourceStep, int kernel, IntBinaryOperator source) {
    List<TapRun> runs = new ArrayList<>();
    for (int first = from; first < Math.min(to, from + step); first++) {
      int start = first;
      for (int next = start + step; next < to; next += step) {
        if (!sameTaps(start, next, kernel, source)) {
          runs.add(run(start, step, (next - start) / step, sourceStep, kernel, source));
          start = next;
        }
      }
      runs.add(run(start, step, (to - start + step - 1) / step, sourceStep, kernel, source));
    }
    return runs;
  }

  private static boolean sameTaps(int a, int b, int kernel, IntBinaryOperator source) {
    for (int k = 0; k < kernel; k++) {
      if (source.applyAsInt(a, k) >= 0 != source.applyAsInt(b, k) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static TapRun run(int start, int step, int count, int sourceStep, int kernel, IntBinaryOperator source) {
    int found = 0;
    for (int k = 0; k < kernel; k++) {
      found += source.applyAsInt(start, k) >= 0 ? 1 : 0;
    }
    int[] taps = new int[found];
    int[] sources = new int[found];
    int next = 0;
    for (int k = 0; k < kernel; k++) {
      int at = source.applyAsInt(start, k);
      if (at >= 0) {
        taps[next] = k;
        sources[next++] = at;
      }
    }
    return new TapRun(start, step, count, sourceStep, taps, sources);
  }
}
