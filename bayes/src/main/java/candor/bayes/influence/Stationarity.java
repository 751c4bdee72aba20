package candor.bayes.influence;

import candor.bayes.curvature.EmpiricalRisk;
import candor.nn.data.Dataset;
import java.util.function.Consumer;

/// Whether a training has come to its end: what a further training from the same parameters would move. Influence functions
/// speak of a minimum, and a network that still learns changes more by learning than by any sample.
///
/// @param risk risk at the parameters
/// @param gradientNorm Euclidean norm of its gradient there
/// @param riskAfter risk after further training
/// @param moved largest change of a parameter
/// @param queryChange change of the number that is watched
public record Stationarity(double risk, double gradientNorm, double riskAfter, double moved, double queryChange) {

  /// Trains on, and puts the parameters back.
  ///
  /// @param risk what is minimised
  /// @param query the number that is watched
  /// @param training trains the network on a data set, from the parameters as they are
  /// @return what the training moved
  public static Stationarity of(EmpiricalRisk risk, Query query, Consumer<Dataset> training) {
    Snapshot before = new Snapshot(risk.model());
    EmpiricalRisk.Evaluation here = risk.evaluate();
    double value = query.of(risk.model()).item();
    double norm = Math.sqrt(SampleProducts.dot(here.gradient(), here.gradient()));
    try {
      training.accept(risk.data());
      return new Stationarity(here.value(), norm, risk.evaluate().value(), before.moved(),
          query.of(risk.model()).item() - value);
    } finally {
      before.restore();
    }
  }

  /// Whether the training moved nothing that counts: the watched number by no more than a bound. The bound should be far
  /// below the influences that are to be seen.
  ///
  /// @param bound largest change of the number
  /// @return true if so
  public boolean isReached(double bound) {
    return Math.abs(queryChange) <= bound;
  }
}
