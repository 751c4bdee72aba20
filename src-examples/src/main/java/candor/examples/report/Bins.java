package candor.examples.report;

import java.util.Arrays;
import java.util.List;

/// Equal bins of a histogram. What lies beyond an end is counted in the bin at that end.
///
/// @param low start of the first bin
/// @param high end of the last bin
/// @param count number of bins
public record Bins(double low, double high, int count) {
  /// Checks the range.
  ///
  /// @throws IllegalArgumentException if the range is empty or not finite, or there is no bin
  public Bins {
    if (!(low < high && high - low < Double.POSITIVE_INFINITY) || count < 1) {
      throw new IllegalArgumentException("bins: " + count + " bins from " + low + " to " + high);
    }
  }

  /// Bins from the lowest of all numbers to the highest, but for a share at both ends, which would make the rest too
  /// narrow to see.
  ///
  /// @param sets numbers, one or more in all
  /// @param share share of all numbers that may lie beyond either end, in `[0, 0.5)`
  /// @param count number of bins
  /// @return the bins; those around a number if all numbers are equal
  public static Bins around(List<double[]> sets, double share, int count) {
    double[] all = sets.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    int beyond = (int) (share * all.length);
    double low = all[beyond];
    double high = all[all.length - 1 - beyond];
    return low < high ? new Bins(low, high, count) : new Bins(low - 0.5, low + 0.5, count);
  }

  /// Counts.
  ///
  /// @param numbers any numbers but NaN
  /// @return how many are in each bin
  public List<Integer> counts(double... numbers) {
    int[] counts = new int[count];
    for (double number : numbers) {
      double share = (number - low) / (high - low);
      counts[(int) Math.min(count - 1, Math.max(0, Math.floor(share * count)))]++;
    }
    return Arrays.stream(counts).boxed().toList();
  }

  /// Width of a bin.
  ///
  /// @return the width
  public double width() {
    return (high - low) / count;
  }
}
