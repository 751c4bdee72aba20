package candor.bayes.calibration;

import java.util.function.ToDoubleFunction;

/// A score by its formula.
///
/// @param name what it is called
/// @param formula how it is computed
record NamedScore(String name, ToDoubleFunction<Forecasts> formula) implements Score {
  @Override
  public double of(Forecasts forecasts) {
    return formula.applyAsDouble(forecasts);
  }

  @Override
  public String toString() {
    return name;
  }
}
