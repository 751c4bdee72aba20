package candor.examples.variationallstm;

import java.util.List;

/// What the experiment found out. Errors are fractions, losses in nats, durations in seconds. Equal settings give equal
/// results, but for `secondsTrain`, `secondsTest`, `kernels` and `threads`.
///
/// @param experiment name of the experiment
/// @param seed seed of texts, initialisation, shuffling, dropout, passes and intervals
/// @param epochs largest number of passes over the training texts
/// @param patience epochs without a lower validation loss after which a network's training ended
/// @param passes stochastic passes `T`
/// @param trainingTexts number of texts that language models were trained on
/// @param signedTexts number of texts that classifiers were trained on
/// @param validationTexts number of validation texts
/// @param testTexts number of test texts
/// @param trainingCharacters characters to predict in the texts of language models
/// @param testCharacters characters to predict in the test texts
/// @param secondsTrain duration of training, also of networks that were taken from an earlier run
/// @param secondsTest duration of testing
/// @param kernels numerical loops that ran, with the width of their vectors in bits
/// @param threads threads that computed
/// @param conventions what the numbers mean
/// @param examples a training text of each author
/// @param language the language model
/// @param author the classifier
public record VariationalLstmResults(String experiment, long seed, int epochs, int patience, int passes,
    int trainingTexts, int signedTexts, int validationTexts, int testTexts, int trainingCharacters, int testCharacters,
    double secondsTrain, double secondsTest, String kernels, int threads, Conventions conventions,
    List<String> examples,
    LanguageModel language, Classifier author) {

  /// What papers disagree on, and what was chosen.
  ///
  /// @param logarithm unit of losses
  /// @param choice what chose epoch and rate
  /// @param averaging what is averaged over passes
  /// @param interval what an interval covers
  /// @param calibrationBins number and kind of the bins of the calibration error
  public record Conventions(String logarithm, String choice, String averaging, String interval,
      String calibrationBins) {
  }

  /// A network at one rate of dropout.
  ///
  /// @param rate probability of dropping, 0 for the network without dropout
  /// @param bestEpoch epoch of the lowest validation loss, from 1
  /// @param bestValidation that loss
  /// @param training training loss of each epoch, with dropout
  /// @param validation validation loss after each epoch, without dropout
  public record Candidate(double rate, int bestEpoch, double bestValidation, List<Double> training,
      List<Double> validation) {
  }

  /// A difference of means and what it may be by chance of the test texts.
  ///
  /// @param mean difference over the test texts
  /// @param low lower end of the interval
  /// @param high upper end
  public record Gain(double mean, double low, double high) {
  }

  /// Language models, with losses in nats per character.
  ///
  /// @param source loss of the language itself, which no model can be below on average
  /// @param candidates one network for each rate
  /// @param validationMc validation loss of the mean over the passes, of the networks with dropout
  /// @param rate rate of the lowest validation loss among those with dropout, run once without dropping
  /// @param rateMc rate of the lowest of `validationMc`
  /// @param without test loss without dropout
  /// @param once test loss of the network of `rate`, run once without dropping
  /// @param mc test loss of the mean over the passes of the network of `rateMc`
  /// @param gainOnce how much `once` is below `without`
  /// @param gainMc how much `mc` is below `without`
  public record LanguageModel(double source, List<Candidate> candidates, List<Double> validationMc, double rate,
      double rateMc, double without, double once, double mc, Gain gainOnce, Gain gainMc) {
  }

  /// How good predictions of authors are.
  ///
  /// @param error share of wrong predictions
  /// @param loss mean negative log-likelihood
  /// @param calibration expected calibration error
  public record Quality(double error, double loss, double calibration) {
  }

  /// Classifiers by author.
  ///
  /// @param source the probability of each author given the text, which no classifier can beat on average
  /// @param candidates one network for each rate
  /// @param validationMc validation loss of the mean over the passes, of the networks with dropout
  /// @param rate rate of the lowest validation loss among those with dropout, run once without dropping
  /// @param rateMc rate of the lowest of `validationMc`
  /// @param without the network without dropout
  /// @param once the network of `rate`, run once without dropping
  /// @param mc the mean over the passes of the network of `rateMc`
  /// @param gainOnce how much the loss of `once` is below that of `without`
  /// @param gainMc how much the loss of `mc` is below that of `without`
  /// @param fewerErrorsOnce how much the error of `once` is below that of `without`
  /// @param fewerErrorsMc how much the error of `mc` is below that of `without`
  public record Classifier(Quality source, List<Candidate> candidates, List<Double> validationMc, double rate,
      double rateMc, Quality without, Quality once, Quality mc, Gain gainOnce, Gain gainMc, Gain fewerErrorsOnce,
      Gain fewerErrorsMc) {
  }
}
