package candor.kernel.simd;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;

/// One axis of a convolution, or of its transpose: which position of the source each tap of a position of the target
/// reads.
///
/// @param step distance between positions of the target that may share a run
/// @param sourceStep how far their sources are apart
/// @param kernel number of taps, in the order of their sources
/// @param source the source of (position, tap), negative when there is none
record Axis(int step, int sourceStep, int kernel, IntBinaryOperator source) {

  /// Cuts the positions `from … to − 1` into runs that combine the same taps.
  List<TapRun> cut(int from, int to) {
    List<TapRun> runs = new ArrayList<>();
    for (int first = from; first < Math.min(to, from + step); first++) {
      int start = first;
      for (int next = start + step; next < to; next += step) {
        if (!sameTaps(start, next)) {
          runs.add(run(start, (next - start) / step));
          start = next;
        }
      }
      runs.add(run(start, (to - start + step - 1) / step));
    }
    return runs;
  }

  private boolean sameTaps(int a, int b) {
    for (int k = 0; k < kernel; k++) {
      if (source.applyAsInt(a, k) >= 0 != source.applyAsInt(b, k) >= 0) {
        return false;
      }
    }
    return true;
  }

  private TapRun run(int start, int count) {
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
