package candor.examples.uciregression;

import candor.examples.data.UciSet;
import candor.examples.report.Estimate;
import candor.examples.uciregression.UciRegressionResults.Score;
import candor.examples.uciregression.UciRegressionResults.Target;
import java.util.List;
import java.util.Map;

/// Numbers to compare with, as printed: of MC dropout with its standard errors, of deep ensembles with what stands behind
/// their ± (Lakshminarayanan et al. 2017, table 1). Log-likelihoods of MC dropout have their sign turned.
///
/// @param rmse root of the mean squared error
/// @param rmseSpread what stands behind its ±
/// @param nll mean negative log-likelihood
/// @param nllSpread what stands behind its ±
record Published(double rmse, double rmseSpread, double nll, double nllSpread) {
  static final Map<UciSet, Published> DROPOUT = Map.of(
      UciSet.BOSTON, new Published(2.97, 0.19, 2.46, 0.06),
      UciSet.CONCRETE, new Published(5.23, 0.12, 3.04, 0.02),
      UciSet.ENERGY, new Published(1.66, 0.04, 1.99, 0.02),
      UciSet.KIN8NM, new Published(0.10, 0.00, -0.95, 0.01),
      UciSet.POWER, new Published(4.02, 0.04, 2.80, 0.01),
      UciSet.WINE, new Published(0.62, 0.01, 0.93, 0.01),
      UciSet.YACHT, new Published(1.11, 0.09, 1.55, 0.03));

  static final Map<UciSet, Published> ENSEMBLE = Map.of(
      UciSet.BOSTON, new Published(3.28, 1.00, 2.41, 0.25),
      UciSet.CONCRETE, new Published(6.03, 0.58, 3.06, 0.18),
      UciSet.ENERGY, new Published(2.09, 0.29, 1.38, 0.22),
      UciSet.KIN8NM, new Published(0.09, 0.00, -1.20, 0.02),
      UciSet.POWER, new Published(4.11, 0.17, 2.79, 0.04),
      UciSet.WINE, new Published(0.64, 0.04, 0.94, 0.12),
      UciSet.YACHT, new Published(1.58, 0.48, 1.18, 0.21));

  /// Sums up the numbers of all splits.
  ///
  /// @param each the number of each split
  /// @param value published number, and what stands behind its ±; nothing if there is none
  static Score score(List<Double> each, double... value) {
    Estimate estimate = Estimate.of(each);
    double mean = estimate.mean();
    double error = estimate.deviation() / Math.sqrt(each.size());
    return new Score(mean, error, each,
        value.length == 0 ? List.of() : List.of(new Target(value[0], value[1], mean <= value[0] + error)));
  }
}
