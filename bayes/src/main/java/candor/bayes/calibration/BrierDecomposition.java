package candor.bayes.calibration;

/// What a Brier score is made of. With bins `m` of `nₘ` probabilities of mean `p̄ₘ`, of which a share `ōₘ` came true, and
/// `ō` the share of all (Murphy 1973; the last two terms Stephenson, Coelho & Jolliffe 2008):
///
/// | term | formula |
/// |---|---|
/// | reliability | `1/N Σₘ nₘ (p̄ₘ − ōₘ)²` |
/// | resolution | `1/N Σₘ nₘ (ōₘ − ō)²` |
/// | uncertainty | `ō (1 − ō)` |
/// | within-bin variance | `1/N Σₘ Σᵢ (pᵢ − p̄ₘ)²` |
/// | within-bin covariance | `2/N Σₘ Σᵢ (pᵢ − p̄ₘ) (oᵢ − ōₘ)` |
///
/// `score = reliability − resolution + uncertainty + variance − covariance`, exactly, for any bins. Where all probabilities
/// of a bin are equal the last two are 0, and the first three are Murphy's. Of several classes each term is the sum over
/// the classes, as [Score#brier] is.
///
/// @param reliability how far probabilities are from the shares that come true, 0 if calibrated
/// @param resolution how much these shares differ from bin to bin, larger is better
/// @param uncertainty the score of who always says how frequent each class is
/// @param withinVariance how much probabilities differ inside a bin
/// @param withinCovariance how much of that is worth something
public record BrierDecomposition(double reliability, double resolution, double uncertainty, double withinVariance,
    double withinCovariance) {

  /// Decomposes the Brier score of forecasts, class by class.
  ///
  /// @param forecasts beliefs beside the truth
  /// @param binning how the probabilities of a class are put into bins, for each class by itself
  /// @return the terms, summed over the classes
  public static BrierDecomposition of(Forecasts forecasts, Binning binning) {
    BrierDecomposition sum = new BrierDecomposition(0, 0, 0, 0, 0);
    for (int k = 0; k < forecasts.classes(); k++) {
      sum = sum.plus(of(forecasts.probabilities(k), forecasts.occurrences(k), binning));
    }
    return sum;
  }

  /// Decomposes the Brier score `1/N Σ (pᵢ − oᵢ)²` of claims that come true or not.
  ///
  /// @param probabilities how probable each was said to be
  /// @param outcomes whether it came true
  /// @param binning how probabilities are put into bins
  /// @return the terms
  /// @throws IllegalArgumentException if the arrays differ in length or are empty, or a number is not a probability
  public static BrierDecomposition of(double[] probabilities, boolean[] outcomes, Binning binning) {
    Bins.require("brier decomposition", probabilities, outcomes);
    double[] ends = binning.ends(probabilities);
    ReliabilityDiagram diagram = ReliabilityDiagram.of(probabilities, outcomes, ends);
    double n = probabilities.length;
    int occurrences = 0;
    for (boolean outcome : outcomes) {
      occurrences += outcome ? 1 : 0;
    }
    double frequency = occurrences / n;
    double reliability = 0;
    double resolution = 0;
    for (ReliabilityDiagram.Bin bin : diagram.bins()) {
      if (bin.count() > 0) {
        reliability += bin.count() / n * bin.gap() * bin.gap();
        resolution += bin.count() / n * (bin.accuracy() - frequency) * (bin.accuracy() - frequency);
      }
    }
    double variance = 0;
    double covariance = 0;
    for (int i = 0; i < probabilities.length; i++) {
      ReliabilityDiagram.Bin bin = diagram.bins().get(Bins.place(ends, probabilities[i]));
      double from = probabilities[i] - bin.confidence();
      variance += from * from / n;
      covariance += 2 * from * ((outcomes[i] ? 1 : 0) - bin.accuracy()) / n;
    }
    return new BrierDecomposition(reliability, resolution, frequency * (1 - frequency), variance, covariance);
  }

  /// The Brier score.
  ///
  /// @return the terms together
  public double score() {
    return reliability - resolution + uncertainty + withinVariance - withinCovariance;
  }

  private BrierDecomposition plus(BrierDecomposition other) {
    return new BrierDecomposition(reliability + other.reliability, resolution + other.resolution,
        uncertainty + other.uncertainty, withinVariance + other.withinVariance,
        withinCovariance + other.withinCovariance);
  }
}
