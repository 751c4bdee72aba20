package candor.examples.variationallstm;

import candor.examples.variationallstm.Training.Choice;
import candor.examples.variationallstm.Training.Task;
import candor.examples.variationallstm.VariationalLstmResults.LanguageModel;
import candor.nn.Context;
import candor.nn.Evaluator;
import candor.nn.data.Batch;
import candor.nn.layer.RecurrentOptions;
import candor.nn.loss.Loss;
import candor.nn.model.LstmLanguageModel;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Language models of characters, measured by their loss per character.
final class LanguageTask {
  static final int FEATURES = 32;
  static final int UNITS = 128;

  private final Evaluator evaluator = new Evaluator();

  /// A model whose inputs, states and outputs are dropped at one rate, and characters at a tenth of it.
  static LstmLanguageModel model(double rate) {
    RecurrentOptions options = RecurrentOptions.DEFAULT.variational(rate, rate);
    return new LstmLanguageModel(Corpus.CHARACTERS, FEATURES, UNITS, options).dropout(rate / 10, rate);
  }

  /// Trains on texts, chooses by others.
  static Choice<LstmLanguageModel> train(Corpus training, Corpus validation, Training how) throws IOException {
    return how.choose(new Task<>("language", training.toContinue(), validation.toContinue(), LanguageTask::loss,
        LanguageTask::model));
  }

  /// Mean cross-entropy of the characters that are no padding.
  private static Tensor loss(Tensor logits, Tensor next) {
    return Loss.crossEntropy().ignoring(Corpus.PADDING).of(rows(logits), column(next));
  }

  private static Tensor rows(Tensor logits) {
    return logits.transpose(0, 1).reshape(logits.count() / Corpus.CHARACTERS, Corpus.CHARACTERS);
  }

  private static Tensor column(Tensor next) {
    return next.transpose(0, 1).reshape(next.count());
  }

  /// Cross-entropy of every character, `[N, T]`.
  private static Tensor costs(Tensor logits, Tensor next) {
    int samples = next.shape().size(0);
    int steps = next.shape().size(1);
    return rows(logits).crossEntropy(column(next)).reshape(steps, samples).transpose(0, 1);
  }

  /// Tests the models, those with dropout at the rates that the validation texts choose.
  LanguageModel test(Choice<LstmLanguageModel> choice, Language language, Corpus validation, Corpus test, int passes,
      long seed) {
    List<Double> held = choice.dropping().stream()
        .map(trained -> perCharacter(validation, sampled(trained.model(), validation, passes, seed))).toList();
    double[] without = once(choice.without().model(), test);
    double[] once = once(choice.once().model(), test);
    double[] mc = sampled(choice.lowest(held).model(), test, passes, seed);
    double[] lengths = IntStream.range(0, test.size()).mapToDouble(i -> test.text(i).length() + 1).toArray();
    double[] source = IntStream.range(0, test.size()).mapToDouble(i -> -language.logLikelihood(test.text(i))).toArray();
    Gains gains = new Gains(lengths, seed);
    return new LanguageModel(perCharacter(test, source), choice.candidates(), held, choice.once().candidate().rate(),
        choice.lowest(held).candidate().rate(), perCharacter(test, without), perCharacter(test, once),
        perCharacter(test, mc), gains.of(without, once), gains.of(without, mc));
  }

  private static double perCharacter(Corpus corpus, double[] losses) {
    return Arrays.stream(losses).sum() / corpus.characters();
  }

  /// The loss of every text, without dropout.
  private double[] once(LstmLanguageModel model, Corpus corpus) {
    return each(corpus, batch -> costs(model.apply(batch.input(), Context.evaluate()), batch.target()));
  }

  /// The loss of every text when the probabilities of its characters are averaged over passes.
  private double[] sampled(LstmLanguageModel model, Corpus corpus, int passes, long seed) {
    // Each pass leaves its memory to the next; all of them at once would need gigabytes.
    Evaluator pass = new Evaluator(1);
    return each(corpus, batch -> {
      Tensor probabilities = pass.map(passes, 0, (t, end) -> {
        Tensor logits = model.apply(batch.input(), Context.sample(seed, t, batch.ids()));
        return costs(logits, batch.target()).neg().exp().unsqueeze(0);
      });
      return probabilities.mean(0).log().neg();
    });
  }

  private interface Costs {
    Tensor of(Batch batch);
  }

  private double[] each(Corpus corpus, Costs costs) {
    return evaluator.map(corpus.size(), 0, (from, to) -> {
      Batch batch = corpus.toContinue().batch(IntStream.range(from, to).toArray());
      Tensor exists = batch.target().to(DType.F64).ne(Corpus.PADDING);
      return costs.of(batch).to(DType.F64).mul(exists).sum(1);
    }).toDoubles();
  }
}
