package candor.bayes.influence;

import candor.bayes.curvature.Divisor;
import candor.bayes.curvature.EmpiricalRisk;
import candor.bayes.curvature.NewtonCg;
import candor.nn.FlatParameters;
import candor.nn.data.Dataset;
import java.util.function.Consumer;

/// Leaves training samples out, one at a time, and trains again from the parameters as they are: what influence predicts.
///
/// ```java
/// double[] actual = new LeaveOut(risk, query).convex(NewtonCg.tolerance(1e-8), Divisor.RENORMALISED, points);
/// ```
///
/// Afterwards the parameters are as they were.
///
/// @param risk what is minimised
/// @param query the number that is watched
public record LeaveOut(EmpiricalRisk risk, Query query) {

  /// Changes of the number for a convex risk, from minimum to minimum. The parameters are first brought to the minimum of all
  /// samples, if they are not there. In F64 changes are exact to about the tolerance over the least eigenvalue.
  ///
  /// @param newton finds the minima
  /// @param divisor which objective is left without a sample
  /// @param points indices of samples
  /// @return `q` without the sample less `q` with all, for each
  /// @throws candor.bayes.curvature.UnfinishedException if a minimum is not found
  /// @throws IndexOutOfBoundsException if there is no such sample
  public double[] convex(NewtonCg newton, Divisor divisor, int... points) {
    FlatParameters flat = risk.flat();
    double[] before = flat.read();
    try {
      newton.minimise(risk);
      double[] minimum = flat.read();
      double all = value();
      double[] changes = new double[points.length];
      for (int i = 0; i < points.length; i++) {
        newton.minimise(risk.without(divisor, points[i]));
        changes[i] = value() - all;
        flat.write(minimum);
      }
      return changes;
    } finally {
      flat.write(before);
    }
  }

  /// Changes of the number for any network: of a training that goes on without the sample, less those of the same training
  /// that goes on with all samples, so that what any further training does is not taken for the sample's.
  ///
  /// @param training trains the network on a data set, from the parameters as they are, always in the same way
  /// @param points indices of samples
  /// @return `q` after training without the sample less `q` after training with all, for each
  /// @throws IndexOutOfBoundsException if there is no such sample
  public double[] byTraining(Consumer<Dataset> training, int... points) {
    Snapshot before = new Snapshot(risk.model());
    double all = trained(training, risk.data(), before);
    double[] changes = new double[points.length];
    for (int i = 0; i < points.length; i++) {
      changes[i] = trained(training, risk.without(Divisor.RENORMALISED, points[i]).data(), before) - all;
    }
    return changes;
  }

  private double trained(Consumer<Dataset> training, Dataset data, Snapshot before) {
    try {
      training.accept(data);
      return value();
    } finally {
      before.restore();
    }
  }

  private double value() {
    return query.of(risk.model()).item();
  }
}
