package candor.examples.outofdistribution;

import candor.bayes.PrecisionRule;
import candor.bayes.Ranking;

/// How well a score of one seed tells a set from outside from digits.
///
/// @param set name of the set
/// @param auroc area under the ROC curve
/// @param auprOutside average precision with the images from outside as positives
/// @param auprInside average precision with the digits as positives
/// @param falsePositiveRate share of the images from outside that pass for digits when 95 % of the digits do
/// @param detectionError least mean of the two error rates
record Detection(String set, double auroc, double auprOutside, double auprInside, double falsePositiveRate,
    double detectionError) {
  /// The rule of both precisions.
  static final PrecisionRule RULE = PrecisionRule.STEP;
  /// The share of digits that pass.
  static final double PASSING = 0.95;

  /// Measures.
  ///
  /// @param inside uncertainty of every digit
  /// @param outside uncertainty of every image from outside
  static Detection of(String set, double[] inside, double[] outside) {
    Ranking ranking = Ranking.ofOutside(inside, outside);
    Ranking digits = ranking.swapped();
    return new Detection(set, ranking.auroc(), ranking.averagePrecision(RULE), digits.averagePrecision(RULE),
        digits.falsePositiveRateAt(PASSING), ranking.detectionError());
  }
}
