package candor.nn.optim;

import candor.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/// A learning rate that falls when a metric has stopped improving.
///
/// ```java
/// Plateau plateau = new Plateau(0.1, Plateau.Settings.LOWER_IS_BETTER.patience(5));
/// optimizer.rate(plateau.next(validationLoss));   // after every epoch
/// ```
///
/// A value is better when it beats the best one by the margin. After more than `patience` values in a row that are not
/// better the rate is multiplied with the factor; the values of the `coolDown` epochs that follow are not counted. NaN
/// is never better. As in PyTorch, whose smallest change is 0 here.
public final class Plateau {
  private final Settings settings;
  private double rate;
  private double best;
  private int waited;
  private int cooling;

  /// How a margin is meant.
  public enum Margin {
    /// A share of the best value: better is below `best (1 − margin)`, or above `best (1 + margin)`.
    RELATIVE,
    /// A difference: better is below `best − margin`, or above `best + margin`.
    ABSOLUTE
  }

  /// When the rate falls, and how far. `Settings.HIGHER_IS_BETTER.patience(3).factor(0.5)` reads well.
  ///
  /// @param higherIsBetter whether the metric shall rise, as an accuracy, or fall, as a loss
  /// @param factor what the rate is multiplied with, in `(0, 1)`
  /// @param patience values that are not better and do not matter, 0 or more
  /// @param threshold margin by which a value must be better, finite, 0 or more
  /// @param margin how the margin is meant
  /// @param coolDown values after a fall that are not counted, 0 or more
  /// @param least smallest rate, finite, 0 or more
  public record Settings(boolean higherIsBetter, double factor, int patience, double threshold, Margin margin,
      int coolDown, double least) {
    /// PyTorch's numbers for a loss: factor 0.1, patience 10, a relative margin of 10⁻⁴, no cool-down.
    public static final Settings LOWER_IS_BETTER = new Settings(false, 0.1, 10, 1e-4, Margin.RELATIVE, 0, 0);
    /// The same numbers for an accuracy.
    public static final Settings HIGHER_IS_BETTER = new Settings(true, 0.1, 10, 1e-4, Margin.RELATIVE, 0, 0);

    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Settings {
      boolean fits = factor > 0 && factor < 1 && patience >= 0 && Descent.isNotNegative(threshold) && coolDown >= 0
          && Descent.isNotNegative(least);
      if (!fits) {
        throw new IllegalArgumentException("plateau: factor " + factor + ", patience " + patience + ", threshold "
            + threshold + ", cool-down " + coolDown + ", least " + least
            + ", expected a factor in (0, 1), the others finite, 0 or more");
      }
    }

    /// The same with another factor.
    ///
    /// @param factor what the rate is multiplied with, in `(0, 1)`
    /// @return new settings
    /// @throws IllegalArgumentException if it is out of its range
    public Settings factor(double factor) {
      return new Settings(higherIsBetter, factor, patience, threshold, margin, coolDown, least);
    }

    /// The same with another patience.
    ///
    /// @param patience values that are not better and do not matter, 0 or more
    /// @return new settings
    /// @throws IllegalArgumentException if it is out of its range
    public Settings patience(int patience) {
      return new Settings(higherIsBetter, factor, patience, threshold, margin, coolDown, least);
    }

    /// The same with another margin.
    ///
    /// @param threshold margin by which a value must be better, finite, 0 or more
    /// @param margin how it is meant
    /// @return new settings
    /// @throws IllegalArgumentException if it is out of its range
    public Settings threshold(double threshold, Margin margin) {
      return new Settings(higherIsBetter, factor, patience, threshold, margin, coolDown, least);
    }

    /// The same with another cool-down.
    ///
    /// @param coolDown values after a fall that are not counted, 0 or more
    /// @return new settings
    /// @throws IllegalArgumentException if it is out of its range
    public Settings coolDown(int coolDown) {
      return new Settings(higherIsBetter, factor, patience, threshold, margin, coolDown, least);
    }

    /// The same with a smallest rate.
    ///
    /// @param least smallest rate, finite, 0 or more
    /// @return new settings
    /// @throws IllegalArgumentException if it is out of its range
    public Settings least(double least) {
      return new Settings(higherIsBetter, factor, patience, threshold, margin, coolDown, least);
    }
  }

  /// Begins with a rate.
  ///
  /// @param rate first learning rate, finite, 0 or more
  /// @param settings when it falls, and how far
  /// @throws IllegalArgumentException if the rate is out of its range
  public Plateau(double rate, Settings settings) {
    if (!Descent.isNotNegative(rate)) {
      throw new IllegalArgumentException("plateau: rate " + rate + ", expected a finite number of 0 or more");
    }
    this.settings = settings;
    this.rate = rate;
    this.best = settings.higherIsBetter ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  /// The present rate.
  ///
  /// @return the learning rate
  public double rate() {
    return rate;
  }

  /// Looks at a new value of the metric.
  ///
  /// @param metric the value
  /// @return the learning rate from now on
  public double next(double metric) {
    if (isBetter(metric)) {
      best = metric;
      waited = 0;
    } else {
      waited++;
    }
    if (cooling > 0) {
      cooling--;
      waited = 0;
    }
    if (waited > settings.patience) {
      rate = Math.min(rate, Math.max(rate * settings.factor, settings.least));
      cooling = settings.coolDown;
      waited = 0;
    }
    return rate;
  }

  private boolean isBetter(double metric) {
    double sign = settings.higherIsBetter ? 1 : -1;
    boolean relative = settings.margin == Margin.RELATIVE && Double.isFinite(best);
    double limit = best + sign * settings.threshold * (relative ? best : 1);
    return settings.higherIsBetter ? metric > limit : metric < limit;
  }

  /// What the next values depend on besides the settings: `rate`, `best`, `waited` and `cooling`, F64 scalars.
  ///
  /// @return tensors by name
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("rate", SavedState.scalar(rate));
    state.put("best", SavedState.scalar(best));
    state.put("waited", SavedState.scalar(waited));
    state.put("cooling", SavedState.scalar(cooling));
    return state;
  }

  /// Puts back what [#state] gave.
  ///
  /// @param state tensors by name
  /// @throws IllegalArgumentException if a name is missing or unknown, or a tensor has another type or shape or a
  ///     number that cannot be; nothing is changed then
  public void restore(Map<String, Tensor> state) {
    SavedState saved = new SavedState("plateau", state);
    double savedRate = saved.number("rate", "a finite number of 0 or more", Descent::isNotNegative);
    double savedBest = saved.number("best", "a number", x -> !Double.isNaN(x));
    int savedWaited = saved.count("waited");
    int savedCooling = saved.count("cooling");
    saved.requireAllRead();
    rate = savedRate;
    best = savedBest;
    waited = savedWaited;
    cooling = savedCooling;
  }
}
