package candor.bayes.calibration;

import candor.bayes.Belief;
import candor.bayes.Scores;
import java.util.function.ToDoubleFunction;

/// One number, with a name, for how good a belief is beside the truth; unless the name says otherwise, smaller is better.
///
/// ```java
/// Score error = CalibrationError.expected(Binning.equalMass(15));
/// double number = error.of(belief, labels);
/// ```
///
/// [CalibrationError] makes those that compare confidence and accuracy, this interface proper scores, and [#named] any
/// other. [Resampling] says how far chance moves each of them.
public interface Score {
  /// What it is called in tables, with the conventions that it depends on.
  ///
  /// @return a few words
  String name();

  /// Scores forecasts.
  ///
  /// @param forecasts beliefs beside the truth
  /// @return the number
  double of(Forecasts forecasts);

  /// Scores a belief.
  ///
  /// @param belief any belief of `N` inputs, 1 or more
  /// @param labels their `N` true classes
  /// @return the number
  /// @throws IllegalArgumentException if there is no input, or not one class of `[0, K)` for each
  default double of(Belief.OfClasses belief, int... labels) {
    return of(Forecasts.of(belief, labels));
  }

  /// A score by its formula.
  ///
  /// @param name what it is called
  /// @param formula how it is computed
  /// @return the score
  static Score named(String name, ToDoubleFunction<Forecasts> formula) {
    return new Named(name, formula);
  }

  /// The Brier score `1/N Σᵢ Σₖ (pᵢₖ − 1[yᵢ = k])²`, the sum over all classes as Brier (1950) has it: a number in `[0, 2]`.
  /// Some papers divide it by `K`. [BrierDecomposition] tells what it is made of.
  ///
  /// @return the score
  static Score brier() {
    return named("Brier score (sum over classes)", forecasts -> {
      double sum = 0;
      for (int i = 0; i < forecasts.size(); i++) {
        for (int k = 0; k < forecasts.classes(); k++) {
          double miss = forecasts.probability(i, k) - (forecasts.label(i) == k ? 1 : 0);
          sum += miss * miss;
        }
      }
      return sum / forecasts.size();
    });
  }

  /// The mean negative log-likelihood `−1/N Σ ln max(pᵢ(yᵢ), 2⁻¹²⁶)` in nats, as [Scores#negativeLogLikelihood] has it but
  /// for the mean over passes, which is F64 here.
  ///
  /// @return the score
  static Score negativeLogLikelihood() {
    return named("negative log-likelihood (nats)", forecasts -> {
      double sum = 0;
      for (int i = 0; i < forecasts.size(); i++) {
        sum -= StrictMath.log(Math.max(forecasts.probability(i, forecasts.label(i)), Scores.FLOOR));
      }
      return sum / forecasts.size();
    });
  }

  /// The share of inputs whose predicted class is wrong.
  ///
  /// @return the score
  static Score errorRate() {
    return named("error rate", forecasts -> {
      int wrong = 0;
      for (boolean hit : forecasts.hits()) {
        wrong += hit ? 0 : 1;
      }
      return (double) wrong / forecasts.size();
    });
  }

  /// A score of [#named].
  ///
  /// @param name what it is called
  /// @param formula how it is computed
  record Named(String name, ToDoubleFunction<Forecasts> formula) implements Score {
    @Override
    public double of(Forecasts forecasts) {
      return formula.applyAsDouble(forecasts);
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
