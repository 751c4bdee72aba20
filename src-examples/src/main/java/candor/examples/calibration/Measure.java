package candor.examples.calibration;

import candor.bayes.calibration.Binning;
import candor.bayes.calibration.CalibrationError;
import candor.bayes.calibration.Norm;
import candor.bayes.calibration.Score;
import candor.examples.report.Estimate;
import candor.examples.report.Text;

/// How good probabilities are, and how well calibrated.
enum Measure {
  /// Share of wrong predictions.
  ERROR("error", "Error", Score.errorRate(), true),
  /// Negative log-likelihood.
  LOSS("nll", "NLL", Score.negativeLogLikelihood(), false),
  /// Brier score.
  BRIER("brier", "Brier", Score.brier(), false),
  /// The error that most papers report.
  ECE("ece", "ECE", CalibrationError.EXPECTED, true),
  /// The same with as many images in each bin.
  ECE_MASS("ece_mass", "ECE, equal mass", CalibrationError.expected(mass()), true),
  /// The worst bin.
  MCE("mce", "MCE", CalibrationError.MAXIMUM, true),
  /// The worst of bins with as many images.
  MCE_MASS("mce_mass", "MCE, equal mass", CalibrationError.of(mass(), Norm.MAX), true),
  /// The probabilities of every class.
  CLASSWISE("classwise", "Class-wise", CalibrationError.classwise(CalibrationError.BINNING, Norm.L1), true),
  /// The same with as many images in each bin.
  CLASSWISE_MASS("classwise_mass", "Class-wise, equal mass", CalibrationError.classwise(mass(), Norm.L1), true),
  /// What is left when chance's share is taken away.
  DEBIASED("debiased", "Debiased RMS", CalibrationError.debiased(mass()), true);

  private static final int DECIMALS = 4;

  private final String id;
  private final String title;
  private final Score score;
  private final boolean isShare;

  Measure(String id, String title, Score score, boolean isShare) {
    this.id = id;
    this.title = title;
    this.score = score;
    this.isShare = isShare;
  }

  private static Binning mass() {
    return Binning.equalMass(15);
  }

  /// Name in files.
  String id() {
    return id;
  }

  /// Name in tables.
  String title() {
    return title;
  }

  /// How it is computed.
  Score score() {
    return score;
  }

  /// A number as tables show it.
  String text(double number) {
    return isShare ? Text.percent(number) : Text.decimal(number, DECIMALS);
  }

  /// Mean and interval as tables show them.
  String text(Estimate estimate) {
    return isShare ? estimate.percent() : estimate.text(DECIMALS);
  }
}
