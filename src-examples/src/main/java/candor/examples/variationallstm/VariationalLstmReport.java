package candor.examples.variationallstm;

import candor.examples.report.Axis;
import candor.examples.report.Ink;
import candor.examples.report.Plot;
import candor.examples.report.Report;
import candor.examples.report.Text;
import candor.examples.variationallstm.VariationalLstmResults.Candidate;
import candor.examples.variationallstm.VariationalLstmResults.Classifier;
import candor.examples.variationallstm.VariationalLstmResults.Gain;
import candor.examples.variationallstm.VariationalLstmResults.LanguageModel;
import candor.examples.variationallstm.VariationalLstmResults.Quality;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// The page of the experiment. Every number comes from the results.
final class VariationalLstmReport {
  private static final int HALF = 440;

  private final VariationalLstmResults results;
  private final LanguageModel language;
  private final Classifier author;
  private final Report report;

  private VariationalLstmReport(VariationalLstmResults results) {
    this.results = results;
    this.language = results.language();
    this.author = results.author();
    this.report = new Report("Variational dropout in recurrent networks", """
        An LSTM learns from %s texts to continue texts, character by character, and another from %s to tell who wrote
        them, word by word. So few are soon known by heart. Variational dropout draws one mask for each text and leaves
        it on in every step: for the inputs, for what the network hands from step to step, and for whole words, wherever
        they stand. The texts come from an artificial language whose probabilities are known, so this page can also say
        how good a model could be at all.
        """.formatted(Text.whole(results.trainingTexts()), Text.whole(results.signedTexts())));
  }

  static Report of(VariationalLstmResults results) {
    VariationalLstmReport page = new VariationalLstmReport(results);
    page.headline();
    page.curves();
    page.rates();
    page.texts();
    page.method();
    return page.report;
  }

  private void headline() {
    report.section("result", "The result");
    report.paragraph("""
        Losses on %s test texts that chose nothing. “Without” is the network without dropout, stopped where its
        validation loss was lowest. “Once” runs a network with dropout with nothing dropped, “%d passes” averages the
        probabilities of as many runs with dropout, each at the rate that the validation texts liked best when run that
        way: %s and %s for characters, %s and %s for authors.
        """.formatted(Text.whole(results.testTexts()), results.passes(), Text.plain(language.rate()),
        Text.plain(language.rateMc()), Text.plain(author.rate()), Text.plain(author.rateMc())));
    report.table(List.of("", "the language itself", "without", "once", results.passes() + " passes"), List.of(
        List.of("Next character <small>(nats)</small>", number(language.source()), number(language.without()),
            number(language.once()), number(language.mc())),
        List.of("Author: loss <small>(nats)</small>", author(q -> number(q.loss()), 0),
            author(q -> number(q.loss()), 1),
            author(q -> number(q.loss()), 2), author(q -> number(q.loss()), 3)),
        List.of("Author: error", author(q -> Text.percent(q.error()), 0), author(q -> Text.percent(q.error()), 1),
            author(q -> Text.percent(q.error()), 2), author(q -> Text.percent(q.error()), 3)),
        List.of("Author: calibration error", author(q -> Text.percent(q.calibration()), 0),
            author(q -> Text.percent(q.calibration()), 1), author(q -> Text.percent(q.calibration()), 2),
            author(q -> Text.percent(q.calibration()), 3))));
    report.paragraph("""
        How much lower than without dropout that is, in brackets the interval of 95 % by chance of the test texts:
        """);
    report.table(List.of("", "once", results.passes() + " passes"),
        List.of(
            List.of("Next character <small>(nats)</small>", gain(language.gainOnce(), VariationalLstmReport::number),
                gain(language.gainMc(), VariationalLstmReport::number)),
            List.of("Author: loss <small>(nats)</small>", gain(author.gainOnce(), VariationalLstmReport::number),
                gain(author.gainMc(), VariationalLstmReport::number)),
            List.of("Author: error", gain(author.fewerErrorsOnce(), Text::percent),
                gain(author.fewerErrorsMc(), Text::percent))));
    report.paragraph("""
        The language itself needs %s nats for a character; what a network needs beyond that, it wastes. Without dropout
        that is %s, with it, run once, %s, and averaged over %d passes, %s. Training took %s seconds, testing %s.
        """.formatted(number(language.source()), number(waste()), lessOrMore(language.gainOnce()), results.passes(),
        lessOrMore(language.gainMc()), Text.decimal(results.secondsTrain(), 1),
        Text.decimal(results.secondsTest(), 1)));
  }

