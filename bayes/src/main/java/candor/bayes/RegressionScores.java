package candor.bayes;

import candor.tensor.DType;
import candor.tensor.Tensor;

/// How good a belief about numbers is when the true ones are known.
public final class RegressionScores {
  private RegressionScores() {
  }

  /// The root of the mean squared error of the mean, over all targets.
  ///
  /// @param belief belief about `N` inputs
  /// @param targets true numbers, `[N]` or `[N, D]`
  /// @return a number of at least 0, in the unit of the targets
  /// @throws IllegalArgumentException if there is no target, or the shape is another
  public static double rootMeanSquaredError(Belief.GaussianMixture belief, Tensor targets) {
    require(belief, targets);
    Tensor mean = belief.means().detach().to(DType.F64).mean(0);
    return Math.sqrt(mean.sub(targets.detach().to(DType.F64)).square().mean().item());
  }

  /// The mean negative log-likelihood of the inputs' targets in nats; of `D` targets for an input, the likelihood is that
  /// of all of them together ([Belief.GaussianMixture#logLikelihood]).
  ///
  /// @param belief belief about `N` inputs
  /// @param targets true numbers, `[N]` or `[N, D]`
  /// @return any number: densities can be above 1
  /// @throws IllegalArgumentException if there is no target, or the shape is another
  public static double negativeLogLikelihood(Belief.GaussianMixture belief, Tensor targets) {
    require(belief, targets);
    double sum = 0;
    for (double logarithm : belief.logLikelihood(targets)) {
      sum -= logarithm;
    }
    return sum / belief.means().shape().size(1);
  }

  /// The share of targets in their central intervals ([Belief.GaussianMixture#interval]), which is the level for a
  /// calibrated model.
  ///
  /// @param belief belief about `N` inputs
  /// @param targets true numbers, `[N]` or `[N, D]`
  /// @param level probability of the intervals, in `(0, 1)`, such as 0.95
  /// @return a fraction in `[0, 1]`
  /// @throws IllegalArgumentException if there is no target, the shape is another, or the level is out of its range
  public static double coverage(Belief.GaussianMixture belief, Tensor targets, double level) {
    require(belief, targets);
    int inside = 0;
    for (boolean covered : Mixtures.covers(belief, targets, level)) {
      inside += covered ? 1 : 0;
    }
    return (double) inside / targets.count();
  }

  private static void require(Belief.GaussianMixture belief, Tensor targets) {
    Mixtures.requireFit(belief, targets);
    if (targets.count() == 0) {
      throw new IllegalArgumentException("scores: no targets, expected 1 or more");
    }
  }
}
