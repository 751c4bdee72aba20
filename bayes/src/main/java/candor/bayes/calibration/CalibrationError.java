package candor.bayes.calibration;

import java.util.Arrays;

/// How far confidence and accuracy lie apart, as one number: the calibration errors of the field, each a [Score].
///
/// All of them depend on the bins and are too large by chance: on few inputs a perfectly calibrated model has an error
/// too. [Resampling#ifCalibrated] tells how large, and [#debiased] takes the expected part of it away.
public final class CalibrationError {
  /// The bins that most papers use: 15 of equal width.
  public static final Binning BINNING = Binning.equalWidth(15);
  /// The expected calibration error with [#BINNING] (Guo et al. 2017, eq. 3).
  public static final Score EXPECTED = expected(BINNING);
  /// The maximum calibration error with [#BINNING] (Guo et al. 2017, eq. 5).
  public static final Score MAXIMUM = of(BINNING, Norm.MAX);

  private CalibrationError() {
  }

  /// The expected calibration error of the predicted classes, `ECE = Σₘ |Bₘ|/N · |acc(Bₘ) − conf(Bₘ)|` (Guo et al. 2017,
  /// eq. 3).
  ///
  /// @param binning how confidences are put into bins
  /// @return the score, a fraction in `[0, 1]`
  public static Score expected(Binning binning) {
    return of(binning, Norm.L1);
  }

  /// The calibration error of the predicted classes: the gaps between accuracy and confidence of all bins, joined by a
  /// norm ([ReliabilityDiagram#error]).
  ///
  /// @param binning how confidences are put into bins
  /// @param norm how the gaps are joined
  /// @return the score, a fraction in `[0, 1]`
  public static Score of(Binning binning, Norm norm) {
    return Score.named(norm + " calibration error" + bins(binning),
        forecasts -> ReliabilityDiagram.of(forecasts, binning).error(norm));
  }

  /// The class-wise calibration error: that of the probabilities of each class by itself, all classes counting equally.
  /// With [Norm#L1] it is the static calibration error `1/K Σₖ Σₘ nₘₖ/N · |acc(m, k) − conf(m, k)|` (Nixon et al. 2019; the
  /// classwise-ECE of Kull et al. 2019).
  ///
  /// @param binning how the probabilities of a class are put into bins, for each class by itself
  /// @param norm how the gaps of the bins, and then the errors of the classes, are joined
  /// @return the score, a fraction in `[0, 1]`
  public static Score classwise(Binning binning, Norm norm) {
    return Score.named(norm + " class-wise calibration error" + bins(binning), forecasts -> {
      double[] weights = new double[forecasts.classes()];
      Arrays.fill(weights, 1);
      double[] errors = new double[forecasts.classes()];
      for (int k = 0; k < errors.length; k++) {
        errors[k] = ReliabilityDiagram.ofClass(forecasts, k, binning).error(norm);
      }
      return norm.of(weights, errors);
    });
  }

  /// The debiased root-mean-square calibration error of the predicted classes: `√max(0, E)` with `E` the debiased squared
  /// error of Kumar, Liang & Ma 2019 ([ReliabilityDiagram#squaredErrorDebiased]). Roelofs et al. 2022 find it reliable with
  /// bins of equal mass.
  ///
  /// @param binning how confidences are put into bins
  /// @return the score, a fraction in `[0, 1]`
  public static Score debiased(Binning binning) {
    return Score.named("debiased " + Norm.L2 + " calibration error" + bins(binning),
        forecasts -> Math.sqrt(Math.max(0, ReliabilityDiagram.of(forecasts, binning).squaredErrorDebiased())));
  }

  private static String bins(Binning binning) {
    return " (bins: " + binning.name() + ")";
  }
}
