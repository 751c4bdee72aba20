package candor.bayes.calibration;

import candor.bayes.Belief;
import candor.tensor.Tensor;

/// Turns logits into probabilities that are better calibrated, by what it learnt from validation data.
///
/// ```java
/// Logits validation = Logits.of(new Evaluator().apply(model, images));
/// Calibrator calibrator = TemperatureScaling.fit(validation, labels);
/// Belief.Categorical belief = calibrator.apply(Logits.of(new Evaluator().apply(model, testImages)));
/// ```
///
/// The data must be neither that which the network was trained on nor that on which calibration is measured afterwards.
/// A method is one class with a static `fit`, which minimises what it says; [Calibrated] joins network and calibrator.
@FunctionalInterface
public interface Calibrator {
  /// Calibrates.
  ///
  /// @param logits of `N` samples
  /// @return probabilities `[N, K]`, in F64
  /// @throws IllegalArgumentException if the number of classes is not that which it was fitted on
  Belief.Categorical apply(Logits logits);

  /// Calibrates the logits of a network.
  ///
  /// @param logits outputs `[N, K]`
  /// @return probabilities `[N, K]`, in F64
  /// @throws IllegalArgumentException if these are no finite logits of as many classes as it was fitted on
  default Belief.Categorical apply(Tensor logits) {
    return apply(Logits.of(logits));
  }

  /// Calibrates what was pooled before, such as an ensemble: its mean probabilities.
  ///
  /// @param belief any belief about `N` samples
  /// @return probabilities `[N, K]`, in F64
  /// @throws IllegalArgumentException if the number of classes is not that which it was fitted on
  default Belief.Categorical apply(Belief.OfClasses belief) {
    return apply(Logits.of(belief));
  }

  /// Leaves probabilities as they are: what every calibrator is compared with.
  ///
  /// @return the softmax of the logits
  static Calibrator identity() {
    return logits -> new Belief.Categorical(logits.probabilities());
  }
}
