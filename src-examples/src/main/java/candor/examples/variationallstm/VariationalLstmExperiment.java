package candor.examples.variationallstm;

import candor.bayes.calibration.CalibrationError;
import candor.examples.Experiment;
import candor.examples.Option;
import candor.examples.Progress;
import candor.examples.Settings;
import candor.examples.report.Report;
import candor.examples.report.ResultsFile;
import candor.examples.report.Text;
import candor.examples.variationallstm.Training.Choice;
import candor.examples.variationallstm.VariationalLstmResults.Classifier;
import candor.examples.variationallstm.VariationalLstmResults.Conventions;
import candor.examples.variationallstm.VariationalLstmResults.LanguageModel;
import candor.nn.model.LstmClassifier;
import candor.nn.model.LstmLanguageModel;
import candor.tensor.Backend;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Variational dropout in recurrent networks (Gal & Ghahramani 2016): a language model of characters and a classifier of
/// texts, trained on little text of a language whose probabilities are known, with and without it.
public final class VariationalLstmExperiment implements Experiment<VariationalLstmResults> {
  private static final Option<Integer> EPOCHS =
      Option.whole("epochs", 300, 1, 10_000, "largest number of passes over the training texts");
  private static final Option<Integer> PATIENCE =
      Option.whole("patience", 30, 1, 10_000,
          "epochs without a lower validation loss that end the training of a network");
  private static final Option<Integer> TEXTS =
      Option.whole("texts", 50, 4, 100_000, "texts to train language models on");
  private static final Option<Integer> SIGNED =
      Option.whole("signed", 200, 4, 100_000, "texts with an author to train classifiers on");
  private static final Option<Integer> HELD = Option.whole("held", 200, 4, 100_000, "texts to choose by");
  private static final Option<Integer> TEST = Option.whole("test", 1000, 4, 100_000, "texts to test on");
  private static final Option<Integer> PASSES =
      Option.whole("passes", 50, 1, 10_000, "stochastic passes T over every test text");

  /// Makes the experiment.
  public VariationalLstmExperiment() {
  }

  @Override
  public String name() {
    return "variational-lstm";
  }

  @Override
  public String summary() {
    return "LSTMs that continue and attribute texts of a known language, with and without variational dropout";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(EPOCHS, PATIENCE, TEXTS, SIGNED, HELD, TEST, PASSES);
  }

  @Override
  public Class<VariationalLstmResults> type() {
    return VariationalLstmResults.class;
  }

  @Override
  public VariationalLstmResults run(Settings settings, Progress progress) throws IOException {
    long seed = settings.get(Settings.SEED);
    int passes = settings.get(PASSES);
    Language language = Language.ofTheExperiment();
    Corpus training = new Corpus(language, Corpus.Part.TRAINING, settings.get(TEXTS), seed);
    Corpus signed = new Corpus(language, Corpus.Part.SIGNED, settings.get(SIGNED), seed);
    Corpus validation = new Corpus(language, Corpus.Part.VALIDATION, settings.get(HELD), seed);
    Corpus test = new Corpus(language, Corpus.Part.TEST, settings.get(TEST), seed);
    Training how = training(settings, progress);
    progress.stage("training language models on " + training.size() + " texts, at " + (1 + Training.RATES.size())
        + " rates of dropout");
    Choice<LstmLanguageModel> models = LanguageTask.train(training, validation, how);
    progress.stage("training classifiers on " + signed.size() + " texts");
    Choice<LstmClassifier> classifiers = AuthorTask.train(signed, validation, how);
    progress.stage("testing on " + test.size() + " texts, with " + passes + " stochastic passes");
    long start = System.nanoTime();
    LanguageModel continued = new LanguageTask().test(models, language, validation, test, passes, seed);
    Classifier attributed = AuthorTask.test(classifiers, language, validation, test, passes, seed);
    long end = System.nanoTime();
    Backend backend = Backend.current();
    return new VariationalLstmResults(name(), seed, how.epochs(), how.patience(), passes, training.size(),
        signed.size(), validation.size(), test.size(), training.characters(), test.characters(),
        ResultsFile.duration(models.seconds() + classifiers.seconds()), ResultsFile.duration((end - start) / 1e9),
        backend.kernels().name(),
        backend.pool().threads(), conventions(),
        IntStream.range(0, Language.AUTHORS).mapToObj(training::text).toList(), continued, attributed);
  }

  private static Training training(Settings settings, Progress progress) {
    Map<String, String> decisive = new TreeMap<>();
    for (Option<?> option : List.of(Settings.SEED, EPOCHS, PATIENCE, TEXTS, SIGNED, HELD)) {
      decisive.put(option.name(), settings.get(option).toString());
    }
    decisive.put("learning rate", Text.plain(Training.LEARNING_RATE));
    decisive.put("batch", Integer.toString(Training.BATCH));
    return new Training(settings.get(EPOCHS), settings.get(PATIENCE), settings.get(Settings.SEED),
        settings.output().resolve("networks"), decisive, progress);
  }

  private static Conventions conventions() {
    return new Conventions("natural, losses in nats",
        "epochs by the lowest loss on the validation texts, run once without dropping; rates by that of either way to run;"
            + " test texts choose nothing",
        "probabilities, of the next character or of the author, not logits",
        "95 % of differences when the test texts are drawn again, with replacement, 1000 times",
        CalibrationError.BINNING.name());
  }

  @Override
  public List<String> digest(VariationalLstmResults r) {
    LanguageModel l = r.language();
    Classifier a = r.author();
    return List.of(
        "variational-lstm: seed " + r.seed() + ", " + Text.count(r.trainingTexts(), "text") + " to continue, "
            + r.signedTexts() + " to attribute, T = " + r.passes(),
        "                                 language   without      once   at        MC   at",
        row("nats per character", l.source(), l.without(), l.once(), l.rate(), l.mc(), l.rateMc()),
        row("author, nats", a.source().loss(), a.without().loss(), a.once().loss(), a.rate(), a.mc().loss(),
            a.rateMc()),
        row("author, error", a.source().error(), a.without().error(), a.once().error(), a.rate(), a.mc().error(),
            a.rateMc()),
        "trained in " + Text.decimal(r.secondsTrain(), 1) + " s, tested in " + Text.decimal(r.secondsTest(), 1) + " s ("
            + r.kernels() + ", threads: " + r.threads() + ")");
  }

  private static String row(String name, double source, double without, double once, double rate, double mc,
      double rateMc) {
    return String.format("%-30s%11s%10s%10s%5s%10s%5s", name, Text.decimal(source, 4), Text.decimal(without, 4),
        Text.decimal(once, 4), Text.plain(rate), Text.decimal(mc, 4), Text.plain(rateMc));
  }

  @Override
  public Report report(VariationalLstmResults results, Settings settings) {
    return VariationalLstmReport.of(results);
  }
}
