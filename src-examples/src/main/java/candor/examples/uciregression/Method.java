package candor.examples.uciregression;

import candor.bayes.Belief;
import candor.bayes.Predictive;
import java.util.List;

/// A way to predict numbers and to say how sure that is, with settings to be chosen.
interface Method {
  /// Chooses settings by the held-out samples of some folds, and learns the training samples of another one with them.
  ///
  /// @param folds folds of the training samples
  /// @param test training samples, and test samples that are not looked at
  /// @param seed seed of everything random
  Learned learn(List<Fold> folds, Fold test, long seed);

  /// What was chosen, and what it led to.
  ///
  /// @param setting name of the setting
  /// @param precision precision of the noise, in the targets' own unit; none if it is learned
  /// @param heldNll mean negative log-likelihood of the held-out targets, by which was chosen, in their own unit
  /// @param predictor predictor of standardised targets
  record Learned(String setting, List<Double> precision, double heldNll,
      Predictive<Belief.GaussianMixture> predictor) {
  }
}
