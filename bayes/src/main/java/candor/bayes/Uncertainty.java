package candor.bayes;

import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Function;

/// The measures of the field, each a [Measure] with a name and a direction.
///
/// With passes `p_t` and mean `p̄` (Gal 2016, *Uncertainty in Deep Learning*, section 3.3.1): the variation ratio is
/// `1 − f/T`, `f` the number of passes that vote for the most frequent class; predictive entropy `H(p̄)` is the *total*
/// uncertainty, the mean entropy of the passes its *aleatoric* part, and their difference, the mutual information
/// between class and network (Houlsby et al. 2011), its *epistemic* part.
///
/// Of a [Belief.Dirichlet] the passes are all draws from it, and mean entropy, mutual information and deviations have
/// closed forms (Malinin & Gales 2018, section 2.1).
///
/// A belief that cannot tell is refused, it is not given a 0: of a single network's probabilities nobody knows what
/// another network would have said. One pass among [Belief.Samples] is one vote, and agrees with itself.
public final class Uncertainty {
  private Uncertainty() {
  }

  /// The total uncertainty of any belief: [#predictiveEntropy] of classes, the variance of numbers
  /// ([Belief.GaussianMixture#variance]), added up where there are `D` of them.
  ///
  /// @param unit unit of the entropy
  /// @return the measure
  public static Measure total(LogBase unit) {
    return named("total uncertainty", unit, belief -> switch (belief) {
      case Belief.OfClasses classes -> predictiveEntropy(classes, unit);
      case Belief.GaussianMixture numbers -> perInput(numbers.variance());
    });
  }

  /// The part of the uncertainty that no more data would take away: [#expectedEntropy] of classes, the mean variance of
  /// numbers ([Belief.GaussianMixture#aleatoric]).
  ///
  /// @param unit unit of the entropy
  /// @return the measure
  public static Measure aleatoric(LogBase unit) {
    return named("aleatoric uncertainty", unit, belief -> switch (belief) {
      case Belief.OfClasses classes -> expectedEntropy("aleatoric uncertainty", classes, unit);
      case Belief.GaussianMixture numbers -> perInput(numbers.aleatoric());
    });
  }

  /// The part of the uncertainty that is about the network: [#mutualInformation] of classes, the variance of the means
  /// of numbers ([Belief.GaussianMixture#epistemic]).
  ///
  /// @param unit unit of the entropy
  /// @return the measure
  public static Measure epistemic(LogBase unit) {
    return named("epistemic uncertainty", unit, belief -> switch (belief) {
      case Belief.OfClasses classes -> mutualInformation("epistemic uncertainty", classes, unit);
      case Belief.GaussianMixture numbers -> perInput(numbers.epistemic());
    });
  }

  /// `1 − f/T`, with `f` the number of passes whose most probable class is the most frequent one; an undecided pass
  /// votes by [TieRule#FIRST]. Numbers in `[0, 1)`, of which there are only `T`. Needs passes.
  ///
  /// @return the measure
  public static Measure variationRatio() {
    String name = "variation ratio";
    return ofClasses(name, Orientation.UNCERTAIN, belief -> {
      Tensor votes = summary(name, belief).votes().to(DType.F64);
      return Tensor.scalar(DType.F64, 1).sub(votes.max(1).div(votes.sum(1))).toDoubles();
    });
  }

  /// The entropy `H(p̄)` of the mean, the total uncertainty: numbers in `[0, ln K]` nats.
  ///
  /// @param unit unit of the entropy
  /// @return the measure
  public static Measure predictiveEntropy(LogBase unit) {
    return ofClasses(inUnit("predictive entropy", unit), Orientation.UNCERTAIN,
        belief -> predictiveEntropy(belief, unit));
  }

  /// The mean entropy of the passes, the aleatoric uncertainty: numbers in `[0, ln K]` nats. Needs passes.
  ///
  /// @param unit unit of the entropy
  /// @return the measure
  public static Measure expectedEntropy(LogBase unit) {
    return ofClasses(inUnit("expected entropy", unit), Orientation.UNCERTAIN,
        belief -> expectedEntropy("expected entropy", belief, unit));
  }

