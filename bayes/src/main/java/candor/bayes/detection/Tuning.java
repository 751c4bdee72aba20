package candor.bayes.detection;

import candor.bayes.Ranking;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The best of several detectors on a tuning set from outside, such as ODIN's temperature and step.
///
/// ```java
/// Reading held = classifier.read(study.take(Role.TUNE, greyCifar));
/// Detector odin = Tuning.best(Odin.grid(), validation, held, r -> -r.swapped().falsePositiveRateAt(0.95)).detector();
/// ```
///
/// @param detector the detector of the largest value, of several the first
/// @param value its value
/// @param values the values of all, in their order
public record Tuning(Detector detector, double value, List<Double> values) {
  /// Copies the values.
  public Tuning {
    values = List.copyOf(values);
  }

  /// Chooses.
  ///
  /// @param candidates one detector or more
  /// @param inside reading of inputs from inside, not those that are scored
  /// @param outside reading of a set from outside that was taken for tuning
  /// @param criterion what shall be large, of the ranking of inputs from outside among those from inside
  /// @return the choice
  /// @throws IllegalArgumentException if there is no candidate, or a value is NaN
  public static Tuning best(List<? extends Detector> candidates, Reading inside, Reading outside,
      ToDoubleFunction<Ranking> criterion) {
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("tuning: no detectors, expected 1 or more");
    }
    List<Double> values = new ArrayList<>();
    int best = 0;
    for (Detector candidate : candidates) {
      double value = criterion
          .applyAsDouble(Ranking.ofOutside(candidate.uncertainty(inside), candidate.uncertainty(outside)));
      if (Double.isNaN(value)) {
        throw new IllegalArgumentException("tuning: the value of " + candidate.name() + " is NaN");
      }
      values.add(value);
      best = value > values.get(best) ? values.size() - 1 : best;
    }
    return new Tuning(candidates.get(best), values.get(best), values);
  }
}
