package candor.bayes.influence;

import candor.bayes.curvature.Divisor;
import candor.bayes.curvature.EmpiricalRisk;
import candor.bayes.curvature.NewtonCg;
import candor.nn.data.Dataset;
import java.util.List;
import java.util.function.Consumer;

/// Leaves training samples out, one at a time, and trains again from the parameters as they are: what influence predicts.
///
/// ```java
/// LeaveOut leaveOut = new LeaveOut(risk, query);
/// double[] actual = leaveOut.convex(NewtonCg.tolerance(1e-8), Divisor.RENORMALISED, points)[0];
/// ```
///
/// A training without a sample costs far more than asking what came of it, so it answers several queries. Afterwards the
/// parameters are as they were. Trainings follow each other; who has a copy of the network for each thread can give every
/// copy some of the points, with the same bits.
///
/// @param risk what is minimised
/// @param queries the numbers that are watched
public record LeaveOut(EmpiricalRisk risk, List<Query> queries) {
  /// Copies the list.
  public LeaveOut {
    queries = List.copyOf(queries);
  }

  /// Watches some numbers.
  ///
  /// @param risk what is minimised
  /// @param queries the numbers that are watched
  public LeaveOut(EmpiricalRisk risk, Query... queries) {
    this(risk, List.of(queries));
  }

  /// Changes of the numbers for a convex risk, from minimum to minimum. The parameters are first brought to the minimum of all
  /// samples, if they are not there. In F64 changes are exact to about the tolerance over the least eigenvalue.
  ///
  /// @param newton finds the minima
  /// @param divisor which objective is left without a sample
  /// @param points indices of samples
  /// @return for each query, `q` without the sample less `q` with all, for each point
  /// @throws candor.bayes.curvature.UnfinishedException if a minimum is not found
  /// @throws IndexOutOfBoundsException if there is no such sample
  public double[][] convex(NewtonCg newton, Divisor divisor, int... points) {
    double[] before = risk.flat().read();
    try {
      newton.minimise(risk);
      return byMinimising(newton::minimise, divisor, points);
    } finally {
      risk.flat().write(before);
    }
  }

  /// Changes of the numbers for any network: of a training that goes on without the sample, less those of the same training
  /// that goes on with all samples, so that what any further training does is not taken for the sample's. The mean loss that
  /// a training minimises is that of the data set it is given, so the objective is the [Divisor#RENORMALISED] one.
  ///
  /// @param training trains the network on a data set, from the parameters as they are, always in the same way
  /// @param points indices of samples
  /// @return for each query, `q` after training without the sample less `q` after training with all, for each point
  /// @throws IndexOutOfBoundsException if there is no such sample
  public double[][] byTraining(Consumer<Dataset> training, int... points) {
    return byMinimising(left -> training.accept(left.data()), Divisor.RENORMALISED, points);
  }

  /// The same with a training that is told the whole objective, such as
  /// `left -> lbfgs.attempt(left.objective())`.
  ///
  /// @param training lowers a risk, from the parameters as they are, always in the same way
  /// @param divisor which objective is left without a sample
  /// @param points indices of samples
  /// @return for each query, `q` after training without the sample less `q` after training with all, for each point
  /// @throws IndexOutOfBoundsException if there is no such sample
  public double[][] byMinimising(Consumer<EmpiricalRisk> training, Divisor divisor, int... points) {
    Snapshot before = new Snapshot(risk.model());
    double[] all = trained(training, risk, before);
    double[][] changes = new double[queries.size()][points.length];
    for (int i = 0; i < points.length; i++) {
      double[] without = trained(training, risk.without(divisor, points[i]), before);
      for (int q = 0; q < changes.length; q++) {
        changes[q][i] = without[q] - all[q];
      }
    }
    return changes;
  }

  private double[] trained(Consumer<EmpiricalRisk> training, EmpiricalRisk left, Snapshot before) {
    try {
      training.accept(left);
      return queries.stream().mapToDouble(query -> query.of(risk.model()).item()).toArray();
    } finally {
      before.restore();
    }
  }
}
