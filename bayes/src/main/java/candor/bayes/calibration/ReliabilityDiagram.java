package candor.bayes.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Accuracy against confidence, bin by bin: what a calibrated model has on the diagonal, up to chance (DeGroot & Fienberg
/// 1983; Guo et al. 2017, section 2). How far chance reaches is what [Resampling#ifCalibrated] tells.
///
/// @param bins the bins from low to high confidence
public record ReliabilityDiagram(List<Bin> bins) {
  /// One bin.
  ///
  /// @param low lower end, not included
  /// @param high upper end, included
  /// @param count number of inputs
  /// @param confidence mean probability of the inputs, NaN if there is none
  /// @param accuracy share of the inputs of which the claim is true, NaN if there is none
  public record Bin(double low, double high, int count, double confidence, double accuracy) {
    /// How far accuracy and confidence lie apart.
    ///
    /// @return `|accuracy − confidence|`, NaN if there is no input
    public double gap() {
      return Math.abs(accuracy - confidence);
    }
  }

  /// Copies the bins.
  public ReliabilityDiagram {
    bins = List.copyOf(bins);
  }

  /// The diagram of the predicted classes: their probability, and how often they are right.
  ///
  /// @param forecasts beliefs beside the truth
  /// @param binning how probabilities are put into bins
  /// @return the diagram
  public static ReliabilityDiagram of(Forecasts forecasts, Binning binning) {
    return of(forecasts.confidences(), forecasts.hits(), binning);
  }

  /// The diagram of one class: its probability, and how often it is the true one.
  ///
  /// @param forecasts beliefs beside the truth
  /// @param label the class, of `[0, K)`
  /// @param binning how probabilities are put into bins
  /// @return the diagram
  /// @throws IndexOutOfBoundsException if there is no such class
  public static ReliabilityDiagram ofClass(Forecasts forecasts, int label, Binning binning) {
    return of(forecasts.probabilities(label), forecasts.occurrences(label), binning);
  }

  /// The diagram of any claims.
  ///
  /// @param probabilities how probable each was said to be
  /// @param outcomes whether it came true
  /// @param binning how probabilities are put into bins
  /// @return the diagram
  /// @throws IllegalArgumentException if the arrays differ in length or are empty, or a number is not a probability
  public static ReliabilityDiagram of(double[] probabilities, boolean[] outcomes, Binning binning) {
    Bins.require("reliability diagram", probabilities, outcomes);
    return of(probabilities, outcomes, binning.ends(probabilities));
  }

  /// The diagram with given ends, of claims that were checked.
  static ReliabilityDiagram of(double[] probabilities, boolean[] outcomes, double... ends) {
    int[] count = new int[ends.length];
    int[] right = new int[ends.length];
    double[] sum = new double[ends.length];
    for (int i = 0; i < probabilities.length; i++) {
      int m = Bins.place(ends, probabilities[i]);
      count[m]++;
      right[m] += outcomes[i] ? 1 : 0;
      sum[m] += probabilities[i];
    }
    List<Bin> bins = new ArrayList<>();
    for (int m = 0; m < ends.length; m++) {
      bins.add(new Bin(m == 0 ? 0 : ends[m - 1], ends[m], count[m], sum[m] / count[m], (double) right[m] / count[m]));
    }
    return new ReliabilityDiagram(bins);
  }

  /// Number of inputs.
  ///
  /// @return the sum over the bins
  public int count() {
    return bins.stream().mapToInt(Bin::count).sum();
  }

  /// The calibration error: the gaps of all bins as one number, weighted by the number of inputs. With [Norm#L1] it is
  /// the expected, with [Norm#MAX] the maximum calibration error (Guo et al. 2017, eq. 3 and 5).
  ///
  /// @param norm how the gaps are joined
  /// @return a fraction in `[0, 1]`
  public double error(Norm norm) {
    return norm.of(numbers(Bin::count), numbers(Bin::gap));
  }

  /// The squared calibration error without the share that chance adds to it,
  /// `Σₘ nₘ/N ((confₘ − accₘ)² − accₘ (1 − accₘ) / (nₘ − 1))` (Bröcker 2012; Ferro & Fricker 2012; Kumar, Liang & Ma 2019,
  /// section 5). Its expected value is that of `Σₘ nₘ/N (confₘ − E accₘ)²` for fixed bins of two inputs or more, so it can
  /// be negative. A bin of one input says nothing of the variance and adds 0, as in the authors' program.
  ///
  /// @return a number of at most 1
  public double squaredErrorDebiased() {
    double sum = 0;
    for (Bin bin : bins) {
      if (bin.count > 1) {
        sum += bin.count * (bin.gap() * bin.gap() - bin.accuracy * (1 - bin.accuracy) / (bin.count - 1));
      }
    }
    return sum / count();
  }

  private double[] numbers(ToDoubleFunction<Bin> number) {
    return bins.stream().mapToDouble(number).toArray();
  }
}
