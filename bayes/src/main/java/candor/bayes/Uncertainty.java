package candor.bayes;

import candor.nn.Evaluator;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/// How unsure a belief is, one number for each of the `N` inputs; larger always means more uncertain.
///
/// With passes `p_t` and mean `p̄` (Gal 2016, *Uncertainty in Deep Learning*, section 3.3.1): the variation ratio is
/// `1 − f/T`, `f` the number of passes that vote for the most frequent class; predictive entropy `H(p̄)` is the *total*
/// uncertainty, the mean entropy of the passes its *aleatoric* part, and their difference, the mutual information
/// between class and network (Houlsby et al. 2011), its *epistemic* part.
public final class Uncertainty {
  private Uncertainty() {
  }

  /// `1 − f/T`, with `f` the number of passes whose most probable class is the most frequent one; a pass that is
  /// undecided votes for its first class of highest probability.
  ///
  /// @param belief passes
  /// @return numbers in `[0, 1)`, of which there are only `T`
  public static double[] variationRatio(Belief.Samples belief) {
    int[] votes = belief.probabilities().argmax(2).toInts();
    int passes = belief.probabilities().shape().size(0);
    int n = belief.probabilities().shape().size(1);
    int classes = belief.probabilities().shape().size(2);
    double[] result = new double[n];
    for (int i = 0; i < n; i++) {
      int[] count = new int[classes];
      for (int t = 0; t < passes; t++) {
        count[votes[t * n + i]]++;
      }
      result[i] = 1 - (double) Arrays.stream(count).max().orElse(passes) / passes;
    }
    return result;
  }

  /// The entropy `H(p̄)` of the mean, the total uncertainty.
  ///
  /// @param belief any belief
  /// @param unit unit of the result
  /// @return numbers in `[0, ln K]` nats
  public static double[] predictiveEntropy(Belief belief, LogBase unit) {
    return inUnit(switch (belief) {
      case Belief.Categorical categorical -> entropy(categorical.mean());
      case Belief.Samples samples -> eachInput(samples, passes -> entropy(passes.mean(0)));
      case Belief.Dirichlet dirichlet -> entropy(dirichlet.mean());
    }, unit);
  }

  /// The mean entropy of the passes, the aleatoric uncertainty.
  ///
  /// @param belief passes
  /// @param unit unit of the result
  /// @return numbers in `[0, ln K]` nats
  public static double[] expectedEntropy(Belief.Samples belief, LogBase unit) {
    return inUnit(eachInput(belief, passes -> entropy(passes).mean(0)), unit);
  }

  /// The mutual information `H(p̄) − mean H(p_t)` between class and network, the epistemic uncertainty; rounding below
  /// 0 is raised to 0.
  ///
  /// @param belief passes
  /// @param unit unit of the result
  /// @return numbers of at least 0
  public static double[] mutualInformation(Belief.Samples belief, LogBase unit) {
    return inUnit(eachInput(belief, passes -> entropy(passes.mean(0)).sub(entropy(passes).mean(0)).maximum(0)), unit);
  }

  /// A function from the passes `[T, n, K]` of some inputs to `n` numbers, for all inputs. It computes in F64: a mean
  /// rounded to F32 would add its own error, some 10⁻⁷ nats, to a mutual information that is often smaller.
  private static Tensor eachInput(Belief.Samples belief, UnaryOperator<Tensor> measure) {
    Tensor passes = belief.probabilities().detach();
    return new Evaluator().map(passes.shape().size(1), 0,
        (from, to) -> measure.apply(passes.slice(1, from, to).to(DType.F64)));
  }

  /// `−Σ p ln p` over the last axis in F64, with `0 ln 0 = 0`.
  private static Tensor entropy(Tensor probabilities) {
    Tensor p = probabilities.detach().to(DType.F64);
    Tensor logarithm = Tensor.where(p.gt(0), p, Tensor.scalar(DType.F64, 1)).log();
    // Not the negation: a sure belief has the entropy +0.
    return Tensor.scalar(DType.F64, 0).sub(p.mul(logarithm).sum(-1));
  }

  private static double[] inUnit(Tensor nats, LogBase unit) {
    return Arrays.stream(nats.toDoubles()).map(unit::fromNats).toArray();
  }
}