  private double waste() {
    return language.without() - language.source();
  }

  private String lessOrMore(Gain gain) {
    return Text.percent(Math.abs(gain.mean()) / waste()) + (gain.mean() < 0 ? " more" : " less");
  }

  /// The language, without dropout, once, averaged.
  private String author(Function<Quality, String> print, int column) {
    return print.apply(List.of(author.source(), author.without(), author.once(), author.mc()).get(column));
  }

  private static String gain(Gain gain, Function<Double, String> print) {
    return print.apply(gain.mean()) + " <small>(" + print.apply(gain.low()) + " to " + print.apply(gain.high())
        + ")</small>";
  }

  private static String number(double number) {
    return Text.decimal(number, 4);
  }

  private void curves() {
    report.section("curves", "Known by heart, or learned");
    report.figure("""
        Losses by epoch of the language models, in nats a character: of the training texts, while dropping, and of the
        validation texts, without. Without dropout the first falls below what the language needs, and the second rises;
        with dropout they stay together longer. The line is the loss of the language itself on the test texts.
        """, curves("Without dropout", language.candidates().getFirst(), language.source()),
        curves("Rate " + Text.plain(language.rate()), chosen(language.candidates(), language.rate()),
            language.source()));
    report.figure("The same for the classifiers, in nats a text.",
        curves("Without dropout", author.candidates().getFirst(), author.source().loss()),
        curves("Rate " + Text.plain(author.rate()), chosen(author.candidates(), author.rate()),
            author.source().loss()));
  }

  private static Candidate chosen(List<Candidate> candidates, double rate) {
    return candidates.stream().filter(c -> c.rate() == rate).findFirst().orElseThrow();
  }

  private static String curves(String name, Candidate candidate, double floor) {
    int epochs = candidate.training().size();
    double[] xs = IntStream.rangeClosed(1, epochs).mapToDouble(epoch -> epoch).toArray();
    double high = Math.max(candidate.validation().getFirst(), candidate.validation().getLast());
    return new Plot(name + ": losses by epoch", HALF, 280, Axis.linear(name + ", epoch", 0, Math.max(epochs, 2)),
        Axis.linear("Loss (nats)", 0, 1.05 * Math.max(high, floor)))
        .guide(0, floor, Math.max(epochs, 2), floor)
        .line("training", Ink.BLUE, xs, doubles(candidate.training(), x -> x))
        .line("validation", Ink.RED, xs, doubles(candidate.validation(), x -> x)).svg();
  }

  private void rates() {
    report.section("rates", "How much to drop");
    report.figure("""
        Validation loss of each network by its rate of dropout, of language models (left) and classifiers: run once
        without dropping, and averaged over %d passes. The lowest point of each line chose a network of the table; rate
        0 is the one without.
        """.formatted(results.passes()), rates("Next character", language.candidates(), language.validationMc()),
        rates("Author", author.candidates(), author.validationMc()));
  }

