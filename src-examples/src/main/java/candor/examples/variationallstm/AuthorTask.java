package candor.examples.variationallstm;

import candor.bayes.Belief;
import candor.bayes.Deterministic;
import candor.bayes.McDropout;
import candor.bayes.Scores;
import candor.bayes.calibration.CalibrationError;
import candor.examples.variationallstm.Training.Choice;
import candor.examples.variationallstm.Training.Task;
import candor.examples.variationallstm.VariationalLstmResults.Classifier;
import candor.examples.variationallstm.VariationalLstmResults.Quality;
import candor.nn.data.Batch;
import candor.nn.layer.RecurrentOptions;
import candor.nn.loss.Loss;
import candor.nn.model.LstmClassifier;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Classifiers that tell who wrote a text.
final class AuthorTask {
  static final int FEATURES = 32;
  static final int UNITS = 64;

  private AuthorTask() {
  }

  /// A model whose words, inputs, states and last state are dropped at one rate.
  static LstmClassifier model(int vocabulary, double rate) {
    RecurrentOptions options = RecurrentOptions.DEFAULT.inBothDirections().variational(rate, rate);
    return new LstmClassifier(vocabulary, FEATURES, UNITS, Language.AUTHORS, options).padding(Corpus.PADDING)
        .dropout(rate, rate);
  }

  /// Trains on texts, chooses by others.
  static Choice<LstmClassifier> train(Corpus training, Corpus validation, Training how) throws IOException {
    return how.choose(new Task<>("author", training.toAttribute(), validation.toAttribute(), Loss.crossEntropy(),
        rate -> model(training.vocabulary(), rate)));
  }

  private static Batch all(Corpus corpus) {
    return corpus.toAttribute().batch(IntStream.range(0, corpus.size()).toArray());
  }

  /// Tests the models, those with dropout at the rates that the validation texts choose.
  static Classifier test(Choice<LstmClassifier> choice, Language language, Corpus validation, Corpus test, int passes,
      long seed) {
    List<Double> held = choice.dropping().stream().map(trained -> Scores
        .negativeLogLikelihood(sampled(trained.model(), validation, passes, seed), validation.authors())).toList();
    Batch texts = all(test);
    int[] authors = test.authors();
    Belief.OfClasses without = new Deterministic(choice.without().model()).predict(texts.input());
    Belief.OfClasses once = new Deterministic(choice.once().model()).predict(texts.input());
    Belief.OfClasses mc = sampled(choice.lowest(held).model(), test, passes, seed);
    double[] alike = new double[test.size()];
    Arrays.fill(alike, 1);
    Gains gains = new Gains(alike, seed);
    return new Classifier(quality(posteriors(language, test), authors), choice.candidates(), held,
        choice.once().candidate().rate(), choice.lowest(held).candidate().rate(), quality(without, authors),
        quality(once, authors), quality(mc, authors),
        gains.of(losses(without, authors), losses(once, authors)),
        gains.of(losses(without, authors), losses(mc, authors)),
        gains.of(errors(without, authors), errors(once, authors)),
        gains.of(errors(without, authors), errors(mc, authors)));
  }

  private static Belief.OfClasses sampled(LstmClassifier model, Corpus corpus, int passes, long seed) {
    Batch texts = all(corpus);
    return new McDropout(model, passes, seed).predict(texts.input(), texts.ids());
  }

  private static Belief.OfClasses posteriors(Language language, Corpus corpus) {
    double[] all = IntStream.range(0, corpus.size())
        .mapToObj(i -> language.posterior(corpus.text(i))).flatMapToDouble(Arrays::stream).toArray();
    return new Belief.Categorical(Tensor.of(all, corpus.size(), Language.AUTHORS));
  }

  private static Quality quality(Belief.OfClasses belief, int[] authors) {
    return new Quality(Scores.errorRate(belief, authors), Scores.negativeLogLikelihood(belief, authors),
        CalibrationError.EXPECTED.of(belief, authors));
  }

  private static double[] losses(Belief.OfClasses belief, int[] authors) {
    double[] mean = belief.mean().to(DType.F64).toDoubles();
    return IntStream.range(0, authors.length)
        .mapToDouble(i -> -StrictMath.log(Math.max(mean[i * Language.AUTHORS + authors[i]], Scores.FLOOR))).toArray();
  }

  private static double[] errors(Belief.OfClasses belief, int[] authors) {
    boolean[] correct = Scores.correct(belief, authors);
    return IntStream.range(0, authors.length).mapToDouble(i -> correct[i] ? 0 : 1).toArray();
  }
}
