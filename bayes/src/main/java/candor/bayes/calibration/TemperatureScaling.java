package candor.bayes.calibration;

import candor.bayes.Belief;
import candor.tensor.Tensor;

/// Temperature scaling: `softmax(z / T)` (Guo et al. 2017, section 4.2). It changes how sure a network is, and neither
/// which class it predicts nor the order of the probabilities.
///
/// `T` minimises the negative log-likelihood of validation data, which is convex in `β = 1/T`. Its slope `E_p z − z_y`,
/// averaged, has one root, which Newton's method finds to machine precision. Three cases have no such root, and none of
/// them is silent:
/// - every label has the largest logit of its sample: the colder, the better. `T` is [#COLDEST], and the solution says
///   [Solution.Outcome#UNBOUNDED];
/// - labels have no larger logits than others, on average: the best that a temperature can do is to ignore them, `T = ∞`;
/// - the logits of every sample are equal: all temperatures are, and `T = 1`.
///
/// The likelihood is never worse than that of `T = 1`. Logits of a network and log-probabilities of a belief give the same
/// temperature.
public final class TemperatureScaling implements Calibrator {
  /// The temperature for separable data, at which logits that differ by 1 leave a probability of 10⁻⁴⁴ to the lower one.
  public static final double COLDEST = 0.01;

  private final double temperature;
  private final Solution solution;

  private TemperatureScaling(double temperature, Solution solution) {
    this.temperature = temperature;
    this.solution = solution;
  }

  /// Finds the temperature.
  ///
  /// @param logits of `N` validation samples, 1 or more
  /// @param labels their `N` true classes
  /// @return the calibrator
  /// @throws IllegalArgumentException if there is no sample, or not one class of `[0, K)` for each
  public static TemperatureScaling fit(Logits logits, int... labels) {
    Labels.require("temperature scaling", logits.values().shape(), labels);
    Temperatures likelihood = new Temperatures(logits.values().toDoubles(), labels);
    Temperatures.Minimum minimum = likelihood.minimum(1 / COLDEST);
    double before = likelihood.at(1).loss();
    Temperatures.Point best = likelihood.at(minimum.inverse());
    // At the minimum itself rounding may decide.
    double inverse = best.loss() <= before ? minimum.inverse() : 1;
    return new TemperatureScaling(1 / inverse, new Solution(minimum.outcome(), minimum.iterations(),
        Math.abs(best.slope()), before, Math.min(best.loss(), before)));
  }

  /// The temperature.
  ///
  /// @return `T`, positive, perhaps infinite; above 1 if the network was too sure
  public double temperature() {
    return temperature;
  }

  /// How the fit ended.
  ///
  /// @return the solution; its gradient is that by `1/T`
  public Solution solution() {
    return solution;
  }

  @Override
  public Belief.Categorical apply(Logits logits) {
    // The largest logit becomes 0 first, so that a low temperature does not overflow.
    Tensor values = logits.values();
    return new Belief.Categorical(values.sub(values.maxKeep(1)).div(temperature).softmax(1));
  }

  @Override
  public String toString() {
    return "temperature " + temperature;
  }
}
