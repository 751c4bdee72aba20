package candor.bayes.calibration;

import candor.bayes.Belief;
import candor.bayes.Predictive;
import candor.nn.Evaluator;
import candor.nn.Module;
import candor.tensor.Tensor;

/// A model and the calibrator behind it.
///
/// ```java
/// Predictive<Belief.Categorical> one = Calibrated.network(model, TemperatureScaling.fit(logits, labels));
/// Ensemble<Belief.Samples> ensemble = Ensemble.of(networks);
/// Logits pooled = Logits.of(ensemble.predict(images));
/// Predictive<Belief.Categorical> all = Calibrated.of(ensemble, TemperatureScaling.fit(pooled, labels));
/// ```
///
/// An ensemble of calibrated members need not be calibrated, it is less sure than they are: pool first, then calibrate
/// (Rahaman & Thiery 2021).
public final class Calibrated implements Predictive<Belief.Categorical> {
  private final Predictive<Belief.Categorical> calibrated;

  private Calibrated(Predictive<Belief.Categorical> calibrated) {
    this.calibrated = calibrated;
  }

  /// One network, in evaluation, whose logits are calibrated.
  ///
  /// @param model network with logits `[N, K]`
  /// @param calibrator calibrator that was fitted on logits of this network
  /// @return the predictor
  public static Calibrated network(Module model, Calibrator calibrator) {
    Evaluator evaluator = new Evaluator();
    return new Calibrated((input, sampleIds) -> {
      int n = input.shape().size(0);
      if (sampleIds.length != n) {
        throw new IllegalArgumentException("calibrated: " + sampleIds.length + " identities for " + n + " samples");
      }
      return calibrator.apply(Logits.of(evaluator.apply(model, input)));
    });
  }

  /// Any predictor, whose mean probabilities are calibrated: an ensemble, MC dropout, a prior network.
  ///
  /// @param predictive predictor about classes
  /// @param calibrator calibrator that was fitted on beliefs of this predictor
  /// @return the predictor
  public static Calibrated of(Predictive<? extends Belief.OfClasses> predictive, Calibrator calibrator) {
    return new Calibrated(
        (input, sampleIds) -> calibrator.apply(Logits.of(predictive.predict(input, sampleIds))));
  }

  /// The calibrated probabilities.
  ///
  /// @throws IllegalArgumentException if there is not one identity for each sample, or the calibrator does not fit
  @Override
  public Belief.Categorical predict(Tensor input, int... sampleIds) {
    return calibrated.predict(input, sampleIds);
  }
}