  /// The mutual information `H(p̄) − mean H(p_t)` between class and network, the epistemic uncertainty; what rounding
  /// leaves below 0 is raised to 0, input by input. Needs passes.
  ///
  /// @param unit unit of the entropy
  /// @return the measure
  public static Measure mutualInformation(LogBase unit) {
    return ofClasses(inUnit("mutual information", unit), Orientation.UNCERTAIN,
        belief -> mutualInformation("mutual information", belief, unit));
  }

  /// The probability of the predicted class, `maxₖ p̄ₖ`, numbers in `[1/K, 1]`.
  ///
  /// @return the measure
  public static Measure maxProbability() {
    return ofClasses("max probability", Orientation.SURE, belief -> wideMean(belief).max(1).toDoubles());
  }

  /// How far the most probable class is ahead of the second, `p̄₍₁₎ − p̄₍₂₎`, numbers in `[0, 1]`; 1 if there is only one
  /// class.
  ///
  /// @return the measure
  public static Measure margin() {
    return ofClasses("margin", Orientation.SURE, belief -> {
      Tensor mean = wideMean(belief);
      int classes = mean.shape().size(1);
      double[] p = mean.toDoubles();
      double[] result = new double[mean.shape().size(0)];
      for (int i = 0; i < result.length; i++) {
        double[] row = Arrays.copyOfRange(p, i * classes, (i + 1) * classes);
        Arrays.sort(row);
        result[i] = classes == 1 ? row[0] : row[classes - 1] - row[classes - 2];
      }
      return result;
    });
  }

  /// The standard deviation over the passes of the probability of the predicted class, `√(1/T Σ (p_tk − p̄ₖ)²)` with `k`
  /// of highest mean probability ([TieRule#FIRST]). Needs passes, or a Dirichlet.
  ///
  /// @return the measure
  public static Measure standardDeviation() {
    String name = "standard deviation";
    return ofClasses(name, Orientation.UNCERTAIN, belief -> variance(name, belief)
        .gather(1, wideMean(belief).argmax(1).unsqueeze(1)).sqrt().reshape(-1).toDoubles());
  }

  /// The mean over the classes of the standard deviations of their probabilities, `1/K Σₖ √(1/T Σ (p_tk − p̄ₖ)²)`, the
  /// "mean STD" of Gal, Islam & Ghahramani 2017, section 4. Needs passes.
  ///
  /// @return the measure
  public static Measure meanStandardDeviation() {
    String name = "mean standard deviation";
    return ofClasses(name, Orientation.UNCERTAIN,
        belief -> variance(name, belief).sqrt().mean(1).toDoubles());
  }

  /// The differential entropy of a [Belief.Dirichlet], epistemic: numbers of at most `−ln Γ(K)` nats, which the flat
  /// distribution has (Malinin & Gales 2018, appendix). It falls for concentrations *below* 1 too, where the
  /// distribution is sure that some class is certain but not which.
  ///
  /// @param unit unit of the entropy
  /// @return the measure
  public static Measure differentialEntropy(LogBase unit) {
    String name = inUnit("differential entropy", unit);
    return ofClasses(name, Orientation.UNCERTAIN,
        belief -> inUnit(dirichlet(name, belief).distribution().entropy().toDoubles(), unit));
  }

  /// The precision `α₀ = Σ α` of a [Belief.Dirichlet], positive numbers.
  ///
  /// @return the measure
  public static Measure precision() {
    String name = "precision";
    return ofClasses(name, Orientation.SURE,
        belief -> dirichlet(name, belief).distribution().precision().toDoubles());
  }

  private static Belief.Dirichlet dirichlet(String name, Belief.OfClasses belief) {
    if (belief instanceof Belief.Dirichlet dirichlet) {
      return dirichlet;
    }
    throw new IllegalArgumentException(
        name + ": the belief is a " + belief.getClass().getSimpleName() + ", expected a Dirichlet");
  }

