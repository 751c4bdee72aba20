package candor.examples.dirichlet;

import java.util.List;

/// What the experiment found out. Entropies are in nats. Equal settings give equal results, but for `kernels` and
/// `threads`.
///
/// @param experiment name of the experiment
/// @param seed seed of dice and rolls
/// @param dice number of dice
/// @param rolls number of rolls of each
/// @param kernels numerical loops that ran, with the width of their vectors in bits
/// @param threads threads that computed
/// @param shown the die that the pictures show
/// @param averages what is measured over many dice
public record DirichletResults(String experiment, long seed, int dice, int rolls, String kernels, int threads,
    Shown shown, Averages averages) {

  /// One die.
  ///
  /// @param probabilities its true probabilities
  /// @param posteriors what is known of them after more and more rolls
  public record Shown(List<Double> probabilities, List<Posterior> posteriors) {
  }

  /// What is known of a die.
  ///
  /// @param rolls number of rolls so far
  /// @param concentrations concentrations of the posterior
  /// @param mean probability of each face in the next roll
  /// @param total entropy of the mean
  /// @param aleatoric mean entropy of the dice that are possible
  /// @param epistemic mutual information between the next roll and the probabilities
  /// @param differentialEntropy differential entropy of the posterior
  public record Posterior(int rolls, List<Double> concentrations, List<Double> mean, double total, double aleatoric,
      double epistemic, double differentialEntropy) {
  }

  /// Means over dice that were drawn from the prior.
  ///
  /// @param rolls numbers of rolls
  /// @param squaredError squared distance between posterior mean and true probabilities
  /// @param squaredErrorDeviation its standard error over the dice
  /// @param variance variance that the posterior claims, summed over the faces
  /// @param epistemic mutual information
  /// @param aleatoric mean entropy of the dice that are possible
  /// @param differentialEntropy differential entropy
  public record Averages(List<Integer> rolls, List<Double> squaredError, List<Double> squaredErrorDeviation,
      List<Double> variance, List<Double> epistemic, List<Double> aleatoric, List<Double> differentialEntropy) {
  }
}