  private static String rates(String name, List<Candidate> candidates, List<Double> averaged) {
    double[] once = doubles(candidates, Candidate::bestValidation);
    double[] mc = doubles(averaged, x -> x);
    double low = DoubleStream.concat(Arrays.stream(once), Arrays.stream(mc)).min().orElse(0);
    double high = DoubleStream.concat(Arrays.stream(once), Arrays.stream(mc)).max().orElse(1);
    double margin = Math.max(0.01, 0.2 * (high - low));
    double[] rates = doubles(candidates, Candidate::rate);
    double[] dropping = Arrays.copyOfRange(rates, rates.length - mc.length, rates.length);
    return new Plot(name + ": validation loss by rate of dropout", HALF, 260,
        Axis.linear(name + ", rate of dropout", -0.02, 0.52), Axis.linear("Loss (nats)", low - margin, high + margin))
        .line("once", Ink.BLUE, rates, once).points("once", Ink.BLUE, rates, once)
        .line("averaged", Ink.RED, dropping, mc).points("averaged", Ink.RED, dropping, mc).svg();
  }

  private static <T> double[] doubles(List<T> numbers, ToDoubleFunction<T> value) {
    return numbers.stream().mapToDouble(value).toArray();
  }

  private void texts() {
    report.section("texts", "What the texts are like");
    report.paragraph("A text of each author, of which the networks know nothing but such examples:");
    results.examples().forEach(text -> report.item("<i>" + Text.escape(text) + "</i>"));
    report.paragraph("""
        A sentence is a phrase, a verb, a phrase, and with probability ½ a preposition and another phrase; a phrase is a
        determiner, with probability ½ an adjective, and a noun. Four authors share grammar and words, but each chooses
        half of the nouns, verbs and adjectives to a taste of its own. As a text can be read in one way only, its
        probability is a product of choices, and that of its author follows by Bayes’ rule.
        """);
  }

  private void method() {
    report.section("method", "How it was made");
    report.item("""
        Texts of three sentences: %s to train language models, with %s characters to predict, %s to train classifiers,
        %s to choose by, %s to test on with %s characters, drawn apart. The language is the same for every seed.
        """.formatted(Text.whole(results.trainingTexts()), Text.whole(results.trainingCharacters()),
        Text.whole(results.signedTexts()), Text.whole(results.validationTexts()), Text.whole(results.testTexts()),
        Text.whole(results.testCharacters())));
    report.item("""
        Language model: vectors of %d numbers for %d characters, an LSTM of %d units, a linear layer. Classifier: the
        same for words, with %d units in each direction, of which the last states are classified. Inputs, states and
        outputs are dropped at one rate, words too, characters at a tenth of it: a letter is missed more than a word.
        Each text has its own masks, the same in all steps.
        """.formatted(LanguageTask.FEATURES, Corpus.CHARACTERS, LanguageTask.UNITS, AuthorTask.UNITS));
    report.item("""
        Training: Adam with learning rate %s, batches of %d texts, at most %s, and no further after %s without a lower
        validation loss. Chosen by: %s. Rates tried: %s.
        """.formatted(Text.plain(Training.LEARNING_RATE), Training.BATCH, Text.count(results.epochs(), "epoch"),
        Text.count(results.patience(), "epoch"), Text.escape(results.conventions().choice()),
        String.join(", ", Training.RATES.stream().map(Text::plain).toList())));
    report.item("""
        Averaged over %d passes: %s. Intervals: %s. Calibration error: %s. Logarithms: %s.
        """.formatted(results.passes(), Text.escape(results.conventions().averaging()),
        Text.escape(results.conventions().interval()), Text.escape(results.conventions().calibrationBins()),
        Text.escape(results.conventions().logarithm())));
    report.item("""
        Seed %d for texts, initialisation, shuffling, dropout, passes and intervals. Equal options give equal numbers
        with any number of threads and on any kernels; these ran on <code>%s</code>, threads: %d.
        """.formatted(results.seed(), Text.escape(results.kernels()), results.threads()));
    report.paragraph("""
        Literature: Y. Gal and Z. Ghahramani, <i>A Theoretically Grounded Application of Dropout in Recurrent Neural
        Networks</i>, NIPS 2016. S. Hochreiter and J. Schmidhuber, <i>Long Short-Term Memory</i>, 1997. Every number of
        this page is in <code>results.json</code> beside it.
        """);
  }
}
