package candor.examples.failureprediction;

import candor.examples.report.Estimate;
import candor.examples.report.Interval;
import java.util.List;

/// What the experiment found out. Errors, areas and rates are fractions, durations are in seconds. Equal settings give
/// equal results, but for `secondsTrain`, `secondsTest`, `kernels` and `threads`.
///
/// @param experiment name of the experiment
/// @param seed first seed
/// @param seeds number of seeds
/// @param trainImages images that networks learn
/// @param validationImages images that choose an epoch of ConfidNet, and thresholds
/// @param testImages number of test images
/// @param held whether training images that were held out took the place of the test images
/// @param batch images of a training step
/// @param headEpochs passes over the features in the first stage of ConfidNet
/// @param headPasses stochastic passes that make these features, each of all training images
/// @param headRate learning rate of its first step
/// @param tuningRate learning rate of the first step of the second stage
/// @param passes passes of MC dropout
/// @param resamples test sets of the bootstrap
/// @param risk share of errors that accepted answers may have
/// @param secondsTrain duration of all trainings, each with one thread, added up
/// @param secondsTest duration of all other predictions
/// @param kernels numerical loops that ran, with the width of their vectors in bits
/// @param threads threads that computed
/// @param conventions what the numbers mean
/// @param networks what was found with each kind of network
public record FailurePredictionResults(String experiment, long seed, int seeds, int trainImages, int validationImages,
    int testImages, boolean held, int batch, int headEpochs, int headPasses, double headRate, double tuningRate,
    int passes,
    int resamples, double risk, double secondsTrain, double secondsTest, String kernels, int threads,
    Conventions conventions, List<NetworkResults> networks) {

  /// What papers disagree on, and what was chosen.
  ///
  /// @param errors which answers are errors
  /// @param ranking positives and ties
  /// @param averagePrecision rule of the area under the precision-recall curve
  /// @param passes what is averaged over passes
  /// @param trustScore settings of the trust score
  /// @param bootstrap what is drawn
  /// @param seeds what the other intervals are
  /// @param choice what epochs and thresholds were chosen by
  public record Conventions(String errors, String ranking, String averagePrecision, String passes, String trustScore,
      String bootstrap, String seeds, String choice) {
  }

  /// A kind of network over all seeds.
  ///
  /// @param network its name
  /// @param epochs passes over the training images
  /// @param rate learning rate of the first step
  /// @param tuningEpochs passes over the training images in the second stage of ConfidNet
  /// @param trainingError share of training images that it is wrong on
  /// @param error share of test images that it is wrong on
  /// @param errorByPasses the same of the mean over the passes
  /// @param validationHead AUPR of errors of the validation images after the first stage of ConfidNet, in its best epoch
  /// @param validationWhole the same after the second stage
  /// @param methods how well each method finds the errors
  /// @param gains differences in the AUPR of errors
  /// @param histograms how MCP and TCP are distributed, first seed
  /// @param precision recall and precision with errors as positives, first seed
  /// @param risk coverage and risk, first seed
  /// @param shown test images of the first seed
  public record NetworkResults(String network, int epochs, double rate, int tuningEpochs, Estimate trainingError,
      Estimate error, Estimate errorByPasses, Estimate validationHead, Estimate validationWhole,
      List<MethodResults> methods, List<Gain> gains, List<Histogram> histograms, List<Curve> precision,
      List<Curve> risk, List<Shown> shown) {
  }

  /// How well a method finds errors, over all seeds.
  ///
  /// @param method its name
  /// @param auprErrors area under the precision-recall curve, errors as positives
  /// @param resampled bootstrap interval of its mean over the seeds
  /// @param auprSuccesses the same area with successes as positives
  /// @param auroc area under the ROC curve
  /// @param falsePositiveRate false positive rate at a true positive rate of 95 %, successes as positives
  /// @param riskArea AURC
  /// @param excessRiskArea E-AURC
  /// @param selections what is accepted at the risk that was asked for
  public record MethodResults(String method, Estimate auprErrors, Interval resampled, Estimate auprSuccesses,
      Estimate auroc, Estimate falsePositiveRate, Estimate riskArea, Estimate excessRiskArea,
      List<Selection> selections) {
  }

  /// What is accepted under a threshold that the validation images chose.
  ///
  /// @param rule how it was chosen
  /// @param coverage share of test images that are accepted
  /// @param risk share of errors among these, 0 if there are none
  public record Selection(String rule, Estimate coverage, Estimate risk) {
  }

  /// What one method has more than another, each seed compared with itself.
  ///
  /// @param method the one
  /// @param over the other
  /// @param difference difference of the AUPR of errors
  /// @param each bootstrap interval of each seed's difference
  /// @param mean bootstrap interval of the mean over the seeds, the networks being what they are
  public record Gain(String method, String over, Estimate difference, List<Interval> each, Interval mean) {
  }

  /// Counts of test images in bins of equal width between 0 and 1.
  ///
  /// @param score what is counted
  /// @param successes counts of right answers
  /// @param errors counts of wrong ones
  public record Histogram(String score, List<Integer> successes, List<Integer> errors) {
  }

  /// A curve.
  ///
  /// @param method name of the method
  /// @param x recall, or coverage
  /// @param y precision, or risk
  public record Curve(String method, List<Double> x, List<Double> y) {
  }

  /// A test image.
  ///
  /// @param row why it is shown
  /// @param index its index
  /// @param label its class
  /// @param prediction the predicted class
  /// @param probability probability of the predicted class
  /// @param confidence what ConfidNet says
  public record Shown(String row, int index, int label, int prediction, double probability, double confidence) {
  }

  /// What one network gave.
  ///
  /// @param trainingError share of training images that it is wrong on
  /// @param error share of test images
  /// @param errorByPasses the same of the mean over the passes
  /// @param validationHead AUPR of errors of the validation images after the first stage of ConfidNet
  /// @param validationWhole the same after the second stage
  /// @param secondsTrain duration of its trainings
  /// @param secondsTest duration of the other predictions
  /// @param methods how well each method finds its errors
  /// @param histograms how MCP and TCP are distributed
  /// @param precision recall and precision
  /// @param risk coverage and risk
  /// @param shown test images
  public record Findings(double trainingError, double error, double errorByPasses, double validationHead,
      double validationWhole, double secondsTrain, double secondsTest, List<MethodFindings> methods,
      List<Histogram> histograms, List<Curve> precision, List<Curve> risk, List<Shown> shown) {
    /// What was found with a method.
    MethodFindings of(Method method) {
      return methods.stream().filter(found -> found.method().equals(method.title())).findFirst().orElseThrow();
    }
  }

  /// How well a method finds the errors of one network.
  ///
  /// @param method its name
  /// @param auprErrors AUPR with errors as positives
  /// @param auprSuccesses AUPR with successes as positives
  /// @param auroc AUROC
  /// @param falsePositiveRate false positive rate at a true positive rate of 95 %, successes as positives
  /// @param riskArea AURC
  /// @param excessRiskArea E-AURC
  /// @param accepted what is accepted, by rule
  /// @param resampled AUPR with errors as positives on every test set of the bootstrap
  public record MethodFindings(String method, double auprErrors, double auprSuccesses, double auroc,
      double falsePositiveRate, double riskArea, double excessRiskArea, List<Accepted> accepted,
      List<Double> resampled) {
  }

  /// What is accepted of one network's answers.
  ///
  /// @param rule how the threshold was chosen
  /// @param coverage share of test images that are accepted
  /// @param risk share of errors among these, 0 if there are none
  public record Accepted(String rule, double coverage, double risk) {
  }
}
