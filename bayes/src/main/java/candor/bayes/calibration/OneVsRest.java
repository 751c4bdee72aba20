package candor.bayes.calibration;

import candor.bayes.Belief;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// A calibrator of one probability at a time, for each class against all others, made one of several classes: the
/// calibrated probabilities of a sample are divided by their sum (Zadrozny & Elkan 2002). If that is 0, all classes are
/// equally probable.
///
/// @param maps what to do with the probability of each class, which gives numbers in `[0, 1]`
public record OneVsRest(List<? extends DoubleUnaryOperator> maps) implements Calibrator {
  /// Learns to calibrate one probability.
  @FunctionalInterface
  public interface Method {
    /// Fits.
    ///
    /// @param probabilities how probable each claim was said to be
    /// @param outcomes whether it came true
    /// @return a function from `[0, 1]` to `[0, 1]`
    DoubleUnaryOperator fit(double[] probabilities, boolean[] outcomes);
  }

  /// Copies the list.
  ///
  /// @throws IllegalArgumentException if there is no class
  public OneVsRest {
    maps = List.copyOf(maps);
    if (maps.isEmpty()) {
      throw new IllegalArgumentException("one-vs-rest: no classes, expected 1 or more");
    }
  }

  /// Fits one map for each class.
  ///
  /// @param method how one is fitted
  /// @param logits of `N` validation samples, 1 or more
  /// @param labels their `N` true classes
  /// @return the calibrator
  /// @throws IllegalArgumentException if there is no sample, or not one class of `[0, K)` for each
  public static OneVsRest fit(Method method, Logits logits, int... labels) {
    Labels.require("one-vs-rest", logits.values().shape(), labels);
    Forecasts forecasts = Forecasts.of(new Belief.Categorical(logits.probabilities()), labels);
    List<DoubleUnaryOperator> maps = new ArrayList<>();
    for (int k = 0; k < logits.classes(); k++) {
      maps.add(method.fit(forecasts.probabilities(k), forecasts.occurrences(k)));
    }
    return new OneVsRest(maps);
  }

  @Override
  public Belief.Categorical apply(Logits logits) {
    int classes = maps.size();
    if (logits.classes() != classes) {
      throw new IllegalArgumentException(
          "one-vs-rest: applied to logits " + logits.values().shape() + ", but fitted on " + classes + " classes");
    }
    double[] p = logits.probabilities().toDoubles();
    for (int at = 0; at < p.length; at += classes) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        p[at + k] = maps.get(k).applyAsDouble(p[at + k]);
        sum += p[at + k];
      }
      for (int k = 0; k < classes; k++) {
        p[at + k] = sum > 0 ? p[at + k] / sum : 1.0 / classes;
      }
    }
    return new Belief.Categorical(Tensor.of(p, logits.size(), classes));
  }
}