  private static double[] predictiveEntropy(Belief.OfClasses belief, LogBase unit) {
    return inUnit(Entropy.nats(wideMean(belief)), unit);
  }

  private static double[] expectedEntropy(String name, Belief.OfClasses belief, LogBase unit) {
    return inUnit(switch (belief) {
      case Belief.Dirichlet dirichlet -> dirichlet.distribution().expectedEntropy().maximum(0).toDoubles();
      case Belief.Categorical _,Belief.Samples _,Belief.Summary _ -> summary(name, belief).entropy().toDoubles();
    }, unit);
  }

  private static double[] mutualInformation(String name, Belief.OfClasses belief, LogBase unit) {
    return inUnit(switch (belief) {
      case Belief.Dirichlet dirichlet -> dirichlet.distribution().mutualInformation().maximum(0).toDoubles();
      case Belief.Categorical _,Belief.Samples _,Belief.Summary _ -> mutualInformation(summary(name, belief));
    }, unit);
  }

  private static double[] mutualInformation(Belief.Summary summary) {
    double[] total = Entropy.nats(summary.mean());
    double[] aleatoric = summary.entropy().toDoubles();
    for (int i = 0; i < total.length; i++) {
      total[i] = Math.max(0, total[i] - aleatoric[i]);
    }
    return total;
  }

  /// The variance of every probability, in F64.
  private static Tensor variance(String name, Belief.OfClasses belief) {
    return switch (belief) {
      case Belief.Dirichlet dirichlet -> dirichlet.distribution().variance();
      case Belief.Categorical _,Belief.Samples _,Belief.Summary _ -> summary(name, belief).variance();
    };
  }

  /// The mean in F64: one rounded to F32 would add its own error, some 10⁻⁷ nats, to a mutual information that is often
  /// smaller.
  private static Tensor wideMean(Belief.OfClasses belief) {
    return switch (belief) {
      case Belief.Categorical categorical -> categorical.mean().detach().to(DType.F64);
      case Belief.Samples samples -> samples.summary().mean();
      case Belief.Summary summary -> summary.mean();
      case Belief.Dirichlet dirichlet -> dirichlet.distribution().mean();
    };
  }

  private static Belief.Summary summary(String measure, Belief.OfClasses belief) {
    return switch (belief) {
      case Belief.Categorical _ -> throw new IllegalArgumentException(
          measure + ": the belief is that of a single network (Categorical), expected several passes");
      case Belief.Samples samples -> samples.summary();
      case Belief.Summary summary -> summary;
      case Belief.Dirichlet _ -> throw new IllegalArgumentException(
          measure + ": the belief is a distribution (Dirichlet), expected several passes");
    };
  }

  private static double[] perInput(Tensor numbers) {
    return (numbers.shape().rank() == 2 ? numbers.sum(1) : numbers).toDoubles();
  }

  private static double[] inUnit(double[] nats, LogBase unit) {
    return Arrays.stream(nats).map(unit::fromNats).toArray();
  }

  private static String inUnit(String name, LogBase unit) {
    return name + " (" + unit + ")";
  }

  private static Measure named(String name, LogBase unit, Function<Belief, double[]> function) {
    return new Named(inUnit(name, unit), Orientation.UNCERTAIN, function);
  }

  private static Measure ofClasses(String name, Orientation orientation,
      Function<Belief.OfClasses, double[]> function) {
    return new Named(name, orientation, belief -> switch (belief) {
      case Belief.OfClasses classes -> function.apply(classes);
      case Belief.GaussianMixture _ -> throw new IllegalArgumentException(
          name + ": the belief is about numbers (GaussianMixture), expected classes");
    });
  }

  private record Named(String name, Orientation orientation, Function<Belief, double[]> function) implements Measure {
    @Override
    public double[] of(Belief belief) {
      return function.apply(belief);
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
