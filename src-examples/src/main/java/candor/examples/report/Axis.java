package candor.examples.report;

import java.util.ArrayList;
import java.util.List;

/// One axis of a plot.
///
/// @param label what it shows, and in which unit
/// @param low number at its start
/// @param high number at its end
/// @param logarithmic whether equal distances are equal ratios
/// @param ticks the marked numbers
public record Axis(String label, double low, double high, boolean logarithmic, List<Tick> ticks) {
  private static final int TICKS = 6;

  /// A marked number.
  ///
  /// @param at the number
  /// @param text what stands beside it
  public record Tick(double at, String text) {
  }

  /// Copies the ticks and checks the range.
  ///
  /// @throws IllegalArgumentException if the range is empty or not finite, or not positive on a logarithmic axis
  public Axis {
    if (!(low < high && high - low < Double.POSITIVE_INFINITY) || logarithmic && low <= 0) {
      throw new IllegalArgumentException("axis: range " + low + " to " + high + " of " + label);
    }
    ticks = List.copyOf(ticks);
  }

  /// Equal distances are equal differences; about six round numbers are marked.
  ///
  /// @param label what it shows, and in which unit
  /// @param low number at its start
  /// @param high number at its end
  /// @return the axis
  /// @throws IllegalArgumentException if the range is empty or not finite
  public static Axis linear(String label, double low, double high) {
    return new Axis(label, low, high, false, round(low, high, 1, ""));
  }

  /// Fractions, marked in per cent.
  ///
  /// @param label what it shows
  /// @param low fraction at its start
  /// @param high fraction at its end
  /// @return the axis
  /// @throws IllegalArgumentException if the range is empty or not finite
  public static Axis percent(String label, double low, double high) {
    return new Axis(label, low, high, false, round(low, high, 100, " %"));
  }

  /// Counts on a logarithmic scale, from a half, so that a single one can be seen, to the next power of ten.
  ///
  /// @param label what is counted
  /// @param largest largest count
  /// @return the axis
  public static Axis counts(String label, int largest) {
    List<Tick> ticks = new ArrayList<>();
    long power = 1;
    for (; power < largest; power *= 10) {
      ticks.add(new Tick(power, Long.toString(power)));
    }
    ticks.add(new Tick(power, Long.toString(power)));
    return new Axis(label, 0.5, Math.max(power, 2), true, ticks);
  }

  /// Names at the numbers 0, 1, ….
  ///
  /// @param label what they are
  /// @param names one name for each number
  /// @return the axis, half a step longer at both ends
  public static Axis names(String label, List<String> names) {
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      ticks.add(new Tick(i, names.get(i)));
    }
    return new Axis(label, -0.5, names.size() - 0.5, false, ticks);
  }

  /// How far along the axis a number lies; outside the axis it is moved to the nearer end.
  ///
  /// @param value number
  /// @return 0 at the start, 1 at the end
  double share(double value) {
    double inside = Math.min(Math.max(value, low), high);
    return logarithmic ? StrictMath.log(inside / low) / StrictMath.log(high / low) : (inside - low) / (high - low);
  }

  /// Multiples of 1, 2 or 5 times a power of ten.
  private static List<Tick> round(double low, double high, double unit, String ending) {
    double wish = (high - low) / TICKS;
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(wish)));
    double lead = wish / power;
    double step = power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    List<Tick> ticks = new ArrayList<>();
    for (double i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
      ticks.add(new Tick(i * step, Text.plain(i * step * unit) + ending));
    }
    return ticks;
  }
}
