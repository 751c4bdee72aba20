package candor.examples.uciregression;

import java.util.List;

/// What the experiment found out. Likelihoods are in nats, errors and likelihoods in the original units of the targets.
/// Equal settings give equal results, but for durations, `kernels` and `threads`.
///
/// @param experiment name of the experiment
/// @param seed seed of everything random
/// @param dropoutEpochs epochs of networks with dropout
/// @param ensembleEpochs epochs of the members of ensembles
/// @param passes stochastic passes T over every test sample
/// @param members members of an ensemble
/// @param secondsTrain duration of choosing and training, of all splits one after the other
/// @param secondsTest duration of testing, of all splits one after the other
/// @param kernels numerical loops that ran, with the width of their vectors in bits
/// @param threads threads that computed
/// @param conventions what words on the page mean
/// @param levels levels of central intervals whose coverage was measured
/// @param sets what was found on each set
/// @param cubic a picture of both methods
public record UciRegressionResults(String experiment, long seed, int dropoutEpochs, int ensembleEpochs, int passes,
    int members, double secondsTrain, double secondsTest, String kernels, int threads, Conventions conventions,
    List<Double> levels, List<Findings> sets, Cubic cubic) {

  /// What words mean.
  ///
  /// @param choice what settings were chosen by
  /// @param spread what stands behind a ±
  /// @param met when a published number counts as met
  /// @param precision how the precision of the noise was found
  public record Conventions(String choice, String spread, String met, String precision) {
  }

  /// One set.
  ///
  /// @param set name of its folder
  /// @param title what tables call it
  /// @param samples number of samples, of training and test together
  /// @param features number of features
  /// @param splits number of splits that were tested
  /// @param dropout MC dropout
  /// @param ensemble deep ensembles
  public record Findings(String set, String title, int samples, int features, int splits, Scores dropout,
      Scores ensemble) {
  }

  /// What a method reached on a set.
  ///
  /// @param rmse root of the mean squared error
  /// @param nll mean negative log-likelihood
  /// @param normalNll the same under one normal distribution of the predictions' mean and variance
  /// @param coverage share of test targets in their central intervals, by level, the mean over the splits
  /// @param settings setting that was chosen in each split
  /// @param precisions precision of the noise that was chosen in each split; none if it is learned
  /// @param heldNll negative log-likelihood of the held-out samples of each split, by which that was chosen
  /// @param shown some predictions in the first split
  public record Scores(Score rmse, Score nll, Score normalNll, List<Double> coverage, List<String> settings,
      List<Double> precisions,
      List<Double> heldNll, Shown shown) {
  }

  /// A number of which smaller is better.
  ///
  /// @param mean mean over the splits
  /// @param standardError standard error of the mean, 0 for one split
  /// @param each the number of each split
  /// @param published what was published, and whether it is met; none for sets without
  public record Score(double mean, double standardError, List<Double> each, List<Target> published) {
  }

  /// A published number.
  ///
  /// @param value the number
  /// @param spread what the paper prints behind ±
  /// @param met whether our mean is at most the number and our standard error
  public record Target(double value, double spread, boolean met) {
  }

  /// Some predictions.
  ///
  /// @param truth targets
  /// @param mean mean of each prediction
  /// @param deviation standard deviation of each prediction
  public record Shown(List<Double> truth, List<Double> mean, List<Double> deviation) {
  }

  /// What a method reached on a split; a file of its own while the experiment runs.
  ///
  /// @param setting setting that was chosen
  /// @param precision precision of the noise that was chosen; none if it is learned
  /// @param heldNll negative log-likelihood of the held-out samples, by which that was chosen
  /// @param rmse root of the mean squared error of the test targets
  /// @param nll their mean negative log-likelihood
  /// @param normalNll the same under one normal distribution of the predictions' mean and variance
  /// @param coverage their share in their central intervals, by level
  /// @param shown some predictions
  /// @param secondsTrain duration of choosing and training
  /// @param secondsTest duration of testing
  record Outcome(String setting, List<Double> precision, double heldNll, double rmse, double nll,
      double normalNll, List<Double> coverage, Shown shown, double secondsTrain, double secondsTest) {
  }

  /// A curve with noise, and what the methods say of it (Lakshminarayanan et al. 2017, figure 1).
  ///
  /// @param x inputs of the samples
  /// @param y their targets
  /// @param grid inputs of the predictions
  /// @param single one network
  /// @param ensemble an ensemble
  /// @param dropout MC dropout
  public record Cubic(List<Double> x, List<Double> y, List<Double> grid, Curve single, Curve ensemble, Curve dropout) {
  }

  /// Predictions along a grid.
  ///
  /// @param mean mean of each
  /// @param deviation standard deviation of each
  public record Curve(List<Double> mean, List<Double> deviation) {
  }
}
