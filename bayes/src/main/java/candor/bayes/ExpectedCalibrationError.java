package candor.bayes;

import candor.random.Purpose;
import candor.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How far confidence and accuracy lie apart: `ECE = Σₘ |Bₘ|/N · |acc(Bₘ) − conf(Bₘ)|` (Guo et al. 2017, *On
/// Calibration of Modern Neural Networks*, eq. 3), with confidence the probability of the predicted class.
///
/// The `M` bins have equal width and are open below and closed above, `((m−1)/M, m/M]`. A confidence of 0 would fall
/// into the first, and one that rounding lifted above 1 falls into the last.
///
/// @param bins the bins from low to high confidence, which a reliability diagram shows
public record ExpectedCalibrationError(List<Bin> bins) {
  /// The usual number of bins.
  public static final int BINS = 15;

  /// One bin.
  ///
  /// @param low lower end, not included
  /// @param high upper end, included
  /// @param count number of inputs
  /// @param confidence mean confidence of the inputs, NaN if there is none
  /// @param accuracy share of the inputs whose predicted class is right, NaN if there is none
  public record Bin(double low, double high, int count, double confidence, double accuracy) {
    private double gap() {
      return count == 0 ? 0 : Math.abs(accuracy - confidence);
    }
  }

  /// What the error of a perfectly calibrated model would be on as many inputs, each right with the probability that
  /// its confidence claims. It is not 0: the accuracy of a bin with few inputs misses its confidence by chance.
  ///
  /// @param mean mean
  /// @param high the level that 95 % of such models stay below or at
  public record Band(double mean, double high) {
  }

  /// Copies the bins.
  public ExpectedCalibrationError {
    bins = List.copyOf(bins);
  }

  /// Measures a belief with [#BINS] bins.
  ///
  /// @param belief any belief of `N` inputs
  /// @param labels their `N` true classes
  /// @return the error and its bins
  /// @throws IllegalArgumentException if there is not one class of `[0, K)` for each input
  public static ExpectedCalibrationError of(Belief.OfClasses belief, int... labels) {
    return of(Uncertainty.maxProbability().of(belief), Scores.correct(belief, labels), BINS);
  }

  /// Measures confidences.
  ///
  /// @param confidence probability of the predicted class of each input
  /// @param correct whether it is the true one
  /// @param bins number of bins `M`, at least 1
  /// @return the error and its bins
  /// @throws IllegalArgumentException if the arrays differ in length, a confidence is not a probability, or there is no
  ///     bin
  public static ExpectedCalibrationError of(double[] confidence, boolean[] correct, int bins) {
    if (confidence.length != correct.length) {
      throw new IllegalArgumentException(
          "calibration error: " + confidence.length + " confidences, but " + correct.length
              + " outcomes");
    }
    int[] places = places(confidence, bins);
    int[] count = new int[bins];
    int[] right = new int[bins];
    double[] sum = new double[bins];
    for (int i = 0; i < places.length; i++) {
      count[places[i]]++;
      right[places[i]] += correct[i] ? 1 : 0;
      sum[places[i]] += confidence[i];
    }
    List<Bin> result = new ArrayList<>();
    for (int m = 0; m < bins; m++) {
      result
          .add(new Bin((double) m / bins, (m + 1.0) / bins, count[m], sum[m] / count[m], (double) right[m] / count[m]));
    }
    return new ExpectedCalibrationError(result);
  }

  /// Number of inputs.
  ///
  /// @return the sum over the bins
  public int count() {
    return bins.stream().mapToInt(Bin::count).sum();
  }

  /// The expected calibration error.
  ///
  /// @return a fraction in `[0, 1]`, NaN without inputs
  public double value() {
    double sum = 0;
    for (Bin bin : bins) {
      sum += bin.count * bin.gap();
    }
    return sum / count();
  }

  /// The maximum calibration error, `maxₘ |acc(Bₘ) − conf(Bₘ)|` over the bins that hold inputs (Guo et al. 2017, eq.
  /// 5).
  ///
  /// @return a fraction in `[0, 1]`
  public double maximum() {
    return bins.stream().mapToDouble(Bin::gap).max().orElse(0);
  }

  /// Simulates a perfectly calibrated model.
  ///
  /// @param confidence probability of the predicted class of each input
  /// @param bins number of bins `M`, at least 1
  /// @param repetitions number of simulated test sets, at least 1
  /// @param seed seed of the simulated outcomes
  /// @return what to expect of its calibration error
  /// @throws IllegalArgumentException if there is no input, no bin or no repetition, or a confidence is not a
  ///     probability
  public static Band ifCalibrated(double[] confidence, int bins, int repetitions, long seed) {
    if (confidence.length == 0 || repetitions < 1) {
      throw new IllegalArgumentException("calibration error: " + confidence.length + " confidences and " + repetitions
          + " repetitions, expected 1 or more of both");
    }
    RandomStream stream = RandomStream.of(seed).purpose(Purpose.SAMPLING).child("calibration band");
    double[] draws = new double[confidence.length];
    boolean[] correct = new boolean[confidence.length];
    double[] errors = new double[repetitions];
    for (int r = 0; r < repetitions; r++) {
      stream.uniform(r, draws);
      for (int i = 0; i < draws.length; i++) {
        correct[i] = draws[i] < confidence[i];
      }
      errors[r] = of(confidence, correct, bins).value();
    }
    Arrays.sort(errors);
    return new Band(Arrays.stream(errors).sum() / repetitions, errors[(int) Math.ceil(0.95 * repetitions) - 1]);
  }

  /// The bin of every confidence, by comparison with the ends `m/M` as they are in F64.
  private static int[] places(double[] confidence, int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("calibration error: " + bins + " bins, expected 1 or more");
    }
    int[] result = new int[confidence.length];
    for (int i = 0; i < confidence.length; i++) {
      double c = confidence[i];
      if (!(c >= 0 && c < 1 + 1e-4)) {
        throw new IllegalArgumentException(
            "calibration error: confidence " + c + " of input " + i + ", expected a probability");
      }
      int m = (int) (c * bins);
      result[i] = Math.clamp(c <= (double) m / bins ? m - 1 : c > (m + 1.0) / bins ? m + 1 : m, 0, bins - 1);
    }
    return result;
  }
}
