package candor.bayes.dirichlet;

import candor.bayes.Belief;
import candor.bayes.LogBase;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;

/// How unsure a prior network is, one number for each of the `N` inputs, in closed form (Malinin & Gales 2018, section
/// 2.1 and appendix). Each says which direction means more uncertain.
///
/// Total uncertainty is [#entropyOfMean], its aleatoric part [#expectedEntropy], its epistemic part
/// [#mutualInformation]. [#differentialEntropy] and [#precision] are epistemic too and have no bound on one side. All
/// are computed in F64 (see [Dirichlet]).
public final class DirichletUncertainty {
  private DirichletUncertainty() {
  }

  /// The probability of the most probable class, `max_k μ_k`; larger means *less* uncertain.
  ///
  /// @param belief distributions
  /// @return numbers in `[1/K, 1]`
  public static double[] maximumProbability(Belief.Dirichlet belief) {
    return wide(belief).mean().max(1).toDoubles();
  }

  /// The entropy `H(μ)` of the mean, the total uncertainty; larger means more uncertain.
  ///
  /// @param belief distributions
  /// @param unit unit of the result
  /// @return numbers in `[0, ln K]` nats
  public static double[] entropyOfMean(Belief.Dirichlet belief, LogBase unit) {
    return inUnit(wide(belief).entropyOfMean(), unit);
  }

  /// The mean entropy `E H(p)`, the aleatoric uncertainty; larger means more uncertain.
  ///
  /// @param belief distributions
  /// @param unit unit of the result
  /// @return numbers in `[0, ln K]` nats
  public static double[] expectedEntropy(Belief.Dirichlet belief, LogBase unit) {
    return inUnit(wide(belief).expectedEntropy().maximum(0), unit);
  }

  /// The mutual information `H(μ) − E H(p)` between class and probabilities, the epistemic uncertainty; larger means
  /// more uncertain. Rounding below 0 is raised to 0.
  ///
  /// @param belief distributions
  /// @param unit unit of the result
  /// @return numbers of at least 0
  public static double[] mutualInformation(Belief.Dirichlet belief, LogBase unit) {
    return inUnit(wide(belief).mutualInformation().maximum(0), unit);
  }

  /// The differential entropy of the probabilities; larger means more uncertain, and the flat distribution has the
  /// largest, `−ln Γ(K)` nats. It falls for concentrations *below* 1 too, where the distribution is sure that some
  /// class is certain but not which.
  ///
  /// @param belief distributions
  /// @param unit unit of the result
  /// @return numbers of at most `−ln Γ(K)` nats
  public static double[] differentialEntropy(Belief.Dirichlet belief, LogBase unit) {
    return inUnit(wide(belief).entropy(), unit);
  }

  /// The precision `α₀`; larger means *less* uncertain.
  ///
  /// @param belief distributions
  /// @return positive numbers
  public static double[] precision(Belief.Dirichlet belief) {
    return wide(belief).precision().toDoubles();
  }

  private static Dirichlet wide(Belief.Dirichlet belief) {
    return new Dirichlet(belief.concentrations().detach().to(DType.F64));
  }

  private static double[] inUnit(Tensor nats, LogBase unit) {
    return Arrays.stream(nats.toDoubles()).map(unit::fromNats).toArray();
  }
}
