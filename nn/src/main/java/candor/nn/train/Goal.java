package candor.nn.train;

import java.util.LinkedHashSet;
import java.util.Set;

/// A number of an epoch that shall become large, or small.
///
/// @param metric name of a metric, or `loss` for the mean loss in training
/// @param highest whether large is good
public record Goal(String metric, boolean highest) {
  private static final String LOSS = "loss";

  /// Large is good.
  ///
  /// @param metric name of a metric
  /// @return the goal
  public static Goal highest(String metric) {
    return new Goal(metric, true);
  }

  /// Small is good.
  ///
  /// @param metric name of a metric, or `loss` for the mean loss in training
  /// @return the goal
  public static Goal lowest(String metric) {
    return new Goal(metric, false);
  }

  /// The number of an epoch.
  ///
  /// @param epoch epoch
  /// @return its number
  /// @throws IllegalArgumentException if no such metric was measured
  public double of(TrainingListener.Epoch epoch) {
    Double value = metric.equals(LOSS) ? Double.valueOf(epoch.loss()) : epoch.metrics().get(metric);
    if (value == null) {
      Set<String> known = new LinkedHashSet<>(Set.of(LOSS));
      known.addAll(epoch.metrics().keySet());
      throw new IllegalArgumentException("goal: no metric " + metric + " was measured, expected one of " + known);
    }
    return value;
  }

  /// Whether a number is better than the best one before.
  ///
  /// @param value number; NaN is never better
  /// @param best the best one before, NaN if there is none
  /// @param margin by how much it must be better
  /// @return true if it is
  public boolean isBetter(double value, double best, double margin) {
    return Double.isNaN(best) ? !Double.isNaN(value) : highest ? value > best + margin : value < best - margin;
  }
}
