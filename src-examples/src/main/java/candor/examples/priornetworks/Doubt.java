package candor.examples.priornetworks;

import candor.bayes.Belief;
import candor.bayes.LogBase;
import candor.bayes.Measure;
import candor.bayes.Uncertainty;
import java.util.List;
import java.util.stream.Stream;

/// The measures of the experiment, with the range that its histograms show.
enum Doubt {
  /// The probability of the predicted class.
  MAX_PROBABILITY("max probability", Uncertainty.maxProbability(), 0, 1),
  /// Entropy of the mean, the total uncertainty.
  ENTROPY("entropy", Uncertainty.predictiveEntropy(LogBase.NATS), 0, 2.4),
  /// The part of it that is about the distribution.
  MUTUAL_INFORMATION("mutual information", Uncertainty.mutualInformation(LogBase.NATS), 0, 0.6),
  /// How spread the Dirichlet distribution is.
  DIFFERENTIAL_ENTROPY("differential entropy", Uncertainty.differentialEntropy(LogBase.NATS), -80, -10),
  /// The sum of its concentrations.
  PRECISION("precision", Uncertainty.precision(), 0, 5);

  private final String title;
  private final Measure measure;
  private final double low;
  private final double high;

  Doubt(String title, Measure measure, double low, double high) {
    this.title = title;
    this.measure = measure;
    this.low = low;
    this.high = high;
  }

  /// The measures that a belief can tell.
  static List<Doubt> knownTo(Belief.OfClasses belief) {
    return Stream.of(values()).filter(doubt -> switch (doubt) {
      case MAX_PROBABILITY, ENTROPY -> true;
      case MUTUAL_INFORMATION -> !(belief instanceof Belief.Categorical);
      case DIFFERENTIAL_ENTROPY, PRECISION -> belief instanceof Belief.Dirichlet;
    }).toList();
  }

  /// Name in results and report.
  String title() {
    return title;
  }

  Measure measure() {
    return measure;
  }

  /// Start of the histogram, of the precision's logarithm to base 10.
  double low() {
    return low;
  }

  /// End of the histogram.
  double high() {
    return high;
  }
}
