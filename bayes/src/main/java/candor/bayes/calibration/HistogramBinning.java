package candor.bayes.calibration;

import java.util.function.DoubleUnaryOperator;

/// Histogram binning: a probability becomes the share of validation samples in its bin of which the claim came true
/// (Zadrozny & Elkan 2001; Guo et al. 2017, section 4.1), the constant of least squared error there. In an empty bin
/// nothing was learnt, and the probability stays what it is.
public final class HistogramBinning implements DoubleUnaryOperator {
  private final double[] ends;
  private final ReliabilityDiagram diagram;

  private HistogramBinning(double[] ends, ReliabilityDiagram diagram) {
    this.ends = ends;
    this.diagram = diagram;
  }

  /// Fits one map for each class.
  ///
  /// @param binning how the probabilities of a class are put into bins, for each class by itself
  /// @param logits of `N` validation samples, 1 or more
  /// @param labels their `N` true classes
  /// @return the calibrator
  /// @throws IllegalArgumentException if there is no sample, or not one class of `[0, K)` for each
  public static OneVsRest fit(Binning binning, Logits logits, int... labels) {
    return OneVsRest.fit((probabilities, outcomes) -> of(binning, probabilities, outcomes), logits, labels);
  }

  /// Fits the map of one class.
  ///
  /// @param binning how probabilities are put into bins
  /// @param probabilities how probable each claim was said to be
  /// @param outcomes whether it came true
  /// @return the map
  /// @throws IllegalArgumentException if the arrays differ in length or are empty, or a number is not a probability
  public static HistogramBinning of(Binning binning, double[] probabilities, boolean[] outcomes) {
    Bins.require("histogram binning", probabilities, outcomes);
    double[] ends = binning.ends(probabilities);
    return new HistogramBinning(ends, ReliabilityDiagram.of(probabilities, outcomes, ends));
  }

  /// The bins with what was learnt in them.
  ///
  /// @return the reliability diagram of the validation data; accuracies are the calibrated probabilities
  public ReliabilityDiagram diagram() {
    return diagram;
  }

  /// Calibrates.
  ///
  /// @param probability a probability
  /// @return the share of its bin
  @Override
  public double applyAsDouble(double probability) {
    ReliabilityDiagram.Bin bin = diagram.bins().get(Bins.place(ends, probability));
    return bin.count() == 0 ? probability : bin.accuracy();
  }
}
