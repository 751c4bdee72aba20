package candor.examples.report;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/// A number that was found once for each seed.
///
/// @param mean mean over the seeds
/// @param deviation standard deviation between seeds, with one less than their number in the denominator; 0 for one seed
/// @param interval 95 % interval of the mean by Student's t, which takes seeds for independent and their numbers for
///     normal; empty for one seed, which tells nothing of others
/// @param each the number of each seed
public record Estimate(double mean, double deviation, List<Interval> interval, List<Double> each) {
  private static final double UPPER = 0.975;

  /// Copies the lists.
  public Estimate {
    interval = List.copyOf(interval);
    each = List.copyOf(each);
  }

  /// Sums up.
  ///
  /// @param each the number of each seed, one or more
  /// @return mean, spread and interval
  public static Estimate of(List<Double> each) {
    int seeds = each.size();
    double mean = each.stream().mapToDouble(Double::doubleValue).sum() / seeds;
    if (seeds == 1) {
      return new Estimate(mean, 0, List.of(), each);
    }
    double squares = each.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    double deviation = Math.sqrt(squares / (seeds - 1));
    double half = TDistribution.of(seeds - 1).inverseCumulativeProbability(UPPER) * deviation / Math.sqrt(seeds);
    return new Estimate(mean, deviation, List.of(new Interval(mean - half, mean + half)), each);
  }

  /// Sums up the differences of two numbers that were found with the same seeds.
  ///
  /// @param first the first number of each seed
  /// @param second the second number of each seed
  /// @return first minus second
  public static Estimate ofDifferences(List<Double> first, List<Double> second) {
    return of(IntStream.range(0, first.size()).mapToObj(i -> first.get(i) - second.get(i)).toList());
  }

  /// Mean and interval as a person reads them.
  ///
  /// @param decimals decimals
  /// @return such as `0.0285 (0.0280 to 0.0290)`, or the mean alone for one seed
  public String text(int decimals) {
    return Text.decimal(mean, decimals) + range(1, decimals);
  }

  /// The same of a fraction, in per cent.
  ///
  /// @return such as `0.63 % (0.60 to 0.66)`
  public String percent() {
    return Text.percent(mean) + range(100, 2);
  }

  /// How far the interval reaches to either side.
  ///
  /// @return half its length
  /// @throws java.util.NoSuchElementException if there is none, as for one seed
  public double half() {
    return (interval.getFirst().high() - interval.getFirst().low()) / 2;
  }

  private String range(double factor, int decimals) {
    return interval.isEmpty()
        ? ""
        : " (" + Text.decimal(factor * interval.getFirst().low(), decimals) + " to "
            + Text.decimal(factor * interval.getFirst().high(), decimals) + ")";
  }
}
